//! Parses the head of a request (RFC 9112): the request line, the headers, and the framing of the body.

use std::io;

use super::host;
use super::message::DemoRequest;

/// The maximum size of a request line with its headers, or of a chunk's size line, in bytes.
pub const MAX_HEAD: usize = 64 * 1024;
/// The maximum size of a body, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;
const MAX_HEADERS: usize = 100;

/// The request line, the headers, and what they imply for the body and the connection.
pub struct RequestHead {
    /// The request. Its body has not been read yet.
    pub request: DemoRequest,
    pub body: BodyLength,
    pub keep_alive: bool,
    pub expects_continue: bool,
}

/// How the length of a body is determined (RFC 9112, section 6.3).
pub enum BodyLength {
    Bytes(usize),
    Chunked,
}

/// Why no request could be read: the stream has ended, or its bytes are rejected with a status and a detail.
pub enum ReadError {
    Closed,
    Rejected(u16, &'static str),
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> ReadError {
        ReadError::Closed
    }
}

/// Bytes that RFC 9112 does not allow.
pub const MALFORMED: ReadError = ReadError::Rejected(400, "The request is malformed.");
/// The body is larger than [`MAX_BODY`].
pub const BODY_TOO_LARGE: ReadError = ReadError::Rejected(413, "The body is larger than 1 MiB.");
/// The head is larger than [`MAX_HEAD`] or has too many headers.
pub const HEAD_TOO_LARGE: ReadError = ReadError::Rejected(431, "The header fields are larger than 64 KiB.");

/// The request is for a host that is not this machine, see [`host::is_local`].
const OTHER_HOST: ReadError =
    ReadError::Rejected(421, "The demo tenant serves only localhost and the loopback addresses of this machine.");

/// Parses a head. Returns it and its length in bytes, or `None` if more bytes are needed.
pub fn parse_head(bytes: &[u8]) -> Result<Option<(RequestHead, usize)>, ReadError> {
    let mut slots = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut slots);
    let length = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(length)) if length > MAX_HEAD => return Err(HEAD_TOO_LARGE),
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if bytes.len() > MAX_HEAD => return Err(HEAD_TOO_LARGE),
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(HEAD_TOO_LARGE),
        Err(_) => return Err(MALFORMED),
    };
    let mut request = DemoRequest::new(parsed.method.unwrap_or_default(), parsed.path.unwrap_or_default());
    request.headers = parsed
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let http_1_1 = parsed.version == Some(1);
    if http_1_1 && header_values(&request, "Host").len() != 1 {
        return Err(ReadError::Rejected(400, "Exactly one Host header is required."));
    }
    if !host::is_local(&request) {
        return Err(OTHER_HOST);
    }
    let head = RequestHead {
        body: body_length(&request)?,
        keep_alive: http_1_1 && !header_has_option(&request, "Connection", "close"),
        expects_continue: http_1_1 && header_has_option(&request, "Expect", "100-continue"),
        request,
    };
    Ok(Some((head, length)))
}

/// Determines the length of a body. Rejects ambiguous headers, because they allow request smuggling (RFC 9112, section
/// 11.2).
fn body_length(request: &DemoRequest) -> Result<BodyLength, ReadError> {
    let codings = header_values(request, "Transfer-Encoding");
    let lengths = header_values(request, "Content-Length");
    match (codings.as_slice(), lengths.as_slice()) {
        ([], []) => Ok(BodyLength::Bytes(0)),
        ([coding], []) if coding.eq_ignore_ascii_case("chunked") => Ok(BodyLength::Chunked),
        ([], [length]) if !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit()) => {
            // Digits that do not parse are a number larger than `usize::MAX`.
            let length = length.parse().ok().filter(|length| *length <= MAX_BODY);
            length.map(BodyLength::Bytes).ok_or(BODY_TOO_LARGE)
        }
        _ => Err(MALFORMED),
    }
}

fn header_values<'a>(request: &'a DemoRequest, name: &str) -> Vec<&'a str> {
    request
        .headers
        .iter()
        .filter(|(header_name, _)| header_name.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
        .collect()
}

fn header_has_option(request: &DemoRequest, header: &str, option: &str) -> bool {
    request.header(header).is_some_and(|value| value.split(',').any(|part| part.trim().eq_ignore_ascii_case(option)))
}
