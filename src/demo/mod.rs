//! The demo tenant: the API-key endpoints of Qlik Cloud in memory, for trying and testing the program.
//!
//! [`Tenant`] is a state machine without I/O: [`Tenant::handle`] takes a [`Request`] and the time, and returns a
//! [`Reply`]. [`Listener`] feeds it from sockets on the loopback; [`serve`] does so from a single stream.
//! The demo uses no other module of this crate, so that it checks requests independently of the code that sends them.
//!
//! Each row uses only the rows above it:
//!
//! | module | owns |
//! |---|---|
//! | `http` | requests, responses, error documents, the HTTP/1.1 parser |
//! | `state` | the tenant: users, keys, settings, clock, rate limits, faults, request log |
//! | `handlers` | the endpoints, one file for each resource |
//! | `router` | a request's way to its handler: faults, sign-in, rate limit, dispatch |
//! | `connection`, `listener` | HTTP/1.1 on a stream, and the sockets |
//! | `control` | the commands that a person types at the demo's prompt |

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
pub use state::user::TestUser;
