//! An error response with any body becomes an error with the exit code of its status. The error has only lines of this
//! program, no character that controls the screen, and no credential.

use qlik_api_key::error::{Error, Exit};
use qlik_api_key::http::Request;
use qlik_api_key::terminal::sanitize;
use serde_json::Value;

use super::is_unsafe;
use super::tenant::{CLIENT, TOKEN, response};

const STATUSES: [(u16, Exit); 3] = [(400, Exit::Error), (401, Exit::Auth), (503, Exit::Unavailable)];

pub fn check(body: &[u8]) {
    let request = Request::get("get API key x", &["api-keys", "x"]).with_hint(401, "sign in");
    // One status for each body, for speed.
    let (status, exit) = STATUSES[body.len() % STATUSES.len()];
    let result = CLIENT.check_status(&request, response(status, body));
    let error = Error::from(result.expect_err("the status is not 2xx"));
    assert_eq!(error.exit(), exit);
    check_text(&error.to_text());
    check_json(&error.to_json(), status, exit);
}

fn check_text(text: &str) {
    assert!(!text.contains(TOKEN), "the error contains the credential");
    let shown = sanitize::lines(text);
    let lines: Vec<_> = shown.split('\n').collect();
    assert!(lines[0].starts_with("could not get API key x: "), "{}", lines[0]);
    assert!(lines[1].starts_with("caused by: GET /api/v1/api-keys?limit=100 returned "), "{}", lines[1]);
    assert!(lines.get(2).is_none_or(|line| line.starts_with("hint: ")) && lines.len() <= 3, "a line is forged");
    assert!(!lines.iter().any(|line| line.contains(is_unsafe)), "an unsafe character reaches the screen");
}

fn check_json(json: &str, status: u16, exit: Exit) {
    assert!(!json.contains(TOKEN), "the error contains the credential");
    assert!(!json.contains('\n'), "the error has several lines");
    let object: Value = serde_json::from_str(json).expect("the error is JSON");
    assert_eq!((&object["status"], &object["exit"]), (&Value::from(status), &Value::from(exit.code())));
}
