//! Reads whole files and streams up to a size limit, since a device or a program may write endlessly.

use std::io::{self, Read};

/// The size limit in MiB. Keys, request bodies and certificate bundles are smaller.
const MAX_MIB: u64 = 4;

const BYTES_PER_MIB: u64 = 1024 * 1024;

/// Longer than any token, since a growing buffer would leave copies of it in memory.
const INITIAL_CAPACITY: usize = 8 * 1024;

/// Reads to the end.
///
/// # Errors
/// The source can't be read, or is longer than 4 MiB (`FileTooLarge`).
pub fn read_bytes(source: impl Read) -> io::Result<Vec<u8>> {
    read_bytes_up_to(source, MAX_MIB)
}

/// Reads to the end of a source that may be longer than most, such as a log.
///
/// # Errors
/// The source can't be read, or is longer than `max_mib` (`FileTooLarge`).
pub fn read_bytes_up_to(source: impl Read, max_mib: u64) -> io::Result<Vec<u8>> {
    let max_bytes = max_mib * BYTES_PER_MIB;
    let mut bytes = Vec::with_capacity(INITIAL_CAPACITY);
    if source.take(max_bytes + 1).read_to_end(&mut bytes)? as u64 > max_bytes {
        return Err(too_long_error(max_mib));
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
    if text.len() as u64 > MAX_MIB * BYTES_PER_MIB { Err(too_long_error(MAX_MIB)) } else { Ok(()) }
}

fn too_long_error(max_mib: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, format!("longer than {max_mib} MiB"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_to_the_end_and_rejects_more_than_4_mib() {
        assert_eq!(read_text(&b"a\xc3\xbc"[..]).unwrap(), "aü");
        assert_eq!(read_text(&b"\xff"[..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
        let max_bytes = MAX_MIB * BYTES_PER_MIB;
        assert_eq!(read_bytes(io::repeat(b' ').take(max_bytes)).unwrap().len() as u64, max_bytes);
        assert_eq!(read_bytes(io::repeat(b' ')).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read_bytes_up_to(io::repeat(b' '), 1).unwrap_err().to_string(), "longer than 1 MiB");
        let text = " ".repeat(usize::try_from(max_bytes).unwrap());
        assert!(check_length(&text).is_ok() && check_length(&format!("{text} ")).is_err());
    }
}
