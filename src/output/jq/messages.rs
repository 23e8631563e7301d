//! What the program and the filter's process send to each other. The program sends pages, each the text of a JSON array
//! of inputs. The filter's process sends [`Message`]s.

use std::io::{self, Read, Write};

use crate::output::jq_writer::JqResult;

/// A message of the filter's process.
#[derive(Debug, PartialEq)]
pub(super) enum Message {
    /// A result of the filter.
    Result(JqResult),
    /// All results for the page were sent.
    PageEnd,
    /// The filter called `halt`. This message is the last one.
    Halted,
    /// The filter failed. This message is the last one.
    Failed(String),
}

impl Message {
    /// Writes the message: a byte for its kind, and a text.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let (kind, text) = match self {
            Self::Result(JqResult::Json(text)) => (b'j', text.as_str()),
            Self::Result(JqResult::Text(text)) => (b't', text.as_str()),
            Self::PageEnd => (b'p', ""),
            Self::Halted => (b'h', ""),
            Self::Failed(text) => (b'f', text.as_str()),
        };
        out.write_all(&[kind])?;
        write_text(text, out)
    }

    /// Reads a message.
    ///
    /// # Errors
    /// The other process has ended, or sends something else.
    pub(super) fn read(input: &mut impl Read) -> io::Result<Self> {
        let mut kind = [0];
        input.read_exact(&mut kind)?;
        let text = read_text(input)?;
        match kind {
            [b'j'] => Ok(Self::Result(JqResult::Json(text))),
            [b't'] => Ok(Self::Result(JqResult::Text(text))),
            [b'p'] => Ok(Self::PageEnd),
            [b'h'] => Ok(Self::Halted),
            [b'f'] => Ok(Self::Failed(text)),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

/// Writes a text after its length in bytes.
pub(super) fn write_text(text: &str, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&(text.len() as u64).to_le_bytes())?;
    out.write_all(text.as_bytes())
}

/// Reads a text that [`write_text`] wrote.
///
/// # Errors
/// [`io::ErrorKind::UnexpectedEof`] at the end of the input.
pub(super) fn read_text(input: &mut impl Read) -> io::Result<String> {
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    let mut text = String::new();
    // The length is not trusted: memory is allocated only for what arrives.
    input.take(length).read_to_string(&mut text)?;
    if (text.len() as u64) < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_as_written() {
        let messages = [
            Message::Result(JqResult::Json("{\"a\":\"\n\"}".into())),
            Message::Result(JqResult::Text("ü\n\0".into())),
            Message::Result(JqResult::Text(String::new())),
            Message::PageEnd,
            Message::Failed("x".into()),
            Message::Halted,
        ];
        let mut bytes = Vec::new();
        messages.iter().for_each(|message| message.write(&mut bytes).unwrap());
        let mut rest = bytes.as_slice();
        messages.iter().for_each(|message| assert_eq!(Message::read(&mut rest).unwrap(), *message));
        assert_eq!(Message::read(&mut rest).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(Message::read(&mut &bytes[..15]).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(Message::read(&mut &b"x\0\0\0\0\0\0\0\0"[..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
