//! HTTP: errors, redaction, TLS, retries, hints and API versions.

mod errors;
mod hints;
mod https;
mod redaction;
mod retries;
mod versions;
