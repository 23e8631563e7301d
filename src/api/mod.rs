//! The Qlik Cloud REST API, one file per resource. It does not depend on flags, output formats or the terminal.

pub mod api_key_config;
pub mod api_keys;
pub mod audits;
pub mod claims;
pub mod json_patch;
pub mod oauth;
pub mod users;

/// The release of Qlik Cloud that this program knows, sent as a header with every request. The tenant warns of resources
/// that were deprecated by that release (<https://qlik.dev/changelog>).
pub const API_VERSION: (&str, &str) = ("qlik-api-version", "2026-11");
