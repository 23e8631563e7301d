//! Error documents of any shape, and every status.

use super::*;

/// Error documents of unusual shapes.
#[rustfmt::skip]
pub(super) fn documents() -> Vec<FaultCase> {
    let plain = &["the tenant returned 400 without a reason\ncaused by: GET /api/v1/api-keys?limit=100 returned 400"];
    vec![
        FaultCase { name: "an empty error body".into(), responder: bad_request(""),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "a null error body".into(), responder: bad_request("null"),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "an error body that is a string".into(), responder: bad_request("\"no\""),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "errors is not an array".into(), responder: bad_request(r#"{"errors":{"title":"Bad"}}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "errors is empty".into(), responder: bad_request(r#"{"errors":[]}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "errors without objects".into(), responder: bad_request(r#"{"errors":[7,null,[],"x"],"traceId":"t1"}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["without a reason", "returned 400: traceId t1"] },
        FaultCase { name: "errors with one object".into(), responder: bad_request(r#"{"errors":[7,{"title":"Bad"}],"traceId":7}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["could not list the API keys: Bad\n"] },
        FaultCase { name: "nested errors".into(), responder: bad_request(r#"{"errors":[{"errors":[{"title":"Bad"}]}]}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "an error with fields of wrong types".into(), responder: bad_request(r#"{"errors":[{"title":["Bad"],"code":7,"detail":{},"source":"x","status":"404"}]}"#),
              command: "ls --json", methods: "GET", code: 1, stdout_lines: 0, stderr: &["\"status\":400", "\"exit\":1"] },
        FaultCase { name: "an error with a contradicting status field".into(), responder: always(json_fault(403, r#"{"errors":[{"title":"Bad","status":"404"}]}"#)),
              command: "ls --json", methods: "GET", code: 4, stdout_lines: 0, stderr: &["{\"status\":403,\"title\":\"Bad\""] },
        FaultCase { name: "an error object without errors".into(), responder: bad_request(r#"{"title":"Bad","detail":"Worse."}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["could not list the API keys: Bad. Worse."] },
        FaultCase { name: "an error with terminal escapes".into(), responder: bad_request(r#"{"errors":[{"title":"\u001b[31mBad\u0007"}]}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["Bad"] },
        FaultCase { name: "an error in UTF-16".into(), responder: always(json_fault(400, utf_16(r#"{"title":"Bad"}"#))),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "an error with a byte order mark".into(), responder: bad_request("\u{feff}{\"title\":\"Bad\"}"),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["could not list the API keys: Bad\n"] },
        FaultCase { name: "a truncated error".into(), responder: always(raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 50\r\n\r\n{\"err")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "404 with HTML".into(), responder: always(Fault::html(404)),
              command: "get ID", methods: "GET", code: 5, stdout_lines: 0, stderr: &["got an HTML page with status 404", "hint: check that TENANT is a Qlik Cloud tenant"] },
        FaultCase { name: "502 with HTML".into(), responder: always(Fault::html(502)),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &["got an HTML page with status 502"] },
        FaultCase { name: "503 with HTML once".into(), responder: once(Fault::html(503)),
              command: "ls -q", methods: "GET GET", code: 0, stdout_lines: 10, stderr: &[] },
        FaultCase { name: "502 with HTML to a create".into(), responder: on_create(Fault::html(502)),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "POST /api/v1/api-keys returned 502"] },
        FaultCase { name: "404 to a removal".into(), responder: always(Fault::status(404)),
              command: "rm ID --yes", methods: "DELETE", code: 5, stdout_lines: 0, stderr: &["returned 404"] },
        FaultCase { name: "404 to a retried removal".into(), responder: in_sequence([Fault::status(503), Fault::status(404)]),
              command: "rm ID --yes", methods: "DELETE DELETE", code: 0, stdout_lines: 0, stderr: &["answered 503; trying again in 1 s", "removed API key"] },
        FaultCase { name: "404 to a retried patch".into(), responder: in_sequence([Fault::status(503), Fault::status(404)]),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 5, stdout_lines: 0, stderr: &["returned 404"] },
    ]
}

/// Each status, for a list and for a create.
pub(super) fn statuses() -> Vec<FaultCase> {
    let exit_code = |status: u16| match status {
        401 => 3,
        403 => 4,
        404 => 5,
        429 => 6,
        400..=499 => 1,
        _ => 7,
    };
    let refusals = [400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 415, 418, 421, 422, 428, 429, 431, 451];
    let failures = [500, 501, 502, 503, 504, 505, 507, 508, 511, 599, 600, 999];
    let rows =
        [300, 301, 302, 303, 304, 305, 307, 308].into_iter().chain(refusals).chain(failures).flat_map(|status| {
            let fault = || match status {
                300..=399 => Fault::redirect(status, "OTHER_ORIGIN/api/v1/api-keys?fake"),
                _ => Fault::status(status),
            };
            let code = exit_code(status);
            let stderr: &[&str] = match status {
                300..=399 => &["redirects are not followed"],
                _ => &["could not list the API keys: ", "GET /api/v1/api-keys?limit=100 returned "],
            };
            let list = FaultCase {
                name: format!("status {status}"),
                responder: always(fault()),
                command: "ls --retry 0",
                methods: "GET",
                code,
                stdout_lines: 0,
                stderr,
            };
            // A 303 says that the create was processed.
            let is_unknown = status >= 500 || status == 303;
            let create = FaultCase {
                name: format!("status {status} to a create"),
                responder: on_create(fault()),
                // A POST is only retried after a 429.
                command: if status == 429 { "CREATE --retry 0" } else { CREATE },
                // After a 403, the configuration tells whether API keys are disabled.
                methods: if status == 403 { "POST GET" } else { "POST" },
                code: if is_unknown { 9 } else { code },
                stdout_lines: 0,
                stderr: if is_unknown {
                    &[UNKNOWN_OUTCOME, "POST /api/v1/api-keys returned "]
                } else {
                    &["could not create the API key: "]
                },
            };
            [list, create]
        });
    rows.collect()
}
