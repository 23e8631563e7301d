//! Output formats and their flags.

use qlik_api_key::demo::{DemoResponse, Fault, KeySpec};

use crate::support::{TestSite, run};

#[test]
fn a_piped_table_has_all_columns() {
    let site = TestSite::new();
    let run = site.run(&["ls", "-o", "table", "--sort", "+created", "--limit", "3"]).succeeds();
    assert_eq!(
        run.stdout,
        "\
Description                     Status   Subject                        Expires                  Created     Sub type        ID
SCIM for the identity provider  active   SCIM\\65f0c1d2e3a4b5c6d7e8f901  2027-07-26, in 8 months  2026-07-26  externalClient  FntcyQF00yfiGl2IYYZp7JNe4RRMgMdX
workshop in spring              expired  baf424e6c74b68c5dd5d7937       2026-09-14, 70 days ago  2026-08-15  user            RIqwYfWoZ2Zk5Gcbo5nzbqCcmjHH8Sro
nightly export (reload)         active   d3f835b3acaf626921611a05       2026-11-25, in 2 days    2026-08-27  user            PCAq38dqswba2sSxvQxPJTOgyjcsIjmp
"
    );
    let bare = site.run(&["ls", "-o", "table", "--no-header", "--limit", "3"]).succeeds();
    assert_eq!(bare.stdout.lines().count(), 3);
}

#[test]
fn a_piped_table_is_at_most_200_columns_wide() {
    let site = TestSite::empty(|tenant| drop(tenant.add_key(KeySpec::new(&"long ".repeat(80)))));
    let table = site.run(&["ls", "-o", "table"]).succeeds().stdout;
    let widths: Vec<usize> = table.lines().map(|line| line.chars().count()).collect();
    assert_eq!(widths.iter().max(), Some(&200), "{table}");
    assert!(table.contains("…  active  "), "{table}");
}

#[test]
fn columns_are_named_by_field_or_title_in_any_case() {
    let site = TestSite::new();
    let csv = site.run(&["ls", "-o", "csv", "--columns", "ID,expires,Sub Type,LASTUPDATED", "--limit", "1"]).succeeds();
    assert!(csv.stdout.starts_with("id,expiry,subType,lastUpdated\n"), "{}", csv.stdout);
}

#[test]
fn csv_and_tsv_use_api_field_names() {
    let site = TestSite::new();
    let csv = site.run(&["ls", "-o", "csv", "--status", "revoked"]).succeeds().stdout;
    let (header, row) = csv.split_once('\n').unwrap();
    assert_eq!(header, "id,description,status,subType,sub,expiry,created,lastUpdated,createdByUser,tenantId");
    assert!(row.contains(",left the company,revoked,user,"), "{row}");
    assert!(row.contains(",2026-12-23T12:00:00Z,"), "{row}");
    assert!(row.ends_with('\n') && !row.contains('\r'), "{row:?}");
    let tsv = site.run(&["ls", "-o", "tsv", "--status", "revoked", "--columns", "status,description", "--no-header"]);
    assert_eq!(tsv.succeeds().stdout, "revoked\tleft the company\n");
}

#[test]
fn quiet_prints_only_ids() {
    let site = TestSite::new();
    let ids = site.run(&["ls", "-q"]).succeeds().stdout;
    assert_eq!(ids.lines().count(), 10);
    let first = ids.lines().next().unwrap();
    assert_eq!(site.run(&["get", first, "-q"]).succeeds().stdout, format!("{first}\n"));
}

#[test]
fn get_supports_every_format() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let get = |more: &[&str]| site.run(&[&["get", &id], more].concat()).succeeds().stdout;
    let table = get(&["-o", "table"]);
    assert!(table.starts_with(&format!("id: {id}\nsub: ")), "{table}");
    assert!(table.contains("\nexpiry: 2027-01-12T12:00:00Z (in 50 days)\n"), "{table}");
    assert_eq!(get(&["-o", "table", "--columns", "status,description"]), "status: active\ndescription: CI pipeline\n");
    assert_eq!(get(&["-o", "csv", "--columns", "description,status"]), "description,status\nCI pipeline,active\n");
    let lines = get(&["-o", "jsonl"]);
    assert_eq!(lines.lines().count(), 1);
    assert_eq!(get(&["--raw"]), site.get_body(&format!("/api/v1/api-keys/{id}")));
    let pretty: serde_json::Value = serde_json::from_str(&get(&[])).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&lines).unwrap(), pretty);
}

#[test]
fn rejects_conflicting_output_flags() {
    for (arguments, message) in [
        (&["ls", "-q", "-o", "json"][..], "--output cannot be used with -q"),
        (&["ls", "-q", "--raw"], "--raw cannot be used with -q"),
        (&["--json", "ls", "-o", "csv"], "cannot be used with"),
        (&["ls", "--raw", "--json"], "cannot be used with"),
        (&["ls", "-o", "yaml"], "--output"),
        (&["ls", "--columns", "id"], "--columns supports only table, csv and tsv"),
        (&["ls", "-q", "--columns", "id"], "--columns supports only table, csv and tsv"),
        (
            &["ls", "-o", "csv", "--columns", "id,nope"],
            "'nope' for '--columns <FIELDS>': unknown field; valid fields: id, description",
        ),
        (&["ls", "--no-header"], "--no-header requires a format with a header"),
        (&["get", "k", "-o", "table", "--no-header"], "--no-header requires a format with a header"),
        (&["rm", "k", "-o", "csv"], "`rm` prints no rows and supports only --output json"),
        (&["patch", "k", "--description", "a", "-o", "table"], "supports only --output json"),
        (&["completion", "bash", "-o", "json"], "`completion` does not support --output"),
        (&["help", "-q"], "`help` does not support -q"),
        (&["demo", "--raw", "--", "ls"], "`demo` does not support --raw"),
        (&["context", "ls", "--raw"], "`context ls` does not support --raw"),
        (&["api-key", "config", "diff", "--raw", "x"], "`config diff` does not support --raw"),
    ] {
        let run = run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?} {}", run.stderr);
        assert!(run.stderr.contains(message), "{message:?} is not in {}", run.stderr);
    }
}

#[test]
fn the_trace_omits_credentials() {
    let site = TestSite::new();
    let response = ["Set-Cookie", "X-Auth", "X-Some-Token", "X-Secret-Id", "X-Key"]
        .iter()
        .fold(DemoResponse::new(200), |response, name| response.with_header(name, "fake-secret"))
        .with_header("Content-Type", "application/json");
    site.listener.tenant().fail_next(1, Fault::Response(DemoResponse { body: br#"{"data":[]}"#.to_vec(), ..response }));
    let run = site.run(&["ls", "--limit", "1", "-v", "--headers", "X-Api-Key=fake-secret,X-Plain=fake-secret"]);
    assert_eq!(run.code, 0);
    let url = site.listener.url();
    for line in [
        &format!("> GET {url}/api/v1/api-keys?limit=1") as &str,
        "> authorization: Bearer **omitted**",
        "> x-api-key: **omitted**",
        "> x-plain: **omitted**",
        "< set-cookie: **omitted**",
        "< content-type: application/json",
    ] {
        assert!(run.stderr.lines().any(|traced| traced == line), "{line:?} is not in the trace");
    }
    assert!(run.stderr.contains("\n< 200 OK ("), "{}", run.stderr);
    assert!(!run.stderr.contains("fake-secret") && !run.stderr.contains("eyJ"), "a credential is in the trace");
    run.json();
}
