//! Warns of deprecated resources, from the headers `Deprecation`, `Sunset` and `Link` of a response.

use std::fmt::Write as _;

use jiff::tz::Offset;
use jiff::{Timestamp, civil};
use reqwest::Method;
use reqwest::header::{HeaderMap, LINK};
use url::Url;

use super::date;

/// Returns a warning if a response announces that the resource is deprecated or that it will be removed. Malformed
/// values are ignored.
///
/// `Deprecation`: <https://www.rfc-editor.org/rfc/rfc9745>; `Sunset`: <https://www.rfc-editor.org/rfc/rfc8594>
pub(super) fn find_warning(method: &Method, url: &Url, headers: &HeaderMap) -> Option<String> {
    let is_deprecated = header(headers, "deprecation").is_some_and(is_structured_date);
    let removal = header(headers, "sunset").and_then(date::parse).map(utc_date);
    let resource = format!("{method} {}", url.path());
    let mut warning = match (is_deprecated, removal) {
        (true, Some(date)) => format!("Qlik deprecates {resource} and may remove it after {date}"),
        (true, None) => format!("Qlik deprecates {resource}"),
        (false, Some(date)) => format!("Qlik may remove {resource} after {date}"),
        (false, None) => return None,
    };
    if let Some(target) = find_link(headers, url, "deprecation").or_else(|| find_link(headers, url, "sunset")) {
        let _ = write!(warning, ": {target}");
    } else if let Some(target) = find_link(headers, url, "successor-version") {
        let _ = write!(warning, "; its successor is {target}");
    }
    Some(warning)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Whether this is a date as a structured field: `@` and Unix seconds
/// (<https://www.rfc-editor.org/rfc/rfc9651#section-3.3.7>).
fn is_structured_date(text: &str) -> bool {
    let seconds = text.trim().strip_prefix('@').and_then(|seconds| seconds.parse().ok());
    seconds.is_some_and(|seconds| Timestamp::from_second(seconds).is_ok())
}

fn utc_date(time: Timestamp) -> civil::Date {
    Offset::UTC.to_datetime(time).date()
}

/// Returns the target of the first link with this relation (<https://www.rfc-editor.org/rfc/rfc8288#section-3>).
fn find_link(headers: &HeaderMap, base: &Url, relation: &str) -> Option<Url> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    // Each link starts with its target in angle brackets; a quoted parameter rarely contains `<`.
    let links = values.flat_map(|value| value.split('<').skip(1)).filter_map(|link| link.split_once('>'));
    let mut targets = links.filter(|(_, parameters)| has_relation(parameters, relation)).map(|(target, _)| target);
    base.join(targets.next()?.trim()).ok()
}

/// Whether the parameters of a link, such as `; rel="deprecation"; type="text/html",`, have this relation.
fn has_relation(parameters: &str, relation: &str) -> bool {
    parameters.split([';', ',']).filter_map(|parameter| parameter.split_once('=')).any(|(name, value)| {
        let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
        name.trim().eq_ignore_ascii_case("rel") && relations.any(|name| name.eq_ignore_ascii_case(relation))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    const DEPRECATION: (&str, &str) = ("deprecation", "@1782864000");
    const SUNSET: (&str, &str) = ("sunset", "Thu, 01 Jul 2027 00:00:00 GMT");

    fn warning(headers: &[(&str, &str)]) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        }
        let url = Url::parse("https://tenant.example/api/v1/api-keys?limit=100").unwrap();
        find_warning(&Method::GET, &url, &map)
    }

    #[test]
    fn names_the_resource_the_removal_and_the_link() {
        let link = ("link", r#"<https://qlik.dev/changelog/999>; rel="deprecation"; type="text/html""#);
        for (headers, expected) in [
            (&[DEPRECATION][..], "Qlik deprecates GET /api/v1/api-keys"),
            (&[DEPRECATION, SUNSET], "Qlik deprecates GET /api/v1/api-keys and may remove it after 2027-07-01"),
            (&[SUNSET], "Qlik may remove GET /api/v1/api-keys after 2027-07-01"),
            (&[DEPRECATION, link], "Qlik deprecates GET /api/v1/api-keys: https://qlik.dev/changelog/999"),
            (
                &[DEPRECATION, ("link", "</a>; rel=next, </b?c>; title=\"x\"; REL=\"other Successor-Version\"")],
                "Qlik deprecates GET /api/v1/api-keys; its successor is https://tenant.example/b?c",
            ),
        ] {
            assert_eq!(warning(headers).as_deref(), Some(expected), "{headers:?}");
        }
    }

    #[test]
    fn ignores_malformed_values() {
        for value in ["", "@", "true", "1782864000", "@soon", "@99999999999999999999", "Thu, 01 Jul 2027 00:00:00 GMT"]
        {
            assert_eq!(warning(&[("deprecation", value)]), None, "{value}");
        }
        for value in ["", "@1782864000", "2027-07-01", "Thu, 41 Jul 2027 00:00:00 GMT"] {
            assert_eq!(warning(&[("sunset", value)]), None, "{value}");
        }
        for link in ["", "<", "https://qlik.dev", "<https://qlik.dev", "<https://[>; rel=deprecation", "<a>; rel"] {
            let expected = Some("Qlik deprecates GET /api/v1/api-keys".to_owned());
            assert_eq!(warning(&[DEPRECATION, ("link", link)]), expected, "{link}");
        }
    }
}
