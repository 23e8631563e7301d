//! `get`, and the key IDs that all commands accept.

use crate::support::TestSite;

#[test]
fn an_id_is_encoded_as_one_path_segment() {
    let site = TestSite::new();
    for (id, segment) in [
        ("../x", "..%2Fx"),
        ("a/b?c", "a%2Fb%3Fc"),
        ("%2e%2e", "%252e%252e"),
        ("a b#é", "a%20b%23%C3%A9"),
        ("...", "..."),
    ] {
        for (verb, method) in [("get", "GET"), ("rm", "DELETE")] {
            site.run(&[verb, id]).fails(5, "Not found");
            assert_eq!(site.take_requests(), [format!("{method} /api/v1/api-keys/{segment}")]);
        }
    }
    site.run(&["get", "--", "-x"]).fails(5, "Not found");
    assert_eq!(site.take_requests(), ["GET /api/v1/api-keys/-x"]);
    for id in ["", ".", ".."] {
        site.assert_usage_errors(&[
            (&["get", id], "<ID>"),
            (&["rm", id], "<ID>"),
            (&["rm", "--yes", id], "<ID>"),
            (&["patch", id, "--description", "a"], "<ID>"),
            (&["config", "get", id], "[TENANT-ID]"),
            (&["config", "patch", id, "--max-keys-per-user", "1"], "[TENANT-ID]"),
            (&["ls", "--startingAfter", id], "--starting-after"),
        ]);
    }
}
