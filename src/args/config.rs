//! The verbs of `config`: a tenant's API key configuration.

use clap::{Args, Subcommand};

use super::value::{self, Source};
use super::{AllContexts, ColumnChoice, Deferred, PatchDocument};

/// `config`
#[derive(Args, Debug)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Config {
    /// What to do with it.
    #[command(subcommand)]
    pub verb: ConfigVerb,
}

/// The verbs of `config`.
#[derive(Debug, Subcommand)]
pub enum ConfigVerb {
    /// Print the API key configuration of a tenant
    Get(Deferred<ConfigGet>),
    /// Change the API key configuration of a tenant
    Patch(Deferred<ConfigPatch>),
    /// Show what differs from a wanted API key configuration
    Diff(Deferred<ConfigDiff>),
    /// Make the API key configuration of a tenant the wanted one
    Apply(Deferred<ConfigApply>),
}

/// `config get`
#[derive(Args, Debug)]
pub struct ConfigGet {
    /// The ID of the tenant [default: the one of the credential]
    #[arg(value_name = "TENANT-ID", value_parser = value::id)]
    pub tenant_id: Option<String>,

    /// Several tenants.
    #[command(flatten)]
    pub tenants: AllContexts,

    /// Which columns to show.
    #[command(flatten)]
    pub columns: ColumnChoice<true>,
}

/// `config patch`
#[derive(Args, Debug)]
pub struct ConfigPatch {
    /// The ID of the tenant [default: the one of the credential]
    #[arg(value_name = "TENANT-ID", value_parser = value::id)]
    pub tenant_id: Option<String>,

    /// Let users have API keys, or not
    #[arg(long, value_name = "BOOL", conflicts_with_all = PatchDocument::FLAGS)]
    pub api_keys_enabled: Option<bool>,

    /// Let a user have at most N active keys
    #[arg(long, value_name = "N", conflicts_with_all = PatchDocument::FLAGS)]
    pub max_keys_per_user: Option<u64>,

    /// Let new keys live at most this ISO 8601 duration, such as P30D
    #[arg(long, value_name = "DURATION", value_parser = value::iso_duration, allow_hyphen_values = true,
          conflicts_with_all = PatchDocument::FLAGS)]
    pub max_api_key_expiry: Option<String>,

    /// Let new SCIM keys live this ISO 8601 duration, such as P365D
    #[arg(long, value_name = "DURATION", value_parser = value::iso_duration, allow_hyphen_values = true,
          conflicts_with_all = PatchDocument::FLAGS)]
    pub scim_external_client_expiry: Option<String>,

    /// The change as JSON Patch.
    #[command(flatten)]
    pub document: PatchDocument,

    /// Don't ask, even where a context protects the tenant
    #[arg(short, long)]
    pub yes: bool,
}

/// What a wanted configuration looks like, for both verbs that read one.
const WANTED: &str = "The file is TOML or JSON, such as the output of config get, with some of the fields:
  api_keys_enabled = true
  max_keys_per_user = 5
  max_api_key_expiry = \"P30D\"
  scim_externalClient_expiry = \"P365D\"
A field that is not in it is left as it is. Durations are compared by length: P1D is PT24H.";

/// `config diff`
#[derive(Args, Debug)]
#[command(after_help = WANTED)]
pub struct ConfigDiff {
    /// The file of the wanted configuration, or - for stdin
    #[arg(value_name = "FILE", value_parser = value::source)]
    pub file: Source,

    /// The ID of the tenant [default: the one of the credential]
    #[arg(value_name = "TENANT-ID", value_parser = value::id)]
    pub tenant_id: Option<String>,

    /// Several tenants.
    #[command(flatten)]
    pub tenants: AllContexts,

    /// Exit with 1 where something differs
    #[arg(long)]
    pub exit_code: bool,
}

/// `config apply`
#[derive(Args, Debug)]
#[command(after_help = WANTED)]
pub struct ConfigApply {
    /// The file of the wanted configuration, or - for stdin
    #[arg(value_name = "FILE", value_parser = value::source)]
    pub file: Source,

    /// The ID of the tenant [default: the one of the credential]
    #[arg(value_name = "TENANT-ID", value_parser = value::id)]
    pub tenant_id: Option<String>,

    /// Several tenants.
    #[command(flatten)]
    pub tenants: AllContexts,

    /// Show what would be changed, and change nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Don't ask, even where a context protects the tenant
    #[arg(short, long)]
    pub yes: bool,
}
