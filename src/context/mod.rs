//! Who we talk to and as whom: the server and the credential, each with where it came from; the profile of contexts
//! and the stores of their secrets. Knows nothing of HTTP, of clap or of commands.

mod ambient;

mod named;
mod ownership;
mod profile;
mod qlik_cli;
mod server;
mod sign_in;
mod stale;
mod store;

pub use ambient::{Credential, Way, checked};
pub use named::{Auth, Context, Store, check_name, is_credential};
pub use profile::Profile;
pub use qlik_cli::{Content, Entry, QlikCli, Unfit};
pub use server::Server;
pub use sign_in::{Asked, Chosen, choose, profile_path};
pub use store::{Patience, Stores, Token, quoted};
