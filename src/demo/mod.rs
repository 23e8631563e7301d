//! The demo tenant: Qlik Cloud's endpoints for API keys, users, roles and audit events in memory, for trying out and
//! testing the program.
//!
//! [`Tenant`] is a state machine without I/O: [`Tenant::handle`] takes a [`DemoRequest`] and the time, and returns a
//! [`Reply`]. [`Listener`] serves it on a loopback port; [`serve_stream`] serves it on a single stream.
//! The demo uses no other module of this crate, so it checks requests independently of the code that sends them.
//!
//! Each module uses only the modules above it:
//!
//! | module | contents |
//! |---|---|
//! | `http` | requests, responses, error documents, the HTTP/1.1 parser |
//! | `state` | the tenant: users, roles, keys, settings, audit events, clock, rate limits, faults, request log |
//! | `handlers` | the endpoints, one file per resource |
//! | `router` | faults, authentication, rate limits, and dispatch to the handlers |
//! | `connection`, `listener` | HTTP/1.1 on a stream, and the sockets |
//! | `control` | the commands typed at the demo's prompt |

pub mod control;

mod connection;
mod handlers;
mod http;
mod listener;
mod router;
mod state;

pub use connection::{Connection, serve_stream};
pub use http::message::{DemoRequest, DemoResponse, Reply};
pub use listener::Listener;
pub use state::fault::{Fault, RequestMatcher};
pub use state::key::{KeySpec, SubType};
pub use state::tenant::{LoggedRequest, Tenant};
pub use state::users::{TestUser, UserStatus};
