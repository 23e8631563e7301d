//! The resources of the REST API, one file each: paths, bodies and what they mean.
//! Knows nothing of formats, flags or terminals.

pub mod api_key_config;
pub mod api_keys;
pub mod json_patch;
pub mod oauth;
pub mod users;
