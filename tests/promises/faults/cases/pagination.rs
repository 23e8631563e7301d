//! Links to further pages, and pages that fail.

use super::*;

/// Links to further pages that must not be followed, and pages that fail.
#[rustfmt::skip]
pub(super) fn links() -> Vec<FaultCase> {
    let third = |fault| Responder::ThreePages(vec![(RequestMatcher::any().skip(2), ALWAYS, fault)]);
    vec![
        FaultCase { name: "a next page of another origin".into(), responder: in_sequence([page("k1", "OTHER_ORIGIN/api/v1/api-keys")]),
              command: "ls --json", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to OTHER_ORIGIN and is not followed"] },
        FaultCase { name: "a next page of another origin, without a scheme".into(), responder: in_sequence([page("k1", "//tenant.invalid/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to http://tenant.invalid and is not followed"] },
        FaultCase { name: "a next page on another port".into(), responder: in_sequence([page("k1", "http://127.0.0.1:9/x")]),
              command: "ls -o csv", methods: "GET", code: 7, stdout_lines: 2, stderr: &["points to http://127.0.0.1:9 and is not followed"] },
        FaultCase { name: "a next page under another name of the host".into(), responder: in_sequence([page("k1", "http://localhost/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to http://localhost and is not followed"] },
        FaultCase { name: "a next page whose user looks like the tenant".into(), responder: in_sequence([page("k1", "TENANT@tenant.invalid/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not followed"] },
        FaultCase { name: "a next page that is a file".into(), responder: in_sequence([page("k1", "file:///etc/passwd")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not followed"] },
        FaultCase { name: "a next page that is no URL".into(), responder: in_sequence([page("k1", "http://[")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the link to the next page is not a URL"] },
        FaultCase { name: "a next page by a relative link".into(), responder: in_sequence([page("k1", "?limit=100&startingAfter=k1"), json_response(200, r#"{"data":[{"id":"k2"}]}"#)]),
              command: "ls -q", methods: "GET GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a next page that is the page itself".into(), responder: always(page("k1", "/api/v1/api-keys?limit=100")),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the link to the next page points back to TENANT/api/v1/api-keys?limit=100"] },
        FaultCase { name: "a circle of two pages".into(), responder: in_sequence([page("k1", "/api/v1/api-keys?b"), page("k2", "/api/v1/api-keys?limit=100")]),
              command: "ls --json", methods: "GET GET", code: 7, stdout_lines: 0, stderr: &["points back to TENANT"] },
        FaultCase { name: "an empty page with a next one".into(), responder: ok(r#"{"data":[],"links":{"next":{"href":"/api/v1/api-keys?b"}}}"#),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["an empty page links to another page"] },
        FaultCase { name: "a third page that is HTML, JSON".into(), responder: third(Fault::html(200)),
              command: "ls -o json", methods: "GET GET GET", code: 7, stdout_lines: 0, stderr: &["is an HTML page"] },
        FaultCase { name: "a third page refused, table".into(), responder: third(Fault::status(403)),
              command: "ls -o table", methods: "GET GET GET", code: 4, stdout_lines: 0, stderr: &["answered 403"] },
        FaultCase { name: "a third page refused, jsonl".into(), responder: third(Fault::status(401)),
              command: "ls -o jsonl", methods: "GET GET GET", code: 3, stdout_lines: 200, stderr: &["\"status\":401", "\"exit\":3"] },
        FaultCase { name: "a third page that fails, csv".into(), responder: third(Fault::status(500)),
              command: "ls -o csv", methods: "GET GET GET", code: 7, stdout_lines: 201, stderr: &["GET /api/v1/api-keys?", "startingAfter=", "answered 500"] },
        FaultCase { name: "a third page cut in half, tsv".into(), responder: third(Fault::TruncateResponse),
              command: "ls -o tsv --retry 0", methods: "GET GET GET", code: 7, stdout_lines: 201, stderr: &["is incomplete"] },
        FaultCase { name: "a third page without an answer, ids".into(), responder: third(Fault::DropRequest),
              command: "ls -q --retry 0", methods: "GET GET GET", code: 7, stdout_lines: 200, stderr: &["broke before the response arrived"] },
        FaultCase { name: "a third page that fails, of keys that end soon".into(), responder: third(Fault::status(403)),
              command: "expiring --within P99D -o jsonl", methods: "GET GET GET", code: 4, stdout_lines: 0, stderr: &["\"status\":403"] },
        FaultCase { name: "a third page that fails, of keys that match".into(), responder: third(Fault::status(403)),
              command: "ls --match key -o jsonl", methods: "GET GET GET", code: 4, stdout_lines: 197, stderr: &["\"status\":403"] },
        FaultCase { name: "a third page rate limited, backwards".into(), responder: Responder::ThreePages(vec![(RequestMatcher::any().skip(1), ALWAYS, Fault::too_many_requests("9"))]),
              command: "ls -q --endingBefore LAST --retry 0", methods: "GET GET", code: 6, stdout_lines: 0, stderr: &["hint: try again in 9 s"] },
    ]
}
