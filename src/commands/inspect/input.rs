//! Reads the text that may contain tokens. It is wiped from memory after use.

use std::fs::File;
use std::io;

use zeroize::Zeroizing;

use crate::app::App;
use crate::bounded;
use crate::commands::request_body::decode_text;
use crate::error::{Error, Result};
use crate::flags::{InputSource, values};
use crate::secret::{Secret, looks_like_token};

/// The maximum length of the text in MiB.
const MAX_MIB: u64 = 64;

/// Checks the arguments and returns the source that the first one names.
///
/// # Errors
/// Exit 2 if an argument is a token, which the error does not show; if there are several; or if nothing is given and stdin is a terminal.
pub(super) fn source(app: &App, file: Option<&Secret>, extra: &[Secret]) -> Result<InputSource> {
    if file.into_iter().chain(extra).any(|argument| contains_token(argument.expose())) {
        return Err(Error::usage("an argument is a token, which other users can see in the list of processes")
            .with_hint("pass the token on stdin, or name a file that contains it"));
    }
    if !extra.is_empty() {
        return Err(Error::usage("only one FILE can be given"));
    }
    let Some(file) = file.map(Secret::expose) else {
        if app.terminal.stdin_is_tty {
            return Err(Error::usage("no text is given: stdin is a terminal")
                .with_hint("name a file, or pipe the text: git log -p | qlik-api-key inspect"));
        }
        return Ok(InputSource::Stdin);
    };
    values::parse_input_source(file).map_err(|problem| Error::usage(format!("FILE {problem}")))
}

fn contains_token(text: &str) -> bool {
    text.match_indices("eyJ").any(|(start, _)| text.get(start..).is_some_and(looks_like_token))
}

/// The name of the source, for errors.
pub(super) fn name(source: &InputSource) -> String {
    match source {
        InputSource::Stdin => "stdin".to_owned(),
        InputSource::File(path) => path.display().to_string(),
    }
}

/// Reads the text, in any encoding that contains ASCII, or in UTF-16 with a byte order mark.
///
/// # Errors
/// Exit 2 if it can't be read, is longer than [`MAX_MIB`], or is invalid UTF-16.
pub(super) fn read(source: &InputSource) -> Result<Zeroizing<Vec<u8>>> {
    let bytes = match source {
        InputSource::Stdin => bounded::read_bytes_up_to(io::stdin().lock(), MAX_MIB),
        InputSource::File(path) => File::open(path).and_then(|file| bounded::read_bytes_up_to(file, MAX_MIB)),
    };
    let bytes = bytes.map_err(|error| read_error(source, error))?;
    decode(bytes).ok_or_else(|| Error::usage(format!("{} is not UTF-16 text", name(source))))
}

/// Converts UTF-16 with a byte order mark to UTF-8, and leaves other text unchanged. Returns `None` for invalid UTF-16.
pub fn decode(bytes: Vec<u8>) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = Zeroizing::new(bytes);
    match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => decode_text(&bytes).map(|text| Zeroizing::new(text.into_bytes())),
        _ => Some(bytes),
    }
}

fn read_error(source: &InputSource, error: io::Error) -> Error {
    let is_too_long = error.kind() == io::ErrorKind::FileTooLarge;
    let failed = Error::usage(format!("could not read {}", name(source))).with_cause(error);
    if is_too_long {
        failed.with_hint("pass only the lines with tokens: grep eyJ FILE | qlik-api-key inspect")
    } else {
        failed
    }
}
