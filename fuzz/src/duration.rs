//! A duration that is accepted has the ISO 8601 format of Qlik's API and the same length after it is printed. A duration
//! that a person typed becomes one, and a time becomes the duration until then.

use std::sync::LazyLock;

use jiff::{Span, Timestamp};
use qlik_api_key::duration::{DateOrAge, Expiry, IsoDuration, to_iso};

static NOW: LazyLock<Timestamp> = LazyLock::new(|| "2026-11-23T12:00:00Z".parse().expect("it is a time"));

pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Ok(duration) = IsoDuration::parse(text) {
        check_iso(text, duration);
        assert_eq!(to_iso(text).as_deref(), Ok(text));
    }
    if let Ok(iso) = to_iso(text) {
        check_iso(&iso, IsoDuration::parse(&iso).expect("a typed duration becomes ISO 8601"));
    }
    match Expiry::parse(text) {
        Ok(expiry) => check_expiry(&expiry),
        Err(_) => assert!(to_iso(text).is_err() && DateOrAge::parse(text).is_err()),
    }
    if let Ok(date) = DateOrAge::parse(text) {
        assert!(matches!(date, DateOrAge::At(_)) || date.resolve(*NOW) <= *NOW, "an age is in the future");
    }
}

fn check_iso(text: &str, duration: IsoDuration) {
    assert!(text.starts_with('P') && text.bytes().all(|byte| b"PTYMWDHS0123456789.,".contains(&byte)), "{text}");
    let printed = IsoDuration::parse(&duration.to_string()).expect("a printed duration is ISO 8601");
    assert!(printed.is_equivalent_to(duration), "{text} became {duration}");
    assert!(duration.before(*NOW) <= *NOW && duration.after(*NOW) >= *NOW, "{text}");
    let words = duration.in_words();
    assert!(words.parse::<Span>().is_ok(), "{text} in words is {words}");
}

fn check_expiry(expiry: &Expiry) {
    let iso = expiry.to_iso(*NOW);
    match expiry {
        Expiry::After(duration) => assert_eq!(iso.as_ref(), Ok(duration)),
        Expiry::At(time) => match iso {
            Err(_) => assert!(time.as_second() <= NOW.as_second() + 1, "{time} is in the future"),
            Ok(iso) => {
                let end = IsoDuration::parse(&iso).expect("the time becomes ISO 8601").after(*NOW);
                assert!((0..=1).contains(&(time.as_second() - end.as_second())), "{iso} ends at {end}, not {time}");
            }
        },
    }
}
