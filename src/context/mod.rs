//! Who we talk to and as whom: the server and the credential, each with where it came from; the profile of contexts
//! and the stores of their secrets. Knows nothing of HTTP, of clap or of commands.

mod credential;

mod model;
mod ownership;
mod pending_cleanup;
mod profile;
mod qlik_cli;
mod server;
mod store;
mod target;

pub use credential::{Credential, CredentialSource, checked};
pub use model::{Auth, Context, StoreKind, check_name, is_credential};
pub use profile::Profile;
pub use qlik_cli::{Content, Entry, QlikCli, Unfit};
pub use server::Server;
pub use store::{AccessToken, SecretStores, UnlockPrompt, quoted};
pub use target::{Target, TargetFlags, profile_path, resolve};
