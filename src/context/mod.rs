//! Tenants and credentials: the contexts of the profile, the stores of their secrets, and which of them a run uses.
//! Knows nothing about HTTP, flags or commands.
//!
//! | file | owns |
//! |---|---|
//! | `target` | the choice of the tenant and the credential of a run |
//! | `server`, `credential` | the parts of that choice |
//! | `model` | a context |
//! | `profile`, `profile_file` | reading the profile |
//! | `profile_edit`, `pending_cleanup` | changing the profile |
//! | `profile_source` | the profile of a run, read once |
//! | `store` | the secrets of contexts |
//! | `qlik_cli` | the contexts of Qlik's own tool |
//! | `toml_file`, `ownership` | TOML and file permissions |

mod credential;
mod model;
mod ownership;
mod pending_cleanup;
mod profile;
mod profile_edit;
mod profile_file;
mod profile_source;
mod qlik_cli;
mod server;
mod store;
mod target;
mod toml_file;

pub use credential::{Credential, CredentialSource, check_credential};
pub use model::{Auth, Context, StoreKind, check_name, is_credential};
pub use profile::Profile;
pub use profile_edit::ProfileEdit;
pub use profile_source::{ProfileSource, profile_path};
pub use qlik_cli::{Importable, NotImportable, QlikCli, QlikCliContext};
pub use server::Server;
pub use store::{AccessToken, SecretStores, UnlockPrompt, quoted};
pub use target::{Target, TargetFlags, resolve};
