//! The endpoints, one file for each resource. The router checks sign-in and rate limit before it calls them.

pub mod api_key_config;
pub mod api_keys;
pub mod call;
pub mod json_patch;
pub mod oauth;
pub mod users;
