//! The flags of `create` and `rotate` that select the destination of a new key's token.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::completed_value::CompletedValue;
use super::store::StoreChoice;
use super::values;

/// At most one destination. Without one, the token is part of the output on stdout.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Destination of the token (default: part of the output on stdout)")]
pub struct DestinationFlags {
    /// Store it as the secret of this context
    #[arg(long, value_name = "NAME", value_parser = values::parse_non_blank, add = CompletedValue::Context,
          conflicts_with_all = ["token_file", "token_only", "exec"])]
    pub save_to: Option<String>,

    /// Use keyring or file for --save-to [default: keyring]
    #[arg(long, value_name = "STORE", value_enum, hide_possible_values = true, requires = "save_to")]
    pub store: Option<StoreChoice>,

    /// Write it to a new file that only you can read
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, conflicts_with_all = ["token_only", "exec"])]
    pub token_file: Option<PathBuf>,

    /// Print nothing but the token
    #[arg(long, conflicts_with = "exec")]
    pub token_only: bool,

    /// Pass it to the stdin of this command line
    #[arg(long, value_name = "CMD", value_parser = values::parse_non_blank)]
    pub exec: Option<String>,

    /// Keep the new key even if --exec fails
    #[arg(long, requires = "exec")]
    pub keep_on_failure: bool,
}

impl DestinationFlags {
    /// Whether no destination is set.
    pub fn is_default(&self) -> bool {
        self.save_to.is_none() && self.token_file.is_none() && !self.token_only && self.exec.is_none()
    }
}
