//! Removals of several keys, and changes of the configuration.

use super::*;

/// Removals of several keys.
#[rustfmt::skip]
pub(super) fn removals() -> Vec<FaultCase> {
    let on_second = |fault| Responder::Tenant(vec![(RequestMatcher::any().target_contains("k2"), ALWAYS, fault)]);
    let partial: &[&str] = &["error: 1 of 3 API keys were not removed"];
    let many = "rm k1 k2 k3 --yes -o jsonl --retry 0";
    let case = |name: &str, fault, stderr| FaultCase {
        name: format!("{name}, to the second of three removals"), responder: on_second(fault),
        command: many, methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 3, stderr };
    let as_json: &[&str] = &["\"title\":\"1 of 3 API keys were not removed\"", "\"exit\":8"];
    vec![
        case("403", Fault::status(403), as_json),
        case("500", Fault::status(500), as_json),
        case("HTML with 200", Fault::html(200), as_json),
        case("HTML with 404", Fault::html(404), as_json),
        case("a redirect", Fault::redirect(307, "OTHER_ORIGIN/x"), as_json),
        case("no response", Fault::DropRequest, as_json),
        case("a response that is not HTTP", raw("no HTTP\r\n\r\n"), as_json),
        FaultCase { name: "403 to the second of three removals, csv".into(), responder: on_second(Fault::status(403)),
              command: "rm k1 k2 k3 --yes -o csv", methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 4, stderr: partial },
        FaultCase { name: "503 to the second of three removals, IDs".into(), responder: on_second(Fault::status(503)),
              command: "rm k1 k2 k3 --yes -q --retry 0", methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 2,
              stderr: &["warning: API key k2 was not removed: Service Unavailable", "error: 1 of 3 API keys were not removed"] },
        FaultCase { name: "401 to the first of three removals".into(), responder: always(Fault::status(401)),
              command: "rm k1 k2 k3 --yes", methods: "DELETE", code: 3, stdout_lines: 1,
              stderr: &["warning: 3 of 3 API keys were left unchanged\nerror: could not remove API key k1: ", "hint: check QLIK_API_KEY"] },
        FaultCase { name: "429 with a wait over the limit to the first of three removals".into(), responder: always(Fault::too_many_requests("3600")),
              command: "rm k1 k2 k3 --yes -o csv", methods: "DELETE", code: 6, stdout_lines: 1, stderr: &["hint: try again in 3600 s"] },
        FaultCase { name: "429 with a wait of 1 s to the first of three removals".into(), responder: once(Fault::too_many_requests("1")),
              command: "rm k1 k2 k3 --yes -q", methods: "DELETE DELETE DELETE DELETE", code: 5, stdout_lines: 3, stderr: &[] },
        FaultCase { name: "connection refused for three removals".into(), responder: Responder::Unreachable,
              command: "rm k1 k2 k3 --yes -q --retry 0", methods: "", code: 7, stdout_lines: 0, stderr: &["error: could not remove API key k1: no connection to TENANT"] },
        FaultCase { name: "403 to the second of three reads".into(), responder: on_second(Fault::status(403)),
              command: "rm k1 k2 k3 --dry-run -o jsonl", methods: "GET GET GET", code: 8, stdout_lines: 3, stderr: &["1 of 3 API keys were not read"] },
    ]
}

/// Changes of the configuration: one request reads it, one patches it, and one reads it again.
#[rustfmt::skip]
pub(super) fn changes() -> Vec<FaultCase> {
    let on_patch = |fault| Responder::Tenant(vec![(RequestMatcher::any().method("PATCH"), 1, fault)]);
    let on_second_read = |fault| Responder::Tenant(vec![(RequestMatcher::any().method("GET").skip(1), ALWAYS, fault)]);
    let changed = &["updated the API key configuration", "error: the configuration was changed, but could not be read again"];
    vec![
        FaultCase { name: "500 to reading the configuration before a change".into(), responder: always(Fault::status(500)),
              command: "config apply CONFIG_FILE --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &["could not get the API key configuration"] },
        FaultCase { name: "a configuration that is an array, before a change".into(), responder: ok("[5]"),
              command: "config apply CONFIG_FILE", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not the expected JSON"] },
        FaultCase { name: "a configuration with a number out of range, compared".into(), responder: ok(r#"{"max_keys_per_user":1e999}"#),
              command: "config diff CONFIG_FILE --exit-code", methods: "GET", code: 7, stdout_lines: 0, stderr: &["number out of range"] },
        FaultCase { name: "an empty configuration".into(), responder: ok("{}"),
              command: "config diff CONFIG_FILE -o csv", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "403 to a configuration change".into(), responder: on_patch(Fault::status(403)),
              command: "config apply CONFIG_FILE", methods: "GET PATCH", code: 4, stdout_lines: 0, stderr: &["a user with the TenantAdmin role"] },
        FaultCase { name: "HTML to a configuration change".into(), responder: on_patch(Fault::html(200)),
              command: "config apply CONFIG_FILE", methods: "GET PATCH", code: 7, stdout_lines: 0, stderr: &["is an HTML page"] },
        FaultCase { name: "no response to a processed configuration change".into(), responder: on_patch(Fault::DropResponse),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH PATCH GET", code: 0, stdout_lines: 2, stderr: &["trying again in 1 s", "updated the API key"] },
        FaultCase { name: "429 to a configuration change".into(), responder: on_patch(Fault::too_many_requests("1")),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH PATCH GET", code: 0, stdout_lines: 2, stderr: &["updated the API key"] },
        FaultCase { name: "no response to reading a changed configuration".into(), responder: on_second_read(Fault::DropRequest),
              command: "config apply CONFIG_FILE -o csv --retry 0", methods: "GET PATCH GET", code: 7, stdout_lines: 2, stderr: changed },
        FaultCase { name: "401 to reading a changed configuration".into(), responder: on_second_read(Fault::status(401)),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 3, stdout_lines: 2, stderr: changed },
        FaultCase { name: "a changed configuration that is an array".into(), responder: on_second_read(json_fault(200, "[]")),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 7, stdout_lines: 2, stderr: changed },
        FaultCase { name: "a changed configuration that differs".into(), responder: on_second_read(json_fault(200, r#"{"max_keys_per_user":4}"#)),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 1, stdout_lines: 2, stderr: &["max_keys_per_user is 4, not 5"] },
        FaultCase { name: "a changed configuration that differs, JSON error".into(), responder: on_second_read(json_fault(200, r#"{"max_keys_per_user":"\u001b[2J"}"#)),
              command: "config apply CONFIG_FILE -o jsonl", methods: "GET PATCH GET", code: 1, stdout_lines: 1, stderr: &["\"exit\":1", "differs from the desired one"] },
    ]
}
