//! Tenants and credentials: the contexts in the profile, their secrets, and which of them a run uses. This module knows
//! nothing about HTTP, flags or commands.
//!
//! | file | purpose |
//! |---|---|
//! | `target` | resolves the tenant and the credential of a run |
//! | `overrides` | the environment variables that win over a context |
//! | `server`, `credential` | the two parts of a target |
//! | `model`, `context_table` | a context, and its table in the profile |
//! | `profile` | reads the profile |
//! | `profile_edit`, `pending_cleanup` | change the profile |
//! | `store` | stores the secrets of contexts |
//! | `qlik_cli` | reads the contexts of qlik-cli |
//! | `toml_file`, `ownership` | TOML syntax and file permissions |

mod context_table;
mod credential;
mod model;
mod overrides;
mod ownership;
mod pending_cleanup;
mod profile;
mod profile_edit;
mod qlik_cli;
mod server;
mod store;
mod target;
mod toml_file;

pub use credential::{Credential, CredentialSource, parse_api_key, parse_credential};
pub use model::{Auth, Context, StoreKind, check_context_name, is_credential_header, may_be_secret_header};
pub use overrides::overriding_variables;
pub use profile::{LazyProfile, Profile};
pub use profile_edit::{ProfileDocument, ProfileEdit, lock_rotations};
pub use qlik_cli::{ImportError, ImportableContext, QlikCliContext, QlikCliFile};
pub use server::Server;
pub use store::{AccessToken, SecretStores, UnlockPrompt};
pub use target::{Target, TargetFlags, find_target, resolve_target};
