//! Parsers of flag values. Each returns the value, or a message that clap shows to the user.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::duration::{self, DateOrAge, Expiry, IsoDuration};
use crate::secret::Secret;

/// A request header of `--headers`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The field name.
    pub name: String,
    /// The field value, which may be a credential.
    pub value: Secret,
}

impl Header {
    /// Whether this is the credential that signs in.
    pub fn is_authorization(&self) -> bool {
        self.name.eq_ignore_ascii_case("authorization")
    }
}

/// The source of a document: the value of `-f`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputSource {
    /// `-`.
    Stdin,
    /// A file at this path.
    File(PathBuf),
}

/// Parses the value of `-f`: a path, or `-` for stdin.
pub fn parse_input_source(text: &str) -> Result<InputSource, String> {
    match text {
        "" => Err("must be a file name, or `-` for stdin".into()),
        "-" => Ok(InputSource::Stdin),
        path => Ok(InputSource::File(path.into())),
    }
}

/// Wraps a text that may be a credential, so that `Debug` hides it.
pub fn parse_secret(text: &str) -> Result<Secret, std::convert::Infallible> {
    Ok(Secret::new(text.to_owned()))
}

/// Checks an ID, which becomes a path segment of a URL. The tenant decides which other IDs are valid.
pub fn parse_id(text: &str) -> Result<String, String> {
    match text {
        "" => Err("an ID must not be empty".into()),
        "." | ".." => Err("an ID must not be `.` or `..`".into()),
        id => Ok(id.to_owned()),
    }
}

/// Parses a duration, and returns it in ISO 8601, for a request.
pub fn parse_iso_text(text: &str) -> Result<String, String> {
    duration::to_iso(text)
}

/// Parses a duration, for calculations.
pub fn parse_duration(text: &str) -> Result<IsoDuration, String> {
    IsoDuration::parse_typed(text)
}

/// Parses a time in the past: a date, or a duration before now.
pub fn parse_date_or_age(text: &str) -> Result<DateOrAge, String> {
    DateOrAge::parse(text)
}

/// Parses when a new key expires: a duration from now, or a date in the future.
pub fn parse_expiry(text: &str) -> Result<Expiry, String> {
    let expiry = Expiry::parse(text)?;
    expiry.to_iso(Timestamp::now()).map(|_| expiry)
}

/// Checks that a text is not empty or only white space.
pub fn parse_non_blank(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("must not be empty".into()) } else { Ok(text.to_owned()) }
}

/// Returns a parser of whole numbers in this range. Unlike those of clap, its message says which numbers are valid: clap
/// says "number too large to fit in target type".
pub fn whole_number<T: TryFrom<u64>>(range: RangeInclusive<u64>) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| match (range.start(), range.end()) {
            (min, &u64::MAX) => format!("must be a whole number, {min} or more"),
            (min, max) => format!("must be a whole number, {min} to {max}"),
        })
    }
}

/// Parses seconds from 1 to 86,400 (one day). Fractions are allowed.
pub fn parse_seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (1.0..=86_400.0).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("must be a number of seconds, 1 to 86400".into()),
    }
}

/// Checks `--server-type`, which qlik-cli has too. Only Qlik Cloud has API keys.
pub fn parse_server_type(text: &str) -> Result<String, String> {
    match text {
        "cloud" => Ok(text.to_owned()),
        "windows" | "engine" => {
            Err("only `cloud` is supported: Qlik Sense on Windows and the engine have no API keys".into())
        }
        _ => Err("only `cloud` is supported".into()),
    }
}

/// Parses `name=value[,name=value]`. A comma starts a new header only if a field name and `=` follow it; any other
/// comma is part of the value.
pub fn parse_headers(text: &str) -> Result<Vec<Header>, String> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in text.split(',') {
        let pair = part.split_once('=').filter(|(name, _)| is_token(name.trim()));
        match (pair, pairs.last_mut()) {
            (Some((name, value)), _) => pairs.push((name.trim().to_owned(), value.to_owned())),
            (None, Some((_, value))) => {
                value.push(',');
                value.push_str(part);
            }
            (None, None) => return Err("must be name=value[,name=value]".into()),
        }
    }
    pairs.into_iter().map(parse_header).collect()
}

fn parse_header((name, value): (String, String)) -> Result<Header, String> {
    let value = value.trim();
    if value.chars().any(|c| c.is_control() || !c.is_ascii()) {
        return Err(format!("the value of {name} contains a character that is not allowed in a header"));
    }
    Ok(Header { name, value: Secret::new(value.to_owned()) })
}

/// Whether this is a `token`, which a field name must be (RFC 9110, section 5.6.2,
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2>).
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Vec<(String, String)> {
        parse_headers(text).unwrap().into_iter().map(|h| (h.name, h.value.expose().to_owned())).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.into(), value.into())
    }

    #[test]
    fn a_comma_before_a_field_name_starts_a_header() {
        assert_eq!(parsed("A=1,B=2"), [pair("A", "1"), pair("B", "2")]);
        assert_eq!(parsed("Accept=text/html,b;q=0.5,C=3"), [pair("Accept", "text/html,b;q=0.5"), pair("C", "3")]);
        assert_eq!(parsed("X=a=b"), [pair("X", "a=b")]);
        assert_eq!(parsed("X="), [pair("X", "")]);
        for bad in ["", "X", "=v", "a b=c", "X=\u{7}", "X=ü"] {
            assert!(parse_headers(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn rejects_only_empty_and_dot_segment_ids() {
        for good in ["abc", "-x", "../x", "a/b?c", "%2e%2e", " ", "..."] {
            assert_eq!(parse_id(good).as_deref(), Ok(good));
        }
        for bad in ["", ".", ".."] {
            assert!(parse_id(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_whole_number_outside_the_range_is_an_error_that_names_the_range() {
        let limit = whole_number::<u64>(1..=u64::MAX);
        assert_eq!(limit("18446744073709551615"), Ok(u64::MAX));
        for bad in ["0", "-1", "18446744073709551616", "1.5", "", "x"] {
            assert_eq!(limit(bad), Err("must be a whole number, 1 or more".into()), "{bad:?}");
        }
        let retry = whole_number::<u8>(0..=10);
        assert_eq!(retry("10"), Ok(10));
        assert_eq!(retry("11"), Err("must be a whole number, 0 to 10".into()));
    }

    #[test]
    fn accepts_seconds_from_1_to_a_day() {
        assert_eq!(parse_seconds("1"), Ok(Duration::from_secs(1)));
        assert_eq!(parse_seconds("2.5"), Ok(Duration::from_millis(2500)));
        for bad in ["0", "0.99", "-1", "NaN", "inf", "1e9", "", "x"] {
            assert!(parse_seconds(bad).is_err(), "{bad:?}");
        }
    }
}
