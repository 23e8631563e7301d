//! Removals of several keys, and changes of the configuration.

use super::*;

/// Removals of many keys.
#[rustfmt::skip]
pub(super) fn removals() -> Vec<FaultCase> {
    let second = |fault| Responder::Tenant(vec![(RequestMatcher::any().target_contains("k2"), ALWAYS, fault)]);
    let partial: &[&str] = &["error: 1 of 3 API keys were not removed"];
    let many = "rm k1 k2 k3 --yes -o jsonl --retry 0";
    let row = |name: &str, fault, says| FaultCase {
        name: format!("{name}, to the second of three removals"), responder: second(fault),
        command: many, methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 3, stderr: says };
    let as_json: &[&str] = &["\"title\":\"1 of 3 API keys were not removed\"", "\"exit\":8"];
    vec![
        row("403", Fault::status(403), as_json),
        row("500", Fault::status(500), as_json),
        row("HTML with 200", Fault::html(200), as_json),
        row("HTML with 404", Fault::html(404), as_json),
        row("a redirect", Fault::redirect(307, "OTHER_ORIGIN/x"), as_json),
        row("no answer", Fault::DropRequest, as_json),
        row("bytes that are no HTTP", raw("no HTTP\r\n\r\n"), as_json),
        FaultCase { name: "403 to the second of three removals, csv".into(), responder: second(Fault::status(403)),
              command: "rm k1 k2 k3 --yes -o csv", methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 4, stderr: partial },
        FaultCase { name: "503 to the second of three removals, IDs alone".into(), responder: second(Fault::status(503)),
              command: "rm k1 k2 k3 --yes -q --retry 0", methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 2,
              stderr: &["warning: API key k2 was not removed: Service Unavailable", "error: 1 of 3 API keys were not removed"] },
        FaultCase { name: "401 to the first of three removals".into(), responder: always(Fault::status(401)),
              command: "rm k1 k2 k3 --yes", methods: "DELETE", code: 3, stdout_lines: 1,
              stderr: &["warning: 3 of 3 API keys were left unchanged\nerror: could not remove API key k1: ", "hint: check QLIK_API_KEY"] },
        FaultCase { name: "429 beyond the budget to the first of three removals".into(), responder: always(Fault::too_many_requests("3600")),
              command: "rm k1 k2 k3 --yes -o csv", methods: "DELETE", code: 6, stdout_lines: 1, stderr: &["hint: try again in 3600 s"] },
        FaultCase { name: "429 that asks for 1 s, to the first of three removals".into(), responder: once(Fault::too_many_requests("1")),
              command: "rm k1 k2 k3 --yes -q", methods: "DELETE DELETE DELETE DELETE", code: 0, stdout_lines: 3, stderr: &[] },
        FaultCase { name: "nobody listens to three removals".into(), responder: Responder::Unreachable,
              command: "rm k1 k2 k3 --yes -q --retry 0", methods: "", code: 7, stdout_lines: 0, stderr: &["error: could not remove API key k1: no connection to TENANT"] },
        FaultCase { name: "403 to the second of three looks".into(), responder: second(Fault::status(403)),
              command: "rm k1 k2 k3 --dry-run -o jsonl", methods: "GET GET GET", code: 8, stdout_lines: 3, stderr: &["1 of 3 API keys were not read"] },
    ]
}

/// A configuration that is compared and changed: read, patched in one request, read again.
#[rustfmt::skip]
pub(super) fn changes() -> Vec<FaultCase> {
    let patch = |fault| Responder::Tenant(vec![(RequestMatcher::any().method("PATCH"), 1, fault)]);
    let again = |fault| Responder::Tenant(vec![(RequestMatcher::any().method("GET").skip(1), ALWAYS, fault)]);
    let changed = &["updated the API key configuration", "error: the configuration was changed, but could not be read again"];
    vec![
        FaultCase { name: "a configuration that can't be read is not changed".into(), responder: always(Fault::status(500)),
              command: "config apply CONFIG_FILE --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &["could not get the API key configuration"] },
        FaultCase { name: "a configuration that is an array".into(), responder: ok("[5]"),
              command: "config apply CONFIG_FILE", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not the expected JSON"] },
        FaultCase { name: "a configuration with a number too large".into(), responder: ok(r#"{"max_keys_per_user":1e999}"#),
              command: "config diff CONFIG_FILE --exit-code", methods: "GET", code: 7, stdout_lines: 0, stderr: &["number out of range"] },
        FaultCase { name: "a configuration that holds nothing".into(), responder: ok("{}"),
              command: "config diff CONFIG_FILE -o csv", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a change of the configuration that is refused".into(), responder: patch(Fault::status(403)),
              command: "config apply CONFIG_FILE", methods: "GET PATCH", code: 4, stdout_lines: 0, stderr: &["the TenantAdmin role is needed"] },
        FaultCase { name: "a change of the configuration that is answered by HTML".into(), responder: patch(Fault::html(200)),
              command: "config apply CONFIG_FILE", methods: "GET PATCH", code: 7, stdout_lines: 0, stderr: &["is an HTML page"] },
        FaultCase { name: "a change of the configuration, processed, its answer lost".into(), responder: patch(Fault::DropResponse),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH PATCH GET", code: 0, stdout_lines: 2, stderr: &["trying again in 1 s", "updated the API key"] },
        FaultCase { name: "a change of the configuration that has to wait".into(), responder: patch(Fault::too_many_requests("1")),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH PATCH GET", code: 0, stdout_lines: 2, stderr: &["updated the API key"] },
        FaultCase { name: "a changed configuration that can't be read again".into(), responder: again(Fault::DropRequest),
              command: "config apply CONFIG_FILE -o csv --retry 0", methods: "GET PATCH GET", code: 7, stdout_lines: 2, stderr: changed },
        FaultCase { name: "a changed configuration whose key has ended meanwhile".into(), responder: again(Fault::status(401)),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 3, stdout_lines: 2, stderr: changed },
        FaultCase { name: "a changed configuration that is an array".into(), responder: again(json_response(200, "[]")),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 7, stdout_lines: 2, stderr: changed },
        FaultCase { name: "a changed configuration that is another".into(), responder: again(json_response(200, r#"{"max_keys_per_user":4}"#)),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 1, stdout_lines: 2, stderr: &["max_keys_per_user is 4, not 5"] },
        FaultCase { name: "a changed configuration, told as a JSON error".into(), responder: again(json_response(200, r#"{"max_keys_per_user":"\u001b[2J"}"#)),
              command: "config apply CONFIG_FILE -o jsonl", methods: "GET PATCH GET", code: 1, stdout_lines: 1, stderr: &["\"exit\":1", "differs from the desired one"] },
    ]
}
