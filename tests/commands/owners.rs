//! `--owners` and `--owner`: who owns a key, in tables and in data, and whose keys are listed.

use std::collections::HashMap;

#[cfg(unix)]
use qlik_api_key::demo::RequestMatcher;
use qlik_api_key::demo::{KeySpec, SubType, TestUser, UserStatus};
use serde_json::{Value, json};

#[cfg(unix)]
use crate::support::pty;
use crate::support::{CliOutput, TestSite};
#[cfg(unix)]
use crate::support::{isolated_in, json_fault, std_binary};

/// The requests for users in the log, which is cleared.
fn take_user_requests(site: &TestSite) -> Vec<String> {
    let mut requests = site.take_requests();
    requests.retain(|request| request.starts_with("GET /api/v1/users"));
    requests
}

/// Runs a command on a wide terminal; returns what it shows.
#[cfg(unix)] // Needs a pseudo-terminal.
fn on_terminal(site: &TestSite, arguments: &[&str]) -> String {
    pty::run_on_terminal(site.std_command(arguments), 200, "").text
}

/// A tenant with keys of users of every status, of a SCIM client and of the signed-in user.
fn site_with_all_owners() -> TestSite {
    TestSite::empty(|tenant| {
        for (description, user) in [
            ("of a developer", TestUser::Developer),
            ("of a disabled user", TestUser::Disabled),
            ("of an invited user", TestUser::Invited),
            ("of nobody", TestUser::Gone),
        ] {
            tenant.add_key(KeySpec::new(description).owner(user));
        }
        tenant.add_key(KeySpec::new("of a client").sub(r"SCIM\65f0c1d2e3a4b5c6d7e8f901", SubType::ExternalClient));
    })
}

fn row_of<'a>(rows: &'a Value, description: &str) -> &'a Value {
    rows.as_array().unwrap().iter().find(|row| row["description"] == description).unwrap()
}

