//! The endpoints of the tenant, one file for each resource. The router has checked the sign-in and the rate limit before it calls them.

pub mod api_key_config;
pub mod api_keys;
pub mod call;
pub mod json_patch;
pub mod oauth;
pub mod users;
