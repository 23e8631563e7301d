//! `help [COMMAND|TOPIC]`.

use clap::Args;

/// `help`
#[derive(Args, Debug)]
#[command(after_help = "Topics: environment, exit-codes")]
pub struct Help {
    /// A command, such as `config patch`, or a topic: environment, exit-codes
    #[arg(value_name = "COMMAND|TOPIC")]
    pub words: Vec<String>,
}
