//! Drives the real binary against the demo tenant over real HTTP, with the environment emptied.

#![allow(missing_docs)]

// A home and a keyring of their own can be given to the program on Linux alone.
#[cfg(target_os = "linux")]
mod asking;
#[cfg(unix)]
mod canary;
#[cfg(target_os = "linux")]
mod completion;
mod config;
#[cfg(target_os = "linux")]
mod contexts;
mod demo;
#[cfg(unix)]
mod destination;
mod errors;
#[cfg(unix)]
mod escapes;
mod expiring;
mod faults;
#[cfg(target_os = "linux")]
mod files;
mod filters;
mod generated;
mod help;
#[cfg(target_os = "linux")]
mod home;
mod https;
#[cfg(target_os = "linux")]
mod import;
mod jq;
#[cfg(target_os = "linux")]
mod keyring;
mod keys;
#[cfg(unix)]
mod killed;
mod layers;
mod ls;
mod many;
mod output;
mod process;
mod properties;
#[cfg(unix)]
mod protect;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod readme;
#[cfg(unix)]
mod reference;
#[cfg(unix)]
mod reminder;
mod retries;
#[cfg(unix)]
mod rm;
#[cfg(target_os = "linux")]
mod rotate;
mod sign_in;
mod support;
#[cfg(unix)]
mod terminal;
mod wanted;
