//! Each fault at each request of a rotation: the context signs in at any time, and after `rotate --resume` its key is the
//! only one.

use std::path::PathBuf;

use qlik_api_key::demo::{Fault, RequestMatcher};
use serde_json::Value;

use crate::support::home::TestHome;
use crate::support::state_files;

/// The ID of the key that the context signs in with.
#[track_caller]
pub(super) fn sign_in_key_id(home: &TestHome) -> String {
    home.run(&["context", "check", "prod", "--json"]).succeeds().json()["keyId"].as_str().unwrap().to_owned()
}

/// The active keys that a rotation made or was to replace.
pub(super) fn robot_ids(home: &TestHome) -> Vec<String> {
    let keys = home.site.run(&["ls", "--status", "active", "--json"]).succeeds().json();
    let is_robot = |key: &&Value| key["description"].as_str().unwrap().starts_with("robot");
    keys.as_array().unwrap().iter().filter(is_robot).map(|key| key["id"].as_str().unwrap().to_owned()).collect()
}

/// The requests of a rotation, and the exit code if one fails and is not repeated. Each rotation repeats the sign-in.
const REQUESTS: [(&str, &str, i32); 8] = [
    ("GET", "api-keys/", 7),
    ("GET", "configs", 7),
    ("GET", "status=active", 7),
    ("GET", "createdByUser", 7),
    ("POST", "api-keys", 9),
    ("GET", "users/me", 0),
    ("PATCH", "api-keys", 8),
    ("DELETE", "api-keys", 8),
];

#[test]
fn each_fault_at_each_request_leaves_a_working_context_and_resume_leaves_one_key() {
    let faults = [
        Fault::status(502),
        Fault::LoseResponse(502),
        Fault::DropRequest,
        Fault::DropResponse,
        Fault::TruncateResponse,
        Fault::html(200),
    ];
    let check = |fault: &Fault| {
        let (home, mut old) = TestHome::with_robot_context();
        for (method, part, code) in REQUESTS {
            let matcher = RequestMatcher::any().method(method).target_contains(part);
            home.site.listener.tenant().fail_when(matcher, 1, fault.clone());
            let run = home.run(&["rotate", "-q", "--retry", "0"]);
            // Half of a response without a body is the whole response.
            let is_harmless = *fault == Fault::TruncateResponse && ["PATCH", "DELETE"].contains(&method);
            let code = if is_harmless { 0 } else { code };
            assert_eq!(run.code, code, "{fault:?} to {method} {part}: {}", run.stderr);
            let new = sign_in_key_id(&home);
            assert_eq!(new == old, [7, 9].contains(&code), "{fault:?} to {method} {part}");
            assert_eq!(home.run(&["rotate", "--resume", "-q"]).succeeds().stdout, "");
            assert_eq!((robot_ids(&home), sign_in_key_id(&home)), (vec![new.clone()], new.clone()));
            assert_eq!(state_files(home.folder.path()), Vec::<PathBuf>::new(), "{fault:?} to {method} {part}");
            old = new;
        }
    };
    std::thread::scope(|scope| {
        for fault in &faults {
            scope.spawn(|| check(fault));
        }
    });
}
