//! An HTTP client with a credential, retries, a rate limiter and pagination. It does not depend on the API's resources,
//! on contexts or on output.

mod client;
mod date;
mod deprecation;
mod dns;
mod error;
mod header_map;
mod pagination;
mod proxy;
mod rate_limit;
mod recent_texts;
mod redaction;
mod request;
mod response;
mod retry;
mod tls;
mod trace;

pub use client::{Client, DateHandler, MessageHandler, Settings};
pub use error::RequestError;
pub use pagination::{Direction, Paginator};
pub use rate_limit::RateLimiter;
pub use request::Request;
pub use response::Response;
pub use retry::RetryPolicy;
pub use tls::RootCertificates;
