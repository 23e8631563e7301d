//! `config`: a tenant's API key configuration.

mod apply;
mod diff;
mod get;
mod patch;

use super::commands;
use crate::help::HelpText;

const HELP: HelpText = HelpText {
    examples: &[
        ("Print the configuration of the tenant", "qlik-api-key config get"),
        ("Allow ten active keys per user", "qlik-api-key config patch --max-keys-per-user 10"),
        (
            "Bring all tenants of the profile to the configuration in a file",
            "qlik-api-key config apply keys.toml --all-contexts",
        ),
    ],
    details: "",
};

commands! {
    /// The commands of `config`.
    #[command(add = HELP)]
    pub enum ConfigCommand {
        /// Print the API key configuration of a tenant
        #[command(aliases = ["show", "view"])]
        Get(get::Get),
        /// Change the API key configuration of a tenant
        #[command(aliases = ["edit", "update"])]
        Patch(patch::Patch),
        /// Show the differences from a desired API key configuration
        Diff(diff::Diff),
        /// Apply a desired API key configuration to a tenant
        Apply(apply::Apply),
    }
}

/// The details of the commands that read a desired configuration from a file.
const FILE_DETAILS: &str = "\
The file is TOML or JSON, such as the output of config get, with some of the fields:
  max_keys_per_user = 5
  max_api_key_expiry = \"P30D\"
  scim_externalClient_expiry = \"P365D\"
Fields that are not in the file stay unchanged. Durations are compared by length: P1D equals PT24H.
api_keys_enabled is a field of tenants before 2026; where it is missing, true is skipped and false fails.
A field that this version doesn't know is skipped if the tenant has it.";
