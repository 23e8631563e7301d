//! Links that must not be followed, and pages that fail.

use super::*;

#[rustfmt::skip]
pub(super) fn links() -> Vec<FaultCase> {
    let third = |fault| Responder::ThreePages(vec![(RequestMatcher::any().skip(2), ALWAYS, fault)]);
    vec![
        FaultCase { name: "a next page at another origin".into(), responder: in_sequence([page("k1", "OTHER_ORIGIN/api/v1/api-keys")]),
              command: "ls --json", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to OTHER_ORIGIN and is not followed"] },
        FaultCase { name: "a next page at another host, without a scheme".into(), responder: in_sequence([page("k1", "//tenant.invalid/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to http://tenant.invalid and is not followed"] },
        FaultCase { name: "a next page on another port".into(), responder: in_sequence([page("k1", "http://127.0.0.1:9/x")]),
              command: "ls -o csv", methods: "GET", code: 7, stdout_lines: 2, stderr: &["points to http://127.0.0.1:9 and is not followed"] },
        FaultCase { name: "a next page at another name of the host".into(), responder: in_sequence([page("k1", "http://localhost/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to http://localhost and is not followed"] },
        FaultCase { name: "a next page with the tenant's URL as user name".into(), responder: in_sequence([page("k1", "TENANT@tenant.invalid/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not followed"] },
        FaultCase { name: "a next page at a file URL".into(), responder: in_sequence([page("k1", "file:///etc/passwd")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not followed"] },
        FaultCase { name: "a next page at an invalid URL".into(), responder: in_sequence([page("k1", "http://[")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the link to the next page is not a URL"] },
        FaultCase { name: "a next page at a relative URL".into(), responder: in_sequence([page("k1", "?limit=100&startingAfter=k1"), json_fault(200, r#"{"data":[{"id":"k2"}]}"#)]),
              command: "ls -q", methods: "GET GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a page that links to itself".into(), responder: always(page("k1", "/api/v1/api-keys?limit=100")),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the link to the next page points back to TENANT/api/v1/api-keys?limit=100"] },
        FaultCase { name: "two pages that link to each other".into(), responder: in_sequence([page("k1", "/api/v1/api-keys?b"), page("k2", "/api/v1/api-keys?limit=100")]),
              command: "ls --json", methods: "GET GET", code: 7, stdout_lines: 0, stderr: &["points back to TENANT"] },
        FaultCase { name: "an empty page with a next page".into(), responder: ok(r#"{"data":[],"links":{"next":{"href":"/api/v1/api-keys?b"}}}"#),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["an empty page links to another page"] },
        FaultCase { name: "HTML for the third page, JSON".into(), responder: third(Fault::html(200)),
              command: "ls -o json", methods: "GET GET GET", code: 7, stdout_lines: 0, stderr: &["is an HTML page"] },
        FaultCase { name: "403 for the third page, table".into(), responder: third(Fault::status(403)),
              command: "ls -o table", methods: "GET GET GET", code: 4, stdout_lines: 0, stderr: &["returned 403"] },
        FaultCase { name: "401 for the third page, jsonl".into(), responder: third(Fault::status(401)),
              command: "ls -o jsonl", methods: "GET GET GET", code: 3, stdout_lines: 200, stderr: &["\"status\":401", "\"exit\":3"] },
        FaultCase { name: "500 for the third page, csv".into(), responder: third(Fault::status(500)),
              command: "ls -o csv", methods: "GET GET GET", code: 7, stdout_lines: 201, stderr: &["GET /api/v1/api-keys?", "startingAfter=", "returned 500"] },
        FaultCase { name: "a truncated third page, tsv".into(), responder: third(Fault::TruncateResponse),
              command: "ls -o tsv --retry 0", methods: "GET GET GET", code: 7, stdout_lines: 201, stderr: &["is incomplete"] },
        FaultCase { name: "no response for the third page, IDs".into(), responder: third(Fault::DropRequest),
              command: "ls -q --retry 0", methods: "GET GET GET", code: 7, stdout_lines: 200, stderr: &["broke before the response arrived"] },
        FaultCase { name: "403 for the third page of expiring keys".into(), responder: third(Fault::status(403)),
              command: "expiring --within P99D -o jsonl", methods: "GET GET GET", code: 4, stdout_lines: 0, stderr: &["\"status\":403"] },
        FaultCase { name: "403 for the third page of matching keys".into(), responder: third(Fault::status(403)),
              command: "ls --match key -o jsonl", methods: "GET GET GET", code: 4, stdout_lines: 197, stderr: &["\"status\":403"] },
        FaultCase { name: "429 for the second page, backwards".into(), responder: Responder::ThreePages(vec![(RequestMatcher::any().skip(1), ALWAYS, Fault::too_many_requests("9"))]),
              command: "ls -q --endingBefore LAST --retry 0", methods: "GET GET", code: 6, stdout_lines: 0, stderr: &["hint: try again in 9 s"] },
    ]
}
