//! The Qlik Cloud REST API, one file per resource. It does not depend on flags, output formats or the terminal.

pub mod api_key_config;
pub mod api_keys;
pub mod json_patch;
pub mod oauth;
pub mod users;
