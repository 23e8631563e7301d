//! HTTP: errors, redaction, TLS and retries.

mod errors;
mod https;
mod redaction;
mod retries;
