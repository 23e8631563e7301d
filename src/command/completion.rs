//! `completion SHELL`: the scripts under `completions/`, which a test holds against the clap tree.

use crate::args::{Completion, Shell};
use crate::render::Outcome;

pub fn run(args: &Completion) -> Outcome {
    Outcome::Text(match args.shell {
        Shell::Bash => include_str!("../../completions/qlik-api-key.bash").into(),
        Shell::Zsh => include_str!("../../completions/_qlik-api-key").into(),
        Shell::Fish => include_str!("../../completions/qlik-api-key.fish").into(),
        Shell::PowerShell => include_str!("../../completions/_qlik-api-key.ps1").into(),
        Shell::Elvish => include_str!("../../completions/qlik-api-key.elv").into(),
    })
}
