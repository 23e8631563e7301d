//! `completion SHELL`: the scripts under `completions/`, which a test holds against the clap tree. They are compressed in
//! the program.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::args::{Completion, Shell};
use crate::error::{Error, Exit, Result};
use crate::output::Outcome;

/// A script as the build has compressed it (RFC 1951).
macro_rules! script {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflate"))
    };
}

pub fn run(args: &Completion) -> Result<Outcome> {
    let script: &[u8] = match args.shell {
        Shell::Bash => script!("qlik-api-key.bash"),
        Shell::Zsh => script!("_qlik-api-key"),
        Shell::Fish => script!("qlik-api-key.fish"),
        Shell::PowerShell => script!("_qlik-api-key.ps1"),
        Shell::Elvish => script!("qlik-api-key.elv"),
    };
    let mut text = String::new();
    match DeflateDecoder::new(script).read_to_string(&mut text) {
        Ok(_) => Ok(Outcome::Text(text)),
        Err(error) => Err(Error::new(Exit::Error, "the script in the program is damaged").caused_by(error)),
    }
}
