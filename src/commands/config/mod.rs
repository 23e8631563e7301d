//! `config`: a tenant's API key configuration.

mod apply;
mod diff;
mod get;
mod patch;

use super::commands;

commands! {
    /// The commands of `config`.
    pub enum ConfigCommand {
        /// Print the API key configuration of a tenant
        Get(get::Get),
        /// Change the API key configuration of a tenant
        Patch(patch::Patch),
        /// Show the differences from a desired API key configuration
        Diff(diff::Diff),
        /// Apply a desired API key configuration to a tenant
        Apply(apply::Apply),
    }
}

/// The help on the file format of a desired configuration.
const FILE_HELP: &str = "The file is TOML or JSON, such as the output of config get, with some of the fields:
  max_keys_per_user = 5
  max_api_key_expiry = \"P30D\"
  scim_externalClient_expiry = \"P365D\"
Fields that are not in the file stay unchanged. Durations are compared by length: P1D equals PT24H.
api_keys_enabled is a field of tenants before 2026; where it is missing, true is skipped and false fails.
A field that this version doesn't know is skipped if the tenant has it.";
