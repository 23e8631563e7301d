//! `completion SHELL`: prints a script from `completions/`, which calls the program each time the user presses TAB (see
//! `crate::completion`).

use clap::{Args, ValueEnum};

use super::Run;
use crate::app::App;
use crate::error::{Exit, Result};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Load it into this bash (a line for ~/.bashrc)", "eval \"$(qlik-api-key completion bash)\""),
        ("Install it for zsh, in a folder of $fpath", "qlik-api-key completion zsh > ~/.zfunc/_qlik-api-key"),
        ("Install it for fish", "qlik-api-key completion fish > ~/.config/fish/completions/qlik-api-key.fish"),
        ("Install it for PowerShell", "qlik-api-key completion powershell >> $PROFILE"),
    ],
    details: "\
The script of bash can also be installed as ~/.local/share/bash-completion/completions/qlik-api-key.
Keys are completed from those that were listed last. With QLIK_COMPLETE_ONLINE=1, the tenant is asked first.",
};

/// `completion`
#[derive(Args, Debug)]
#[command(add = HELP)]
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
