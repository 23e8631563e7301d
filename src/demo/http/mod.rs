//! HTTP messages, the parser of request heads, the check of the requested host, and error documents.

pub mod error;
pub mod host;
pub mod message;
pub mod parser;
