//! What is read whole, and what of it is too much: a device or a program may write without end. Knows nothing of what it
//! is for.

use std::io::{self, Read};

/// More than any key, body or bundle of certificates, and less than what would trouble the machine.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Longer than any token, so that one is not copied as the buffer grows.
const INITIAL_CAPACITY: usize = 8 * 1024;

/// Reads to the end.
///
/// # Errors
/// Where it can't be read, or is longer than 4 MiB.
pub fn read_bytes(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(INITIAL_CAPACITY);
    if from.take(MAX_BYTES + 1).read_to_end(&mut bytes)? as u64 > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than 4 MiB"));
    }
    Ok(bytes)
}

/// Reads text to its end.
///
/// # Errors
/// As [`bytes`], and where it is no UTF-8.
pub fn read_text(from: impl Read) -> io::Result<String> {
    let not_utf8 = |_| io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8");
    String::from_utf8(read_bytes(from)?).map_err(not_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_to_the_end_and_rejects_more_than_4_mib() {
        assert_eq!(read_text(&b"a\xc3\xbc"[..]).unwrap(), "aü");
        assert_eq!(read_text(&b"\xff"[..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
        let longest = io::repeat(b' ').take(MAX_BYTES);
        assert_eq!(read_bytes(longest).unwrap().len() as u64, MAX_BYTES);
        assert_eq!(read_bytes(io::repeat(b' ')).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
