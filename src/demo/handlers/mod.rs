//! The endpoints, one file per resource. The router checks authentication and rate limit before it calls them.

pub mod api_key_config;
pub mod api_keys;
pub mod audits;
pub mod call;
pub mod json_patch;
pub mod oauth;
pub mod paging;
pub mod roles;
pub mod users;
