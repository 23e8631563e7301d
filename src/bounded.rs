//! Reads whole files and streams up to a size limit, since a device or a program may write endlessly.

use std::io::{self, Read};

/// The size limit. Keys, request bodies and certificate bundles are smaller.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Longer than any token, since a growing buffer would leave copies of it in memory.
const INITIAL_CAPACITY: usize = 8 * 1024;

/// Reads to the end.
///
/// # Errors
/// The source can't be read, or is longer than 4 MiB (`FileTooLarge`).
pub fn read_bytes(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(INITIAL_CAPACITY);
    if source.take(MAX_BYTES + 1).read_to_end(&mut bytes)? as u64 > MAX_BYTES {
        return Err(too_long_error());
    }
    Ok(bytes)
}

/// Reads text to its end.
///
/// # Errors
/// The errors of [`read_bytes`], or the text is not UTF-8 (`InvalidData`).
pub fn read_text(source: impl Read) -> io::Result<String> {
    let not_utf8 = |_| io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8");
    String::from_utf8(read_bytes(source)?).map_err(not_utf8)
}

/// Checks that [`read_text`] could read a text back, before it is written.
///
/// # Errors
/// The text is longer than 4 MiB (`FileTooLarge`).
pub fn check_length(text: &str) -> io::Result<()> {
    if text.len() as u64 > MAX_BYTES { Err(too_long_error()) } else { Ok(()) }
}

fn too_long_error() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "longer than 4 MiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_to_the_end_and_rejects_more_than_4_mib() {
        assert_eq!(read_text(&b"a\xc3\xbc"[..]).unwrap(), "aü");
        assert_eq!(read_text(&b"\xff"[..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
        let max_length = io::repeat(b' ').take(MAX_BYTES);
        assert_eq!(read_bytes(max_length).unwrap().len() as u64, MAX_BYTES);
        assert_eq!(read_bytes(io::repeat(b' ')).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        let text = " ".repeat(usize::try_from(MAX_BYTES).unwrap());
        assert!(check_length(&text).is_ok() && check_length(&format!("{text} ")).is_err());
    }
}
