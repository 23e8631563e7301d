//! The requests, the output and the exit codes of each command.

#[cfg(target_os = "linux")]
mod completion;
mod config;
mod config_diff_apply;
#[cfg(target_os = "linux")]
mod context;
mod create;
#[cfg(target_os = "linux")]
mod create_destination;
mod demo;
#[cfg(unix)]
mod events;
#[cfg(target_os = "linux")]
mod examples;
mod expiring;
mod get;
mod help;
mod id_prefix;
#[cfg(target_os = "linux")]
mod inspect;
mod ls;
mod ls_filters;
#[cfg(target_os = "linux")]
mod offboard;
#[cfg(unix)]
mod owners;
mod patch;
#[cfg(unix)]
mod review;
#[cfg(unix)]
mod rm;
#[cfg(target_os = "linux")]
mod rotate;
mod whoami;
mod words;
