//! The flags of `create` and `rotate` that select where the token of a new key goes.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::store::StoreChoice;
use super::values;

/// At most one destination. Without one, the token is part of the output on stdout.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Where the token goes (default: into the answer on stdout)")]
pub struct DestinationFlags {
    /// Keep the token as the secret of this context, which is made if it isn't there
    #[arg(long, value_name = "NAME", value_parser = values::parse_non_blank, value_hint = ValueHint::Other,
          conflicts_with_all = ["token_file", "token_only", "exec"])]
    pub save_to: Option<String>,

    /// Where a context that --save-to makes keeps its secret: in the keyring, or in a file for you alone [default:
    /// keyring]
    #[arg(long, value_name = "STORE", value_enum, requires = "save_to")]
    pub store: Option<StoreChoice>,

    /// Write the token to a new file for you alone
    #[arg(long, value_name = "PATH", conflicts_with_all = ["token_only", "exec"])]
    pub token_file: Option<PathBuf>,

    /// Print the token and nothing else
    #[arg(long, conflicts_with = "exec")]
    pub token_only: bool,

    /// Run this command line with the token on its stdin; if it fails, the new key is removed again
    #[arg(long, value_name = "CMD", value_parser = values::parse_non_blank)]
    pub exec: Option<String>,

    /// Keep the new key although the command of --exec failed
    #[arg(long, requires = "exec")]
    pub keep_on_failure: bool,
}

impl DestinationFlags {
    /// Whether no destination is set.
    pub fn is_default(&self) -> bool {
        self.save_to.is_none() && self.token_file.is_none() && !self.token_only && self.exec.is_none()
    }
}
