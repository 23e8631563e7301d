//! `completion SHELL`.

use clap::{Args, ValueEnum};

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
    pub shell: Shell,
}

/// The shells that have a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// GNU Bash.
    Bash,
    /// Z shell.
    Zsh,
    /// The friendly interactive shell.
    Fish,
    /// Windows PowerShell and PowerShell 7.
    #[value(name = "powershell")]
    PowerShell,
    /// Elvish.
    Elvish,
}
