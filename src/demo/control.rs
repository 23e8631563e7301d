//! The commands typed at the demo's prompt: they schedule faults, move the clock, set rate limits, and change keys.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use super::state::clock::{add_days, truncate_to_seconds};
use super::state::fault::{Fault, RequestMatcher};
use super::state::tenant::Tenant;

/// The help text, which lists the commands of [`execute`].
pub const HELP: &str = "\
fail next [N] FAULT [on METHOD] [on TEXT]
    make the next request fail, or the next N; with \"on\", only those with this method, or this text in path or query
    FAULT is one of
      STATUS [retry-after VALUE]  send an error document, for example: fail next 2 429 retry-after 13
      drop                        close the connection without processing the request
      lost                        process the request, then close the connection without a response
      cut                         process the request, then send only half of the response body
      hang DURATION               wait before the response, for example: fail next hang PT5S
      html [STATUS]               send a web page with this status (default: 502)
      redirect URL [STATUS]       send a redirect with this status (default: 302)
      garbage                     send bytes that are not HTTP
fail clear                        remove all pending faults
clock                             show the tenant's time
clock TIME                        stop the clock at a time, for example: clock 2026-12-01T00:00:00Z
clock +DURATION, clock -DURATION  move the clock, for example: clock +P1D
clock run                         set the clock to the system time and let it run
limits READ WRITE [SECONDS]       allow each user READ reads and WRITE writes in each window; SECONDS changes its length,
                                  for example: limits 1000 100 3
keys N                            add N keys of the administrator
token USER                        show the token of a user: ada, dev, nora, dora, robo or greta, or a user's ID
expire KEY                        make a key expire now: its ID, or a user for the user's first key
expire oauth                      make all access tokens of the OAuth client expire now
deprecate, deprecate off          announce in every response that the API is deprecated; stop that
help                              show this help";

/// Executes one command and returns the text to print. The tenant's clock derives its time from `system_time`.
///
/// # Errors
///
/// The command is invalid. The error is a message for the user.
pub fn execute(tenant: &mut Tenant, line: &str, system_time: Timestamp) -> Result<String, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [] => Ok(String::new()),
        ["help"] => Ok(HELP.to_owned()),
        ["fail", "clear"] => {
            tenant.clear_faults();
            Ok("removed all pending faults".to_owned())
        }
        ["fail", "next", rest @ ..] => plan_fault(tenant, rest),
        ["clock"] => Ok(describe_clock(tenant, system_time)),
        ["clock", setting] => {
            set_clock(tenant, setting)?;
            Ok(describe_clock(tenant, system_time))
        }
        ["limits", read, write] => set_limits(tenant, read, write, None).ok_or_else(|| usage_error(line, LIMITS_USAGE)),
        ["limits", read, write, seconds] => {
            set_limits(tenant, read, write, Some(seconds)).ok_or_else(|| usage_error(line, LIMITS_USAGE))
        }
        ["keys", count] => add_keys(tenant, count),
        ["token", user] => show_token(tenant, user),
        ["expire", "oauth"] => {
            tenant.oauth.tokens.clear();
            Ok("the access tokens of the OAuth client have expired".to_owned())
        }
        ["expire", key] => expire_key(tenant, key, system_time),
        ["deprecate"] => {
            tenant.set_extra_headers(deprecation_headers(tenant.now(system_time)));
            Ok("every response announces a deprecation".to_owned())
        }
        ["deprecate", "off"] => {
            tenant.set_extra_headers(Vec::new());
            Ok("no response announces a deprecation".to_owned())
        }
        ["keys", ..] => Err(usage_error(line, KEYS_USAGE)),
        ["token", ..] => Err(usage_error(line, "token USER")),
        ["expire", ..] => Err(usage_error(line, "expire KEY, expire USER, expire oauth")),
        ["deprecate", ..] => Err(usage_error(line, "deprecate, deprecate off")),
        ["fail", ..] => Err(usage_error(line, "fail next [N] FAULT, fail clear")),
        ["clock", ..] => Err(usage_error(line, "clock, clock TIME, clock +DURATION, clock -DURATION, clock run")),
        ["limits", ..] => Err(usage_error(line, LIMITS_USAGE)),
        _ => Err(usage_error(line, "fail, clock, limits, keys, token, expire, deprecate, help")),
    }
}

