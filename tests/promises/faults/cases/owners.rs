//! Requests for users, for the configuration of a review, and for audit events that fail.

use super::*;

#[rustfmt::skip]
pub(super) fn lookups() -> Vec<FaultCase> {
    let on_users = |fault| Responder::Tenant(vec![(RequestMatcher::any().target_contains("/users?"), ALWAYS, fault)]);
    let on_user = |fault| Responder::Tenant(vec![(RequestMatcher::any().target_contains("/users?"), ALWAYS, json_fault(200, r#"{"data":[]}"#)),
                                                 (RequestMatcher::any().target_contains("/users/"), ALWAYS, fault)]);
    let on_config = |fault| Responder::Tenant(vec![(RequestMatcher::any().target_contains("/configs/"), ALWAYS, fault)]);
    let case = |name: &str, responder, command, methods, code, stdout_lines, stderr| FaultCase {
        name: name.into(), responder, command, methods, code, stdout_lines, stderr };
    let on_events = |fault| Responder::Tenant(vec![(RequestMatcher::any().target_contains("/audits?"), ALWAYS, fault)]);
    let owners = "ls --owners -o jsonl --retry 0 --limit 5";
    let review = "review --only orphaned -o csv --retry 0";
    vec![
        case("HTML for the users", on_users(Fault::html(200)), "ls --owners -o csv --limit 5", "GET GET", 0, 6, &["owners are shown as IDs: "]),
        case("403 for the users, JSON", on_users(Fault::status(403)), owners, "GET GET", 0, 5, &[]),
        case("500 for the users, JSON", on_users(Fault::status(500)), owners, "GET GET", 0, 5, &[]),
        case("no response for the users, JSON", on_users(Fault::DropRequest), owners, "GET GET", 0, 5, &[]),
        case("users that are an array", on_users(json_fault(200, "[]")), owners, "GET GET", 0, 5, &[]),
        case("users that are numbers", on_users(json_fault(200, r#"{"data":[5]}"#)), owners, "GET GET", 0, 5, &[]),
        case("no users of that name", on_users(json_fault(200, r#"{"data":[]}"#)), "ls --owner Nobody", "GET", 5, 0, &["there is no user Nobody"]),
        case("403 for the users of that name", on_users(Fault::status(403)), "ls --owner Nobody", "GET", 4, 0, &["could not list the users"]),
        case("403 for the users of a review", on_users(Fault::status(403)), review, "GET GET", 4, 0, &["could not list the users"]),
        case("500 for the users of a review", on_users(Fault::status(500)), review, "GET GET", 7, 0, &["could not list the users"]),
        case("500 for the user who seems to be gone", on_user(Fault::status(500)), review, "GET GET GET GET GET GET", 7, 0, &["could not get user "]),
        case("500 for the configuration of a review", on_config(Fault::status(500)), "review --only over-limit --retry 0", "GET GET GET", 7, 0, &["could not get the API key configuration"]),
        case("403 for the events", on_events(Fault::status(403)), "events", "GET", 4, 0, &["could not list the audit events"]),
        case("500 for the events", on_events(Fault::status(500)), "events --retry 0", "GET", 7, 0, &["could not list the audit events"]),
        case("HTML for the events", on_events(Fault::html(200)), "events -o csv", "GET", 7, 0, &["is an HTML page"]),
        case("events that are numbers", on_events(json_fault(200, r#"{"data":[5]}"#)), "events", "GET", 7, 0, &["something other than an audit event"]),
        case("403 for the configuration of a review", on_config(Fault::status(403)), "review --only over-limit", "GET GET GET", 4, 0, &["could not get the API key configuration"]),
        case("403 for the configuration of a review, one of its checks", on_config(Fault::status(403)), "review --only over-limit,old -o csv", "GET GET GET", 0, 1, &["warning: not checked: over-limit (this credential may not read the configuration)"]),
    ]
}
