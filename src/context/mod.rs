//! Who we talk to and as whom: the server and the credential, each with where it came from.
//! Knows nothing of HTTP, of clap or of commands.

mod server;
mod sign_in;

pub use server::Server;
pub use sign_in::{Choice, Credential, SignIn, resolve};
