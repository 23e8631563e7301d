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
        /// Show what differs from a wanted API key configuration
        Diff(diff::Diff),
        /// Make the API key configuration of a tenant the wanted one
        Apply(apply::Apply),
    }
}

/// The help on the file format of a desired configuration.
const FILE_HELP: &str = "The file is TOML or JSON, such as the output of config get, with some of the fields:
  api_keys_enabled = true
  max_keys_per_user = 5
  max_api_key_expiry = \"P30D\"
  scim_externalClient_expiry = \"P365D\"
A field that is not in it is left as it is. Durations are compared by length: P1D is PT24H.";
