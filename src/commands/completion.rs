//! `completion SHELL`: prints a script from `completions/`, which calls the program each time the user presses TAB (see
//! `crate::completion`).

use clap::{Args, ValueEnum};

use super::Run;
use crate::app::App;
use crate::error::{Exit, Result};
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

impl Run for Completion {
    /// Prints the script. Sends no request.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Text)?;
        printer.text(match self.shell {
            Shell::Bash => include_str!("../../completions/qlik-api-key.bash"),
            Shell::Zsh => include_str!("../../completions/_qlik-api-key"),
            Shell::Fish => include_str!("../../completions/qlik-api-key.fish"),
            Shell::Powershell => include_str!("../../completions/_qlik-api-key.ps1"),
            Shell::Elvish => include_str!("../../completions/qlik-api-key.elv"),
        })?;
        Ok(Exit::Ok)
    }
}
