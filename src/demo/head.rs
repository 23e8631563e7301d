//! The head of a request in HTTP/1.1 (RFC 9112): request line, headers, and what they say of the body and the connection.
//! It must not know streams, nor what a request asks for.

use std::io;

use super::message::Request;

/// The most bytes that a request line and headers, or a chunk's line, may have.
pub(super) const HEAD_MOST: usize = 64 * 1024;
/// The most bytes that a body may have.
pub(super) const BODY_MOST: usize = 1024 * 1024;
/// The most headers that a request may have.
const HEADERS_MOST: usize = 100;

/// What a head says.
pub(super) struct Head {
    pub(super) request: Request,
    pub(super) body: Body,
    pub(super) keep_alive: bool,
    pub(super) expects_continue: bool,
}

/// How the end of a body is found (RFC 9112, 6.3).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Body {
    Length(usize),
    Chunked,
}

/// Why there is no request: the stream ended, or what came is refused.
pub(super) enum NoRequest {
    Ended,
    Refused(u16, &'static str),
}

impl From<io::Error> for NoRequest {
    fn from(_: io::Error) -> NoRequest {
        NoRequest::Ended
    }
}

/// The refusals that several places give.
pub(super) const MALFORMED: NoRequest = NoRequest::Refused(400, "The request is malformed.");
pub(super) const TOO_LARGE: NoRequest = NoRequest::Refused(413, "The body is larger than 1 MiB.");
pub(super) const LONG_HEAD: NoRequest = NoRequest::Refused(431, "The header fields are larger than 64 KiB.");

/// Reads a head and says how long it was; `None` if it isn't all there yet.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<(Head, usize)>, NoRequest> {
    let mut slots = [httparse::EMPTY_HEADER; HEADERS_MOST];
    let mut parsed = httparse::Request::new(&mut slots);
    let length = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(length)) if length > HEAD_MOST => return Err(LONG_HEAD),
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(LONG_HEAD),
        Err(_) => return Err(MALFORMED),
    };
    let mut request = Request::new(parsed.method.unwrap_or_default(), parsed.path.unwrap_or_default());
    request.headers = parsed
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let newest = parsed.version == Some(1);
    if all(&request, "Host").count() != 1 && newest {
        return Err(NoRequest::Refused(400, "One header Host is required."));
    }
    let head = Head {
        body: body_of(&request)?,
        keep_alive: newest && !names(&request, "Connection", "close"),
        expects_continue: newest && names(&request, "Expect", "100-continue"),
        request,
    };
    Ok(Some((head, length)))
}

/// Decides how the body ends; what could be read in two ways is refused (RFC 9112, 11.2).
fn body_of(request: &Request) -> Result<Body, NoRequest> {
    let codings: Vec<&str> = all(request, "Transfer-Encoding").collect();
    let lengths: Vec<&str> = all(request, "Content-Length").collect();
    match (codings.as_slice(), lengths.as_slice()) {
        ([], []) => Ok(Body::Length(0)),
        ([coding], []) if coding.eq_ignore_ascii_case("chunked") => Ok(Body::Chunked),
        ([], [length]) if length.bytes().all(|byte| byte.is_ascii_digit()) => length
            .parse()
            .map_err(|_| if length.is_empty() { MALFORMED } else { TOO_LARGE })
            .and_then(|length| if length > BODY_MOST { Err(TOO_LARGE) } else { Ok(Body::Length(length)) }),
        _ => Err(MALFORMED),
    }
}

/// Returns the values of every header of a name.
fn all<'a>(request: &'a Request, name: &'a str) -> impl Iterator<Item = &'a str> {
    request.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// Returns whether a header lists a word.
fn names(request: &Request, header: &str, word: &str) -> bool {
    request.header(header).is_some_and(|value| value.split(',').any(|part| part.trim().eq_ignore_ascii_case(word)))
}
