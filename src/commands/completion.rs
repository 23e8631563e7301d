//! `completion SHELL`: the scripts under `completions/`, which a test holds against the clap tree. They are compressed in
//! the program.

use std::io::Read as _;

use clap::{Args, ValueEnum};
use flate2::read::DeflateDecoder;

use super::Run;
use crate::app::App;
use crate::error::{Error, Exit, Result};
use crate::output::OutputKind;

/// `completion`
#[derive(Args, Debug)]
#[command(
    after_help = "bash:       qlik-api-key completion bash > ~/.local/share/bash-completion/completions/qlik-api-key
zsh:        qlik-api-key completion zsh > ~/.zfunc/_qlik-api-key    (a folder in $fpath)
fish:       qlik-api-key completion fish > ~/.config/fish/completions/qlik-api-key.fish
powershell: qlik-api-key completion powershell >> $PROFILE"
)]
pub struct Completion {
    /// The shell: bash, zsh, fish, powershell or elvish
    #[arg(value_enum, hide_possible_values = true)]
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    /// GNU Bash.
    Bash,
    /// Z shell.
    Zsh,
    /// The friendly interactive shell.
    Fish,
    /// Windows PowerShell and PowerShell 7.
    Powershell,
    /// Elvish.
    Elvish,
}

/// A script, as the build has compressed it (RFC 1951).
macro_rules! script {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflate"))
    };
}

impl Run for Completion {
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Text)?;
        let script: &[u8] = match self.shell {
            Shell::Bash => script!("qlik-api-key.bash"),
            Shell::Zsh => script!("_qlik-api-key"),
            Shell::Fish => script!("qlik-api-key.fish"),
            Shell::Powershell => script!("_qlik-api-key.ps1"),
            Shell::Elvish => script!("qlik-api-key.elv"),
        };
        let mut text = String::new();
        DeflateDecoder::new(script)
            .read_to_string(&mut text)
            .map_err(|error| Error::new(Exit::Error, "the script in the program is damaged").with_cause(error))?;
        printer.text(&text)?;
        Ok(Exit::Ok)
    }
}
