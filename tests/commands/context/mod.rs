//! `context`: creating and changing contexts, the profile, the secret stores, and which credential is used.
//! `tests/context/keyring.rs` tests the store `keyring`, which needs a Secret Service.

mod changes;
mod create;
mod import;
mod output;
mod profile;
#[cfg(unix)] // Runs POSIX programs.
mod run;
mod secret_stores;
mod target;
#[cfg(target_os = "linux")]
mod terminal;
mod token;