const LIMITS_USAGE: &str = "limits READ WRITE [SECONDS], each a whole number, at least 1";

/// Returns `None` if a number is invalid.
fn set_limits(tenant: &mut Tenant, read: &str, write: &str, seconds: Option<&str>) -> Option<String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    let (read, write) = (number(read)?, number(write)?);
    if let Some(seconds) = seconds {
        tenant.set_rate_limit_window(number(seconds)?);
    }
    tenant.set_rate_limits(read, write);
    let window = tenant.rate_limits.window_seconds;
    Some(format!("each user may send {read} reads and {write} writes in {window} s"))
}

/// The most keys to add at once.
pub const MAX_ADDED_KEYS: usize = 100_000;

const KEYS_USAGE: &str = "keys N, a whole number from 1 to 100000";

fn add_keys(tenant: &mut Tenant, count: &str) -> Result<String, String> {
    let number = count.parse().ok().filter(|number| (1..=MAX_ADDED_KEYS).contains(number));
    let number = number.ok_or_else(|| usage_error(&format!("keys {count}"), KEYS_USAGE))?;
    tenant.add_keys(number);
    let keys = if number == 1 { "key" } else { "keys" };
    Ok(format!("added {number} {keys}"))
}

fn show_token(tenant: &mut Tenant, user: &str) -> Result<String, String> {
    let id = tenant.users.find(user).map(|user| user.id.clone()).ok_or_else(|| format!("there is no user {user:?}"))?;
    let key = tenant.find_key(&id).ok_or_else(|| format!("{user} has no key"))?;
    Ok(key.token.clone())
}

fn expire_key(tenant: &mut Tenant, name: &str, system_time: Timestamp) -> Result<String, String> {
    let now = truncate_to_seconds(tenant.now(system_time));
    let key = tenant.find_key(name).ok_or_else(|| format!("there is no key {name:?}, and no user with a key"))?;
    key.expiry = now;
    Ok(format!("the key {} has expired", key.id))
}

/// Returns the headers that announce a deprecation since now (RFC 9745), the removal after a year (RFC 8594), and a
/// page about it.
fn deprecation_headers(now: Timestamp) -> Vec<(String, String)> {
    let sunset = DateTimePrinter::new().timestamp_to_rfc9110_string(&add_days(now, 365)).unwrap_or_default();
    let link = r#"<https://qlik.dev/changelog/999>; rel="deprecation"; type="text/html""#;
    [("Deprecation", format!("@{}", now.as_second())), ("Sunset", sunset), ("Link", link.to_owned())]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
}

fn usage_error(text: &str, expected: &str) -> String {
    format!("{:?} is invalid; expected: {expected}", text.trim())
}

fn describe_clock(tenant: &Tenant, system_time: Timestamp) -> String {
    format!("the tenant's time is {:.0}", tenant.now(system_time))
}

fn set_clock(tenant: &mut Tenant, setting: &str) -> Result<(), String> {
    if setting == "run" {
        tenant.reset_clock();
    } else if let Some(text) = setting.strip_prefix('+') {
        tenant.advance_clock(parse_duration(text)?);
    } else if let Some(text) = setting.strip_prefix('-') {
        tenant.advance_clock(-parse_duration(text)?);
    } else {
        let expected = "a time such as 2026-12-01T00:00:00Z, +DURATION, -DURATION, run";
        tenant.freeze_clock(setting.parse().map_err(|_| usage_error(setting, expected))?);
    }
    Ok(())
}