/// Makes the next `count` requests for users fail with this status.
#[cfg(unix)]
fn fail_user_requests(site: &TestSite, count: usize, status: u16) {
    let fault = json_fault(status, r#"{"errors":[{"code":"USERS-9","title":"Refused"}]}"#);
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains("/api/v1/users"), count, fault);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_table_on_a_terminal_names_the_owners() {
    let site = site_with_all_owners();
    let gone = site.listener.tenant().user_id(TestUser::Gone).to_owned();
    let table = on_terminal(&site, &["ls"]);
    for (description, owner) in [
        ("demo sign-in", "you"),
        ("of a developer", "Dev Developer"),
        ("of a disabled user", "Dora Disabled (disabled)"),
        ("of an invited user", "Ivo Invited"),
        ("of nobody", &format!("{gone} (gone)")),
    ] {
        let is_row = |line: &&str| line.contains(description) && line.contains(owner);
        assert!(table.lines().any(|line| is_row(&line)), "{description} {owner}: {table}");
    }
    assert_eq!(take_user_requests(&site).len(), 2);
    let table = on_terminal(&site, &["ls", "--owners=never"]);
    assert!(table.contains("Subject") && !table.contains("Owner") && !table.contains("you"), "{table}");
    on_terminal(&site, &["ls", "--columns", "id,status"]);
    assert_eq!(take_user_requests(&site), Vec::<String>::new());
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_narrow_terminal_shows_and_looks_up_owners_only_if_asked() {
    let site = site_with_all_owners();
    let narrow = |arguments: &[&str]| pty::run_on_terminal(site.std_command(arguments), 80, "").text;
    assert!(!narrow(&["ls"]).contains("Owner"));
    narrow(&["expiring", "--within", "P60D"]);
    assert_eq!(take_user_requests(&site), Vec::<String>::new());
    let table = narrow(&["ls", "--owners", "--no-color"]);
    assert!(table.contains("  Owner  ") && table.contains("  you  "), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

#[test]
fn nothing_is_looked_up_in_a_pipe_unless_asked() {
    let site = site_with_all_owners();
    for format in [&[][..], &["-o", "table"], &["-o", "csv"], &["-q"], &["--raw"]] {
        let run = site.run(&[&["ls"], format].concat()).succeeds();
        assert!(!run.stdout.contains("owner") && !run.stdout.contains("Owner"), "{}", run.stdout);
    }
    assert_eq!(take_user_requests(&site), Vec::<String>::new());
}

#[test]
fn json_rows_have_the_owner_with_status_and_email() {
    let site = site_with_all_owners();
    let ids = {
        let tenant = site.listener.tenant();
        [TestUser::Developer, TestUser::Invited, TestUser::Gone].map(|user| tenant.user_id(user).to_owned())
    };
    let [developer, invited, gone] = &ids;
    for arguments in [&["ls", "--owners"][..], &["ls", "--owners=always", "--json"], &["ls", "--owners", "--jq", "."]] {
        let rows = site.run(arguments).succeeds().json();
        let owner = |description: &str| row_of(&rows, description)["owner"].clone();
        let details = |id: &str, name: &str, email: &str, status: &str| json!({"id": id, "name": name, "email": email, "status": status});
        assert_eq!(owner("of a developer"), details(developer, "Dev Developer", "dev@demo.example", "active"));
        assert_eq!(owner("of an invited user"), details(invited, "Ivo Invited", "ivo@demo.example", "invited"));
        assert_eq!(owner("of nobody"), json!({"id": gone, "name": null, "email": null, "status": "gone"}));
        assert_eq!(owner("of a client"), Value::Null);
        assert_eq!(row_of(&rows, "demo sign-in")["owner"]["status"], "active");
    }
    let lines = site.run(&["ls", "--owners", "-o", "jsonl"]).succeeds().stdout;
    assert!(lines.lines().all(|line| line.contains(r#""owner":"#)), "{lines}");
}

#[test]
fn csv_has_three_columns_for_the_owner() {
    let site = site_with_all_owners();
    let csv = site.run(&["ls", "--owners", "-o", "csv"]).succeeds().stdout;
    let header = csv.lines().next().unwrap();
    assert!(header.ends_with(",tenantId,ownerName,ownerEmail,ownerStatus"), "{header}");
    assert!(csv.contains(",Dora Disabled,dora@demo.example,disabled\n") && csv.contains(",,,gone\n"), "{csv}");
    let selected = site.run(&["ls", "--columns", "description,ownerName,ownerStatus", "-o", "tsv"]).succeeds().stdout;
    assert!(selected.contains("of a disabled user\tDora Disabled\tdisabled\n"), "{selected}");
    let table = site.run(&["expiring", "--within", "P10Y", "--columns", "owner,ownerEmail", "-o", "table"]);
    assert!(table.stdout.starts_with("Owner ") && table.stdout.contains("dev@demo.example"), "{}", table.stdout);
}

#[test]
fn owners_can_not_be_shown_where_nothing_shows_them() {
    let site = TestSite::new();
    site.assert_usage_errors(&[
        (&["ls", "--owners", "--raw"], "--owners cannot be used with --raw or -q"),
        (&["ls", "--owners", "-q"], "--owners cannot be used with --raw or -q"),
        (&["ls", "--owners=never", "--columns", "owner", "-o", "csv"], "--owners=never cannot be used with --columns"),
        (&["ls", "--owners=sometimes"], "invalid value 'sometimes' for '--owners"),
        (&["ls", "--owner", "me", "--sub", "x"], "cannot be used with"),
        (&["ls", "--owner", " "], "--owner"),
    ]);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn get_and_expiring_show_the_owner() {
    let site = site_with_all_owners();
    let id = site.key_id("of a developer");
    assert!(on_terminal(&site, &["get", &id]).contains("\nowner: Dev Developer\n"));
    assert_eq!(site.run(&["get", &id, "--owners"]).succeeds().json()["owner"]["name"], "Dev Developer");
    assert_eq!(site.run(&["get", &id]).succeeds().json().get("owner"), None);
    let run = site.run(&["expiring", "--within", "P10Y", "--owners"]);
    assert_eq!(row_of(&run.json(), "of nobody")["owner"]["status"], "gone");
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_refusal_shows_ids_and_is_noted_once() {
    let site = site_with_all_owners();
    let developer = site.listener.tenant().user_id(TestUser::Developer).to_owned();
    let note = "owners are shown as IDs, because this credential may not list users";
    fail_user_requests(&site, 9, 403);
    let table = on_terminal(&site, &["ls"]);
    assert!(table.contains(&developer) && table.matches(note).count() == 1, "{table}");
    assert_eq!(take_user_requests(&site).len(), 1);
    site.listener.tenant().clear_faults();
    fail_user_requests(&site, 9, 403);
    let run = site.run(&["ls", "--owners"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, format!("{note}\n").as_str()));
    assert_eq!(row_of(&run.json(), "of a developer")["owner"], json!({"id": developer}));
    assert_eq!(site.run(&["expiring", "--owners", "--within", "P10Y"]).code, 10);
    site.listener.tenant().clear_faults();
    fail_user_requests(&site, 9, 500);
    let run = site.run(&["ls", "--owners"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "owners are shown as IDs: Refused (code USERS-9)\n"));
}

/// 2,000 keys of 150 owners: three are gone, two disabled and one invited.
#[test]
fn many_owners_take_few_requests() {
    let mut owners: HashMap<String, &str> = HashMap::new();
    let site = TestSite::empty(|tenant| {
        let ids: Vec<String> = (0..150)
            .map(|number| {
                let (status, name) = match number {
                    0..3 => (None, "gone"),
                    3..5 => (Some(UserStatus::Disabled), "disabled"),
                    5 => (Some(UserStatus::Invited), "invited"),
                    _ => (Some(UserStatus::Active), "active"),
                };
                let id = tenant.add_user(&format!("User {number}"), status);
                owners.insert(id.clone(), name);
                id
            })
            .collect();
        for number in 0..1997 {
            tenant.add_key(KeySpec::new("a").sub(&ids[number * 7 % 150], SubType::User));
        }
    });
    let rows = site.run(&["ls", "--owners", "--json"]).succeeds().json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 2000);
    for row in rows {
        let owner = &row["owner"];
        assert_eq!(owner["id"], row["sub"]);
        let expected = owners.get(row["sub"].as_str().unwrap()).copied().unwrap_or("active");
        assert_eq!(owner["status"], expected, "{row}");
    }
    let requests = site.take_requests();
    let is_page = |request: &&String| request.starts_with("GET /api/v1/api-keys?");
    let pages = requests.iter().filter(is_page).count();
    assert!(pages == 20 || pages == 21, "{pages}");
    assert!(requests.len() - pages <= 6, "{} requests for users", requests.len() - pages);
    // They run beside the list: at its end, at most the last users and those of another status are missing.
    let last_page = requests.iter().rposition(|request| is_page(&request)).unwrap();
    assert!(requests.len() - 1 - last_page <= 2, "{} requests after the list", requests.len() - 1 - last_page);
}

#[test]
fn quotes_in_a_name_are_escaped() {
    let site = TestSite::empty(|tenant| {
        let id = tenant.add_user(r#"A "quoted\" name"#, Some(UserStatus::Active));
        tenant.add_key(KeySpec::new("quoted").sub(&id, SubType::User));
    });
    let rows = site.run(&["ls", "--owner", r#"a "QUOTED\" name"#]).succeeds().json();
    assert_eq!(rows[0]["description"], "quoted");
}

fn descriptions(run: CliOutput) -> Vec<String> {
    let rows = run.succeeds().json();
    rows.as_array().unwrap().iter().map(|row| row["description"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_owner_is_me_an_id_an_email_or_a_name() {
    let site = site_with_all_owners();
    let gone = site.listener.tenant().user_id(TestUser::Gone).to_owned();
    let developer = site.listener.tenant().user_id(TestUser::Developer).to_owned();
    for (who, expected) in [
        ("me", "demo sign-in"),
        (developer.as_str(), "of a developer"),
        ("DEV@demo.example", "of a developer"),
        ("dev developer", "of a developer"),
        (gone.as_str(), "of nobody"),
    ] {
        let found = descriptions(site.run(&["ls", "--owner", who, "--sort", "-created"]));
        assert!(found.contains(&expected.to_owned()), "{who}: {found:?}");
        assert!(found.len() <= 2, "{who}: {found:?}");
    }
    let requests = site.take_requests();
    assert!(requests[0].contains("sub="), "{requests:?}");
    let expiring = site.run(&["expiring", "--owner", "Dora Disabled", "--within", "P10Y"]);
    assert_eq!(expiring.json()[0]["description"], "of a disabled user");
}

#[test]
fn an_unknown_or_ambiguous_owner_is_an_error() {
    let site = TestSite::empty(|tenant| {
        tenant.add_user("Sam Twin", Some(UserStatus::Active));
        tenant.add_user("SAM TWIN", Some(UserStatus::Disabled));
    });
    let run = site.run(&["ls", "--owner", "Sam Twin"]).fails(2, "error: Sam Twin is the name of 2 users: ");
    assert!(run.stderr.contains(", disabled)") && run.stderr.contains("hint: use the ID"), "{}", run.stderr);
    site.run(&["ls", "--owner", "Sam"]).fails(5, "error: there is no user Sam\n");
    site.run(&["ls", "--owner", "sam@demo.example"]).fails(5, "error: there is no user sam@demo.example");
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn names_are_cached_for_the_signed_in_user_without_emails() {
    let site = site_with_all_owners();
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = isolated_in(home.path(), std_binary());
        command.args(arguments).envs(site.env_vars()).env_remove("QLIK_NO_CACHE");
        pty::run_on_terminal(command, 200, "").text
    };
    assert!(run(&["ls"]).contains("Dev Developer"));
    assert_eq!(take_user_requests(&site).len(), 2);
    assert!(run(&["ls"]).contains("Dora Disabled (disabled)"));
    assert_eq!(take_user_requests(&site), Vec::<String>::new());
    let folder = home.path().join(".cache/qlik/owners");
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [file] = &files[..] else { panic!("{files:?}") };
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("Dora Disabled") && !text.contains('@'), "{text}");
    // Names from yesterday are asked for again.
    let yesterday = jiff::Timestamp::now().as_second() - 24 * 3600 - 60;
    let old: String = text
        .lines()
        .map(|line| {
            let mut fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if fields.len() == 4 {
                fields[1] = yesterday.to_string();
            }
            fields.join("\t") + "\n"
        })
        .collect();
    std::fs::write(file, old).unwrap();
    run(&["ls"]);
    assert_eq!(take_user_requests(&site).len(), 2);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_question_names_the_owner() {
    let site = site_with_all_owners();
    let ids = ["of a developer", "of a disabled user"].map(|description| site.key_id(description));
    let screen = pty::run_on_terminal(site.std_command(&["rm", &ids[0]]), 200, "n\n").text;
    assert!(screen.contains("\"of a developer\" of Dev Developer"), "{screen}");
    let screen = pty::run_on_terminal(site.std_command(&["rm", &ids[0], &ids[1]]), 200, "n\n").text;
    assert!(screen.contains("\"of a disabled user\" of Dora Disabled (disabled)"), "{screen}");
}
