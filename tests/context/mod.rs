//! Tenants and credentials: how a run signs in, and where secrets are stored.

#[cfg(target_os = "linux")]
mod expiry_reminder;
#[cfg(target_os = "linux")]
mod keyring;
#[cfg(target_os = "linux")]
mod keyring_unlock;
mod multi_context;
mod sign_in;
