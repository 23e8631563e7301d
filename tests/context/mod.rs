//! Tenants and credentials: how a run signs in, and where secrets are stored.

#[cfg(windows)]
mod credential_manager;
#[cfg(unix)] // Needs a pseudo-terminal.
mod expiry_reminder;
#[cfg(target_os = "linux")] // Needs a Secret Service. `credential_manager` is the twin.
mod keyring;
#[cfg(target_os = "linux")] // Needs a Secret Service.
mod keyring_unlock;
mod multi_context;
mod sign_in;
