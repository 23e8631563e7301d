//! Drives the real binary against the demo tenant over real HTTP, with the environment emptied.

#![allow(missing_docs)]

#[cfg(unix)]
mod canary;
mod config;
// A home and a keyring of their own can be given to the program on Linux alone.
#[cfg(target_os = "linux")]
mod contexts;
mod demo;
mod errors;
#[cfg(unix)]
mod escapes;
mod faults;
#[cfg(target_os = "linux")]
mod files;
mod generated;
mod help;
#[cfg(target_os = "linux")]
mod home;
mod https;
#[cfg(target_os = "linux")]
mod keyring;
mod keys;
mod layers;
mod ls;
mod output;
mod properties;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod readme;
#[cfg(unix)]
mod reference;
mod retries;
mod sign_in;
mod support;
#[cfg(unix)]
mod terminal;
