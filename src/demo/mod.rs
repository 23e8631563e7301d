//! The demo tenant: Qlik Cloud's API-key endpoints in memory, as strict as their reference, to try the program and to test it.
//!
//! Two parts. [`Tenant`] is a state machine without I/O: a [`Request`] and the time go in, a [`Reply`] comes out.
//! [`Listener`] (and [`serve`], for one connection) feeds it from sockets on the loopback.
//! It speaks raw JSON over HTTP and must not know the rest of the program: what it checks, it checks on its own.
//!
//! | file | owns |
//! |---|---|
//! | `message` | what a request and an answer are |
//! | `tenant`, `route` | the state, and the way of one request through it |
//! | `listing`, `order`, `create`, `keys`, `config`, `patch` | the API-key endpoints |
//! | `users`, `oauth`, `token` | who there is, and how they sign in |
//! | `problem`, `rate`, `clock`, `lifetime` | error documents, rate limits, time |
//! | `fault`, `control`, `log`, `plant` | what tests and people do to a tenant from outside |
//! | `head`, `wire`, `listener` | HTTP/1.1 on a stream, and the sockets |

pub mod control;

mod clock;
mod config;
mod create;
mod fault;
mod head;
mod keys;
mod lifetime;
mod listener;
mod listing;
mod log;
mod message;
mod oauth;
mod order;
mod patch;
mod plant;
mod problem;
mod rate;
mod route;
mod tenant;
mod token;
mod users;
mod wire;

pub use fault::{Fault, When};
pub use keys::SubType;
pub use listener::Listener;
pub use log::Logged;
pub use message::{Reply, Request, Response, Wire};
pub use plant::KeySpec;
pub use tenant::Tenant;
pub use users::TestUser;
pub use wire::{Connection, serve};
