//! The state of a tenant. The handlers read and change it.

pub mod audits;
pub mod clock;
pub mod config;
pub mod fault;
pub mod filter;
pub mod fixtures;
pub mod key;
pub mod oauth;
pub mod permissions;
pub mod positive_duration;
pub mod rate_limit;
pub mod roles;
pub mod tenant;
pub mod token;
pub mod users;