/// Parses an ISO 8601 duration without years and months. A day has 24 hours.
fn parse_duration(text: &str) -> Result<SignedDuration, String> {
    let error = || {
        format!("{text:?} is not an ISO 8601 duration of weeks, days, hours, minutes or seconds, such as P1D or PT5S")
    };
    let span: Span = text.starts_with('P').then(|| text.parse().ok()).flatten().ok_or_else(error)?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| error())
}

fn plan_fault(tenant: &mut Tenant, words: &[&str]) -> Result<String, String> {
    let (words, matcher) = split_conditions(words)?;
    let (times, words) = split_count(words);
    let fault = parse_fault(words)?;
    if times == 0 {
        return Err("the number of requests must be at least 1".to_owned());
    }
    tenant.fail_when(matcher, times, fault);
    let requests = if times == 1 { "request" } else { "requests" };
    Ok(format!("the next {times} {requests} will fail: {}", words.join(" ")))
}

/// Splits the conditions `on METHOD` and `on TEXT` off the end. A word of capital letters is a method.
fn split_conditions<'a, 'b>(words: &'a [&'b str]) -> Result<(&'a [&'b str], RequestMatcher), String> {
    let Some(start) = words.iter().position(|word| *word == "on") else {
        return Ok((words, RequestMatcher::any()));
    };
    let (words, conditions) = words.split_at(start);
    let mut matcher = RequestMatcher::any();
    for pair in conditions.chunks(2) {
        matcher = match pair {
            ["on", word] if word.bytes().all(|byte| byte.is_ascii_uppercase()) => matcher.method(word),
            ["on", word] => matcher.target_contains(word),
            _ => return Err(usage_error(&pair.join(" "), "on METHOD, on TEXT")),
        };
    }
    Ok((words, matcher))
}

/// Splits the count off the front. A number by itself, or before `retry-after`, is a status rather than a count.
fn split_count<'a, 'b>(words: &'a [&'b str]) -> (usize, &'a [&'b str]) {
    match words {
        [_] | [_, "retry-after", ..] => (1, words),
        [first, rest @ ..] => first.parse().map_or((1, words), |count| (count, rest)),
        [] => (1, words),
    }
}

fn parse_fault(words: &[&str]) -> Result<Fault, String> {
    let expected =
        "STATUS [retry-after VALUE], drop, lost, cut, hang DURATION, html [STATUS], redirect URL [STATUS], garbage";
    match words {
        ["drop"] => Ok(Fault::DropRequest),
        ["lost"] => Ok(Fault::DropResponse),
        ["cut"] => Ok(Fault::TruncateResponse),
        ["garbage"] => Ok(Fault::Raw(b"\x00\xffthis is not HTTP\r\n\r\n".to_vec())),
        ["hang", text] => Duration::try_from(parse_duration(text)?)
            .map(Fault::Delay)
            .map_err(|_| usage_error(text, "a duration such as PT5S")),
        ["html"] => Ok(Fault::html(502)),
        ["html", text] => Ok(Fault::html(parse_status(text, 200..=599)?)),
        ["redirect", url] => Ok(Fault::redirect(302, url)),
        ["redirect", url, text] => Ok(Fault::redirect(parse_status(text, 300..=399)?, url)),
        [text, "retry-after", value @ ..] if !value.is_empty() => {
            Ok(Fault::Status { status: parse_status(text, 400..=599)?, retry_after: Some(value.join(" ")) })
        }
        [text] if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Fault::status(parse_status(text, 400..=599)?)),
        _ => Err(usage_error(&words.join(" "), expected)),
    }
}

fn parse_status(text: &str, range: std::ops::RangeInclusive<u16>) -> Result<u16, String> {
    let expected = format!("a status from {} to {}", range.start(), range.end());
    text.parse().ok().filter(|status| range.contains(status)).ok_or_else(|| usage_error(text, &expected))
}
