//! The requests, the output and the exit codes of each command.

mod completion;
mod config;
mod config_diff_apply;
mod context;
mod create;
mod create_destination;
mod demo;
mod events;
#[cfg(target_os = "linux")] // Runs the examples in a POSIX shell.
mod examples;
mod expiring;
mod get;
mod help;
mod id_prefix;
mod inspect;
mod ls;
mod ls_filters;
mod offboard;
mod owners;
mod patch;
mod review;
mod rm;
mod rotate;
mod whoami;
mod words;
