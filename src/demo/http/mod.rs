//! HTTP messages, the parser of request heads, and error documents.

pub mod error;
pub mod message;
pub mod parser;
