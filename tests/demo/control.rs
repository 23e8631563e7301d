//! The commands typed at the demo's prompt.

use qlik_api_key::demo::{Fault, Reply, TestUser, control};

use crate::demo::{DemoClient, body_json, now};

fn execute(client: &mut DemoClient, line: &str) -> Result<String, String> {
    control::execute(&mut client.tenant, line, now())
}

/// Sends a request and describes the reply in a few words.
fn describe_reply(client: &mut DemoClient, method: &str) -> String {
    let request = client.signed_request(TestUser::Admin, method, "/users/me");
    let reply = client.tenant.handle(&request, now());
    let header = |name: &str| {
        let value = reply.response().and_then(|response| response.header(name));
        value.map(|value| format!(" {value}")).unwrap_or_default()
    };
    match &reply {
        Reply::Complete { response, delay } => format!(
            "{}{}{}{}",
            response.status,
            header("Retry-After"),
            header("Location"),
            if delay.is_zero() { String::new() } else { format!(" after {delay:?}") }
        ),
        Reply::Truncated(_) => "cut".to_owned(),
        Reply::Raw(_) => "raw".to_owned(),
        Reply::Close => format!("closed, processed {}", client.tenant.requests().last().unwrap().processed),
    }
}

#[test]
fn every_fault_has_a_command() {
    for (line, replies) in [
        ("fail next 503", vec!["503", "200"]),
        ("  fail   next 2 500 ", vec!["500", "500", "200"]),
        ("fail next 2 429 retry-after 13", vec!["429 13", "429 13", "200"]),
        ("fail next 429 retry-after Wed, 21 Oct 2026 07:28:00 GMT", vec!["429 Wed, 21 Oct 2026 07:28:00 GMT", "200"]),
        ("fail next 400 404", vec!["404"; 3]),
        ("fail next drop", vec!["closed, processed false", "200"]),
        ("fail next lost", vec!["closed, processed true", "200"]),
        ("fail next cut", vec!["cut", "200"]),
        ("fail next garbage", vec!["raw", "200"]),
        ("fail next hang PT5S", vec!["200 after 5s", "200"]),
        ("fail next 3 html", vec!["502", "502", "502", "200"]),
        ("fail next html 200", vec!["200", "200"]),
        ("fail next redirect https://elsewhere.example/", vec!["302 https://elsewhere.example/", "200"]),
        ("fail next redirect /x 308", vec!["308 /x", "200"]),
        ("fail next 503 on POST", vec!["200"]),
        ("fail next 503 on GET on users/me", vec!["503", "200"]),
        ("fail next 503 on startingAfter", vec!["200"]),
    ] {
        let mut client = DemoClient::new();
        let message = execute(&mut client, line).unwrap();
        assert!(message.contains("will fail"), "{message}");
        for expected in replies {
            assert_eq!(describe_reply(&mut client, "GET"), expected, "{line}");
        }
    }
}

#[test]
fn faults_can_be_cleared() {
    let mut client = DemoClient::new();
    execute(&mut client, "fail next 9 drop").unwrap();
    execute(&mut client, "fail clear").unwrap();
    assert_eq!(describe_reply(&mut client, "GET"), "200");
}

#[test]
fn clock_commands_move_the_clock() {
    let mut client = DemoClient::new();
    for (line, time) in [
        ("clock", "2026-11-23T10:00:00Z"),
        ("clock 2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z"),
        ("clock +P1D", "2026-12-02T00:00:00Z"),
        ("clock +PT1H30M", "2026-12-02T01:30:00Z"),
        ("clock -P1W", "2026-11-25T01:30:00Z"),
        ("clock run", "2026-11-23T10:00:00Z"),
        ("clock +P1D", "2026-11-24T10:00:00Z"),
    ] {
        assert_eq!(execute(&mut client, line).unwrap(), format!("the tenant's time is {time}"), "{line}");
    }
    let date = client.get(TestUser::Admin, "/users/me");
    assert_eq!(date.header("Date"), Some("Tue, 24 Nov 2026 10:00:00 GMT"));
    assert!(body_json(&date)["id"].is_string());
}

#[test]
fn limits_commands_set_the_rate_limits() {
    let mut client = DemoClient::new();
    let message = execute(&mut client, "limits 2 1 3").unwrap();
    assert_eq!(message, "each user may send 2 reads and 1 writes in 3 s");
    for expected in ["200", "200", "429 3"] {
        assert_eq!(describe_reply(&mut client, "GET"), expected);
    }
    client.tenant.freeze_clock("2026-11-23T10:00:03Z".parse().unwrap());
    assert_eq!(describe_reply(&mut client, "GET"), "200");
    assert_eq!(
        execute(&mut client, "limits 1000 100").unwrap(),
        "each user may send 1000 reads and 100 writes in 60 s"
    );
}

#[test]
fn an_invalid_command_shows_usage_and_changes_nothing() {
    for (line, expected) in [
        ("fial next 503", "fail next, fail clear, clock, limits, help"),
        ("fail", "fail next [N] FAULT"),
        ("fail later 503", "fail next [N] FAULT"),
        ("fail next", "retry-after VALUE"),
        ("fail next 200", "400 to 599"),
        ("fail next 600", "400 to 599"),
        ("fail next 99999999999", "400 to 599"),
        ("fail next explode", "drop, lost, cut, hang"),
        ("fail next 2", "400 to 599"),
        ("fail next 0 503", "at least 1"),
        ("fail next 503 retry-after", "retry-after VALUE"),
        ("fail next hang", "hang DURATION"),
        ("fail next hang 5s", "ISO 8601"),
        ("fail next hang P1M", "ISO 8601"),
        ("fail next hang -PT5S", "ISO 8601"),
        ("fail next redirect", "redirect URL"),
        ("fail next redirect /x 200", "300 to 399"),
        ("fail next html big", "200 to 599"),
        ("fail next 503 on", "on METHOD"),
        ("fail next 503 on GET twice", "on METHOD"),
        ("clock tomorrow", "+DURATION"),
        ("clock +1", "ISO 8601"),
        ("clock + P1D", "clock +DURATION"),
        ("help me", "help"),
        ("limits", "limits READ WRITE [SECONDS]"),
        ("limits 1", "limits READ WRITE [SECONDS]"),
        ("limits 1 0", "at least 1"),
        ("limits 1 1 -3", "at least 1"),
        ("limits 1 1 3 4", "limits READ WRITE [SECONDS]"),
    ] {
        let mut client = DemoClient::new();
        let error = execute(&mut client, line).unwrap_err();
        assert!(error.contains(expected), "{line}: {error}");
        assert_eq!(describe_reply(&mut client, "GET"), "200", "{line}");
        assert_eq!(execute(&mut client, "clock").unwrap(), "the tenant's time is 2026-11-23T10:00:00Z");
    }
}

#[test]
fn help_lists_every_command() {
    let mut client = DemoClient::new();
    let help = execute(&mut client, "help").unwrap();
    assert_eq!(help, control::HELP);
    for word in [
        "drop",
        "lost",
        "cut",
        "hang",
        "html",
        "redirect",
        "garbage",
        "retry-after",
        "clock run",
        "fail clear",
        "limits",
    ] {
        assert!(help.contains(word), "{word}");
    }
    assert_eq!(execute(&mut client, "  ").unwrap(), "");
    client.tenant.fail_next(1, Fault::DropRequest);
    assert_eq!(describe_reply(&mut client, "POST"), "closed, processed false");
}
