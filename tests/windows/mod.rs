//! What only Windows has: access control lists, Ctrl-C without signals, and CRLF. Most of these tests have twins for Unix.

mod ctrl_c;
mod private_files;
mod user;
