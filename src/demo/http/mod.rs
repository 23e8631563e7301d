//! HTTP as the tenant speaks it: messages, the parser of request heads, and error documents.

pub mod message;
pub mod parser;
pub mod problem;
