//! HTTP: errors, redaction, TLS, retries, hints and API versions.

mod errors;
#[cfg(target_os = "linux")]
mod hints;
mod https;
mod redaction;
mod retries;
mod versions;
