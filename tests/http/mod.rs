//! HTTP: errors, TLS and retries.

mod errors;
mod https;
mod retries;
