//! Requests of `inspect` that fail. What the token says is printed anyway.

use super::*;

#[rustfmt::skip]
pub(super) fn reads_and_removals() -> Vec<FaultCase> {
    let on_key = |fault| Responder::Tenant(vec![(RequestMatcher::any().method("GET").target_contains("/api-keys/"), ALWAYS, fault)]);
    let on_users = |fault| Responder::Tenant(vec![(RequestMatcher::any().target_contains("/users?"), ALWAYS, fault)]);
    let on_removal = |fault| Responder::Tenant(vec![(RequestMatcher::any().method("DELETE"), ALWAYS, fault)]);
    let (read, revoke) = ("inspect LOG_FILE -o csv --retry 0", "inspect LOG_FILE --revoke --yes -o csv --retry 0");
    let case = |name: &str, responder, command, methods, code, stdout_lines, stderr| FaultCase {
        name: format!("{name}, inspect"), responder, command, methods, code, stdout_lines, stderr };
    vec![
        case("401 for the key", on_key(Fault::status(401)), read, "GET", 3, 2, &["error: could not get API key "]),
        case("403 for the key", on_key(Fault::status(403)), read, "GET", 4, 2, &["error: could not get API key "]),
        case("404 for the key", on_key(Fault::status(404)), read, "GET", 0, 2, &[]),
        case("500 for the key", on_key(Fault::status(500)), read, "GET", 7, 2, &["error: could not get API key "]),
        case("HTML for the key", on_key(Fault::html(200)), read, "GET", 7, 2, &["is an HTML page"]),
        case("another key", on_key(json_fault(200, r#"{"id":"k1","sub":"u1"}"#)), read, "GET", 7, 2, &["it is another API key"]),
        case("an array for the key", on_key(json_fault(200, "[]")), read, "GET", 7, 2, &["is not the expected JSON"]),
        case("a key without fields", on_key(json_fault(200, "{}")), read, "GET", 7, 2, &["missing field `id`"]),
        case("no response", on_key(Fault::DropRequest), read, "GET", 7, 2, &["error: could not get API key "]),
        case("connection refused", Responder::Unreachable, read, "", 7, 2, &["no connection to TENANT"]),
        case("403 for the owner", on_users(Fault::status(403)), read, "GET GET", 0, 2, &[]),
        case("403 for the key to revoke", on_key(Fault::status(403)), revoke, "GET", 1, 2, &["was kept: this credential may not read it"]),
        case("500 for the key to revoke", on_key(Fault::status(500)), revoke, "GET", 7, 0, &["error: could not get API key "]),
        case("403 for the removal", on_removal(Fault::status(403)), revoke, "GET GET DELETE", 8, 2, &["1 of 1 API keys were not removed"]),
        case("404 for the removal", on_removal(Fault::status(404)), revoke, "GET GET DELETE", 0, 2, &[]),
        case("HTML for the removal", on_removal(Fault::html(200)), revoke, "GET GET DELETE", 8, 2, &["1 of 1 API keys were not removed"]),
    ]
}
