//! `__complete`: what the completion scripts ask the program.

use std::ffi::OsString;

use clap::Args;

/// `__complete`
#[derive(Args, Debug)]
pub struct Complete {
    /// The part of the word at the cursor that is before it
    // A flag, since Windows PowerShell drops an argument that is empty.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, default_value = "")]
    pub at: OsString,

    /// The words before that, the program's name first
    #[arg(last = true, value_name = "WORD")]
    pub words: Vec<OsString>,
}
