//! Rate limits and their waits.

use super::*;

#[rustfmt::skip]
pub(super) fn waits() -> Vec<FaultCase> {
    vec![
        FaultCase { name: "429 with a wait of 1 s".into(), responder: once(Fault::too_many_requests("1")),
              command: "ls -q", methods: "GET GET", code: 0, stdout_lines: 10, stderr: &[] },
        FaultCase { name: "429 to a create with a wait of 1 s".into(), responder: once_on_create(Fault::too_many_requests("1")),
              command: "CREATE -o jsonl", methods: "POST POST", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "429 with a wait of 0 s".into(), responder: once(Fault::too_many_requests("0")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["trying again in 0 s"] },
        FaultCase { name: "429 with a date".into(), responder: once(Fault::too_many_requests("Mon, 23 Nov 2026 12:00:01 GMT")),
              command: "rm ID --yes", methods: "DELETE DELETE", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 with a date in an hour".into(), responder: always(Fault::too_many_requests("Mon, 23 Nov 2026 13:00:00 GMT")),
              command: "ls", methods: "GET", code: 6, stdout_lines: 0, stderr: &["hint: try again in 3600 s"] },
        FaultCase { name: "429 with a date in the past".into(), responder: once(Fault::too_many_requests("Mon, 23 Nov 2026 11:00:00 GMT")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 without Retry-After".into(), responder: once(Fault::status(429)),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 with a negative wait".into(), responder: once(Fault::too_many_requests("-5")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 with an invalid Retry-After".into(), responder: once(Fault::too_many_requests("soon")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 with a wait of 3000 years".into(), responder: once(Fault::too_many_requests("99999999999")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 with a wait longer than 64 bits".into(), responder: once(Fault::too_many_requests("99999999999999999999999")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 with a wait of a day".into(), responder: on_create(Fault::too_many_requests("86400")),
              command: "CREATE", methods: "POST", code: 6, stdout_lines: 0, stderr: &["returned 429", "hint: try again in 86400 s"] },
        FaultCase { name: "429 to every create".into(), responder: on_create(Fault::too_many_requests("1")),
              command: "CREATE --retry 1", methods: "POST POST", code: 6, stdout_lines: 0, stderr: &["could not create the API key: ", "returned 429"] },
        FaultCase { name: "429 with HTML".into(), responder: always(Fault::html(429)),
              command: "ls --retry 0", methods: "GET", code: 6, stdout_lines: 0, stderr: &["GET /api/v1/api-keys?limit=100 returned 429"] },
    ]
}
