//! `rotate`: a new key in the place of an old one, in every way and with everything that can go wrong.

use std::path::PathBuf;

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};
use serde_json::Value;

use crate::support::Run;
use crate::support::home::Home;
#[cfg(target_os = "linux")]
use crate::support::process::{self, Child};

/// A home with a context "prod" that signs in with a key of its own, which lives 30 days.
fn prod() -> (Home, String) {
    let mut home = Home::new();
    let id = plant(&mut home, KeySpec::new("robot"));
    home.create("prod", &[]);
    (home, id)
}

/// Puts a key into the tenant, for the home to sign in with; gives back its ID.
fn plant(home: &mut Home, spec: KeySpec) -> String {
    let mut tenant = home.site.listener.tenant();
    let id = tenant.add_key(spec);
    home.token = tenant.key_token(&id).unwrap().to_owned();
    id
}

/// The ID of the key that the context signs in with.
#[track_caller]
fn signed_in_with(home: &Home) -> String {
    home.run(&["context", "check", "prod", "--json"]).ok().json()["keyId"].as_str().unwrap().to_owned()
}

/// The IDs of the active keys of this description.
fn active(home: &Home, description: &str) -> Vec<String> {
    let keys = home.site.run(&["ls", "--status", "active", "--json"]).ok().json();
    let same = keys.as_array().unwrap().iter().filter(|key| key["description"] == description).cloned();
    let ids = same.map(|key| key["id"].as_str().unwrap().to_owned()).collect();
    home.site.requests();
    ids
}

/// The files that a rotation leaves in the folder for state.
fn journal(home: &Home) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(home.folder.path().join(".local/state/qlik"));
    entries.map(|entries| entries.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default()
}

/// The paths and methods of the requests.
fn requests(home: &Home) -> Vec<String> {
    let line = |request: &String| request.split(['?', ' ']).take(2).collect::<Vec<_>>().join(" ");
    home.site.requests().iter().map(line).collect()
}

fn id_of(run: &Run) -> String {
    run.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_contexts_own_key_is_renewed_in_its_place_and_the_old_one_goes_last() {
    let (home, old) = prod();
    let run = home.run(&["rotate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let new = id_of(&run);
    assert!(run.json().get("token").is_none(), "the token is on stdout");
    let told = format!(
        "rotated API key {old} to {new}, which ends in 30 days; its token went to context \"prod\" (file); the old key was removed\n"
    );
    assert_eq!(run.stderr, told);
    assert_eq!(
        requests(&home),
        [
            &format!("GET /api/v1/api-keys/{old}"),
            "GET /api/v1/api-keys/configs/UURtugv3nbXogpZRWr5EB5n4LrjjCI8P",
            "GET /api/v1/api-keys",
            "GET /api/v1/api-keys",
            "POST /api/v1/api-keys",
            "GET /api/v1/users/me",
            &format!("DELETE /api/v1/api-keys/{old}"),
        ]
    );
    assert_eq!((signed_in_with(&home), active(&home, "robot")), (new.clone(), vec![new.clone()]));
    assert_eq!(journal(&home), Vec::<PathBuf>::new());
    let secrets = std::fs::read_to_string(home.profile().with_file_name("credentials.toml")).unwrap();
    assert_eq!(secrets.lines().count(), 1, "more than the one secret is kept");
    let key = home.run(&["get", &new]).ok().json();
    assert_eq!((&key["description"], &key["expiry"]), (&"robot".into(), &"2026-12-23T12:00:00Z".into()));
}

#[test]
fn in_every_format_and_quietly() {
    let (home, _) = prod();
    for (more, lines) in [
        (&["-o", "table"][..], 10),
        (&["-o", "jsonl"], 1),
        (&["-o", "csv", "--columns", "id,expiry"], 2),
        (&["--json"], 12),
    ] {
        let run = home.run(&[&["rotate"], more].concat());
        assert_eq!((run.code, run.stdout.lines().count()), (0, lines), "{more:?}: {}", run.stderr);
        assert!(!run.stdout.contains("eyJ"), "{more:?}: the token is on stdout");
    }
    let quiet = home.run(&["rotate", "-q"]).ok();
    assert_eq!(quiet.stdout, format!("{}\n", signed_in_with(&home)));
    home.run(&["rotate", "--raw"]).fails(2, "--raw prints the whole answer with the token in it");
}

#[test]
fn a_sign_in_whose_key_is_kept_elsewhere_is_refused_before_anything_is_sent() {
    let home = Home::new();
    let url = home.site.listener.url();
    for (name, flags) in [("env", ["--api-key-env", "KEY"]), ("command", ["--api-key-command", "cat key"])] {
        assert_eq!(home.run(&[&["context", "create", name, "-s", &url][..], &flags].concat()).code, 0);
    }
    let line = ["context", "create", "oauth", "-s", &url, "--oauth-client-id", "a", "--oauth-client-secret-stdin"];
    assert_eq!(home.with_stdin(&[&line[..], &["--store", "file"]].concat(), "fake-secret").code, 0);
    let ways = "hint: name where the new token goes: --save-to NAME, --token-file PATH, --token-only or --exec CMD";
    for (name, told, hint) in [
        ("env", "context \"env\" takes its key from KEY, where a new one can't be put", ways),
        ("command", "context \"command\" takes its key from a command", ways),
        (
            "oauth",
            "context \"oauth\" signs in by OAuth, not with an API key",
            "hint: name the key: qlik-api-key rotate ID",
        ),
    ] {
        home.run(&["rotate", "--context", name]).fails(2, told).fails(2, hint);
    }
    let run = Run::from(home.command(&["rotate"]).envs(home.site.variables()).output().unwrap());
    run.fails(2, "the key you sign in with is from QLIK_API_KEY").fails(2, ways);
    for line in [
        &["rotate", "--resume", "--overlap", "P1D"][..],
        &["rotate", "--finish", "ID"],
        &["rotate", "--resume", "--dry-run"],
        &["rotate", "--keep-old", "--remove-old"],
        &["rotate", "--if-expires-within", "7d"],
        &["rotate", "--overlap", "-P1D"],
        &["rotate", "--expiry", "tomorrow"],
        &["rotate", "--description", " "],
    ] {
        assert_eq!(home.run(line).code, 2, "{line:?}");
    }
    assert_eq!(requests(&home), Vec::<String>::new());
}

#[test]
fn a_key_by_its_id_goes_where_it_is_told_and_the_old_one_stays() {
    let (home, _) = prod();
    let path = home.folder.path().join("token");
    let file = path.to_str().unwrap();
    let old = home.site.id_of("CI pipeline");
    let run = home.run(&["rotate", &old, "--token-file", file]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let new = id_of(&run);
    assert!(run.stderr.ends_with(&format!("its token went to {file}; the old key stays\n")), "{}", run.stderr);
    assert!(std::fs::read_to_string(&path).unwrap() == home.site.listener.tenant().key_token(&new).unwrap());
    assert_eq!(active(&home, "CI pipeline"), [new.clone(), old.clone()]);
    let run = home.run(&["rotate", &old, "--token-only", "--remove-old"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 1));
    assert!(run.stderr.ends_with("its token went to stdout; the old key was removed\n"), "{}", run.stderr);
    assert!(!active(&home, "CI pipeline").contains(&old));
    let run =
        home.run(&["rotate", &new, "--exec", "cat >/dev/null", "--description", "CI, renewed", "--expiry", "P2D"]);
    let key = run.json();
    assert_eq!((&key["description"], &key["expiry"]), (&"CI, renewed".into(), &"2026-11-25T12:00:00Z".into()));
    let run = home.run(&["rotate", &new, "--save-to", "ci", "--store", "file", "-q"]).ok();
    let check = home.run(&["context", "check", "ci", "--json"]).ok().json();
    assert_eq!(check["keyId"], run.stdout.trim_end());
    let run = home.run(&["rotate", &new]);
    assert!(run.json()["token"].as_str().unwrap().starts_with("eyJ"), "the token is on stdout without a destination");
    home.run(&["rotate", "nope", "--token-only"]).fails(5, "could not get API key nope");
}

#[test]
fn another_users_key_is_renewed_for_that_user() {
    let (home, _) = prod();
    let old = home.site.id_of("laptop, qlik-cli");
    let run = home.run(&["rotate", &old, "--exec", "cat >/dev/null", "--remove-old"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let developer = home.site.listener.tenant().user_id(TestUser::Developer).to_owned();
    assert_eq!(run.json()["sub"], developer.as_str());
    assert_eq!(home.site.run(&["get", &old]).ok().json()["status"], "revoked");
}

#[test]
fn a_scim_key_is_not_tried_and_the_old_one_stays_or_goes_later() {
    let (home, _) = prod();
    let old = home.site.id_of("SCIM for the identity provider");
    let rotate = |more: &[&str]| home.run(&[&["rotate", &old, "--exec", "cat >/dev/null"], more].concat());
    rotate(&["--remove-old"]).fails(2, "--remove-old: a SCIM key can't sign in");
    let run = rotate(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.starts_with("a SCIM key can't sign in, so the new one is not tried; the old one stays\n"));
    assert_eq!(
        (&run.json()["subType"], &run.json()["sub"]),
        (&"externalClient".into(), &"SCIM\\65f0c1d2e3a4b5c6d7e8f901".into())
    );
    assert!(!requests(&home).contains(&"GET /api/v1/users/me".to_owned()));
    assert_eq!(rotate(&["--overlap", "P1D"]).code, 0);
    home.site.listener.tenant().freeze_clock("2026-11-24T12:00:00Z".parse().unwrap());
    assert_eq!(home.run(&["rotate", "--finish"]).code, 0);
    assert_eq!(home.site.run(&["get", &old]).code, 5);
}

#[test]
fn an_overlap_is_finished_when_it_is_over() {
    let (home, old) = prod();
    let run = home.run(&["rotate", "--overlap", "P1D"]);
    let new = id_of(&run);
    assert!(
        run.stderr
            .ends_with("; the old key is due for removal at 2026-11-24T12:00:00Z (qlik-api-key rotate --finish)\n")
    );
    assert_eq!(active(&home, "robot").len(), 2);
    let run = home.run(&["rotate", "--finish"]);
    let told = format!("API key {old}, which {new} replaced, is due for removal at 2026-11-24T12:00:00Z\n");
    assert_eq!((run.code, run.stderr), (0, told));
    assert_eq!(
        home.run(&["rotate", "--if-expires-within", "P1D"]).stderr.lines().count(),
        1,
        "what is not due is not told"
    );
    home.site.listener.tenant().freeze_clock("2026-11-24T12:00:00Z".parse().unwrap());
    let run = home.run(&["rotate", "--finish"]);
    assert_eq!((run.code, run.stderr), (0, format!("{new} replaced API key {old}; the old key was removed\n")));
    assert_eq!((active(&home, "robot"), journal(&home)), (vec![new], Vec::new()));
    let run = home.run(&["rotate", "--finish"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "there is nothing to finish\n"));
    let run = home.run(&["rotate", "--resume", "-q"]);
    assert_eq!((run.code, run.stderr.as_str(), run.stdout.as_str()), (0, "", ""));
}

#[test]
fn the_tenants_limits_are_kept() {
    let (home, _) = prod();
    home.site.listener.tenant().configure("/max_api_key_expiry", &"P7D".into()).unwrap();
    let run = home.run(&["rotate"]);
    assert!(
        run.stderr.starts_with("the new key lives P7D, the longest that the tenant allows, instead of P30D\n"),
        "{}",
        run.stderr
    );
    assert_eq!(run.json()["expiry"], "2026-11-30T12:00:00Z");
    let run = home.run(&["rotate", "--expiry", "P8D"]);
    assert!(run.stderr.starts_with("the new key lives P7D, the longest that the tenant allows, instead of P8D\n"));
    assert_eq!(home.run(&["rotate", "--expiry", "P1D"]).json()["expiry"], "2026-11-24T12:00:00Z");

    home.site.listener.tenant().configure("/max_keys_per_user", &4.into()).unwrap();
    requests(&home);
    let run = home.run(&["rotate"]).fails(1, "there is no room for the new key");
    let soonest = home.site.id_of("CI pipeline");
    assert!(
        run.stderr.contains("(max_keys_per_user)\nhint: remove one first, such as \"CI pipeline\", ends in 50 days: "),
        "{}",
        run.stderr
    );
    assert!(run.stderr.ends_with(&format!("qlik-api-key rm {soonest}\n")), "{}", run.stderr);
    assert!(!requests(&home).iter().any(|request| request.starts_with("POST")));
    assert_eq!(journal(&home), Vec::<PathBuf>::new());
    // Who may not read the configuration is told what is not looked at.
    home.site.listener.tenant().configure("/max_keys_per_user", &50.into()).unwrap();
    home.site.listener.tenant().fail_when(RequestMatcher::any().target_contains("configs"), 1, Fault::status(403));
    let run = home.run(&["rotate"]);
    assert!(run.code == 0 && run.stderr.starts_with("the tenant's configuration can't be read"), "{}", run.stderr);
}

#[test]
fn only_when_it_is_time() {
    let (home, _) = prod();
    let rotate = |within: &str| home.run(&["rotate", "--if-expires-within", within]);
    let run = rotate("P7D");
    let id = signed_in_with(&home);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, format!("API key {id} ends in 30 days; it is to be renewed in 23 days\n"));
    let run = rotate("P29D");
    let told = "ends in 30 days; it is to be renewed in 20 days (as its life is short, its last third counts)\n";
    assert_eq!(run.stderr, format!("API key {id} {told}"));
    assert_eq!(home.run(&["rotate", "--if-expires-within", "P29D", "-q"]).ok().stdout, "");
    home.site.listener.tenant().freeze_clock("2026-12-16T12:00:00Z".parse().unwrap());
    let run = rotate("P7D");
    assert!(run.code == 0 && run.stderr.starts_with(&format!("rotated API key {id} to ")), "{}", run.stderr);
    home.site.listener.tenant().freeze_clock("2027-01-05T12:00:00Z".parse().unwrap());
    let run = rotate("P29D");
    assert!(
        run.stderr.contains(" ends in 10 days (as its life is short, its last third counts)\nrotated API key "),
        "{}",
        run.stderr
    );
}

#[test]
fn a_plan_is_only_a_plan() {
    let (home, old) = prod();
    let run = home.run(&["rotate", "--dry-run", "--json", "--overlap", "P1D", "--description", "next"]).ok();
    let plan = run.json();
    assert_eq!(
        (&plan["id"], &plan["newDescription"], &plan["newExpiry"]),
        (&old.as_str().into(), &"next".into(), &"P30D".into())
    );
    assert_eq!(plan["destination"], "context \"prod\" (file)");
    assert_eq!(plan["oldKey"], "is due for removal at 2026-11-24T12:00:00Z");
    assert!(
        home.run(&["rotate", "--dry-run"]).ok().stdout.contains("oldKey: is removed once the new one has signed in\n")
    );
    assert!(requests(&home).iter().all(|request| request.starts_with("GET ")));
    assert_eq!((signed_in_with(&home), journal(&home)), (old, Vec::new()));
}

#[test]
fn a_key_that_does_not_sign_in_at_once_is_waited_for_and_one_that_does_not_is_undone() {
    let (home, old) = prod();
    home.site.listener.tenant().fail_when(RequestMatcher::any().target_contains("users/me"), 1, Fault::status(401));
    assert_eq!(home.run(&["rotate"]).code, 0);
    let new = signed_in_with(&home);
    assert_ne!(new, old);
    home.site.listener.tenant().fail_when(RequestMatcher::any().target_contains("users/me"), 1, Fault::status(403));
    let run = home.run(&["rotate"]).fails(4, "the new API key does not sign in; the new key ");
    assert!(run.stderr.contains(&format!(" was removed again, and {new} stays as it is\n")), "{}", run.stderr);
    assert_eq!((signed_in_with(&home), active(&home, "robot"), journal(&home)), (new.clone(), vec![new], Vec::new()));
}

#[test]
fn a_command_that_fails_leaves_all_as_it_was() {
    let (home, _) = prod();
    let old = home.site.id_of("CI pipeline");
    let run = home.run(&["rotate", &old, "--exec", "exit 3", "--remove-old"]).fails(1, "failed (exit status: 3)");
    assert!(run.stderr.contains(&format!("was removed again, and {old} stays as it is")), "{}", run.stderr);
    assert_eq!((active(&home, "CI pipeline"), journal(&home)), (vec![old.clone()], Vec::new()));
    let run = home.run(&["rotate", &old, "--exec", "exit 3", "--remove-old", "--keep-on-failure"]);
    run.fails(1, "could not be handed over to the command of --exec; it is in ");
    assert_eq!(active(&home, "CI pipeline").len(), 2);
}

#[test]
fn an_old_key_that_can_not_be_removed_is_told_and_tried_again() {
    let (home, old) = prod();
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE"), 2, Fault::status(403));
    let run = home.run(&["rotate"]).fails(8, "is in its place, but the old one");
    assert!(run.stderr.ends_with("hint: qlik-api-key rotate --resume\n"), "{}", run.stderr);
    let new = signed_in_with(&home);
    assert_ne!(new, old);
    // It is no reason to let the new one expire.
    let run = home.run(&["rotate", "--if-expires-within", "P1D"]);
    assert!(run.code == 0 && run.stderr.starts_with("warning: API key "), "{}", run.stderr);
    assert_eq!(
        home.run(&["rotate", "--resume"]).stderr,
        format!("{new} replaced API key {old}; the old key was removed\n")
    );
    assert_eq!((active(&home, "robot"), journal(&home)), (vec![new], Vec::new()));
}

#[test]
fn a_create_of_unknown_outcome_is_undone_by_the_next_run() {
    for (fault, told) in [(Fault::DropResponse, " was removed\n"), (Fault::DropRequest, "no new key came of it\n")] {
        let (home, old) = prod();
        // A twin that was there before is nobody's orphan.
        let twin = home.site.listener.tenant().add_key(KeySpec::new("robot"));
        home.site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, fault);
        let run = home.run(&["rotate"]).fails(9, "a key may exist");
        assert!(
            run.stderr.ends_with("hint: qlik-api-key rotate --resume (it removes the key that may have come of it)\n")
        );
        let run = home.run(&["rotate", "--resume"]);
        assert!(run.code == 0 && run.stderr.starts_with(&format!("undid the rotation of {old}: ")), "{}", run.stderr);
        assert!(run.stderr.ends_with(told), "{}", run.stderr);
        let mut left = active(&home, "robot");
        left.sort();
        let mut wanted = vec![old.clone(), twin];
        wanted.sort();
        assert_eq!((left, signed_in_with(&home), journal(&home)), (wanted, old, Vec::new()));
    }
}

#[test]
fn two_rotations_at_once_take_turns() {
    let (home, _) = prod();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(home.run(&["rotate", "-q"]).code, 0));
        }
    });
    assert_eq!((active(&home, "robot"), journal(&home)), (vec![signed_in_with(&home)], Vec::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_token_that_could_not_be_printed_is_rescued_and_both_keys_stay() {
    let (home, _) = prod();
    let old = home.site.id_of("CI pipeline");
    let mut command = process::program();
    command.env_clear().env("HOME", home.folder.path()).args(["rotate", &old, "--remove-old"]);
    command.stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let output = Child::start(command.stderr(std::process::Stdio::piped())).output();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && told.contains("it is in "), "{told}");
    assert_eq!(active(&home, "CI pipeline").len(), 2);
    let run = home.run(&["rotate", "--resume"]);
    assert!(run.stderr.contains("so both keys stay; if it did not arrive: qlik-api-key rm "), "{}", run.stderr);
    assert_eq!(home.run(&["rotate", "--resume"]).stderr, "there is nothing to finish\n");
}

#[test]
fn without_a_place_for_the_journal_nothing_is_sent() {
    let home = Home::new();
    let url = home.site.listener.url();
    let mut command = home.command(&["rotate", "some-id", "--token-only"]);
    command.envs(home.site.variables()).env("XDG_STATE_HOME", "/dev/null");
    Run::from(command.output().unwrap()).fails(1, "could not take ");
    std::fs::create_dir_all(home.folder.path().join(".local/state/qlik")).unwrap();
    let name: String = url.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let path = home.folder.path().join(format!(".local/state/qlik/rotations-{name}.json"));
    std::fs::write(&path, "[{]").unwrap();
    let mut command = home.command(&["rotate", "some-id", "--token-only"]);
    let run = Run::from(command.envs(home.site.variables()).output().unwrap()).fails(1, "could not read ");
    assert!(
        run.stderr.contains("line 1 column 3") && run.stderr.contains("hint: look at the rotations in it"),
        "{}",
        run.stderr
    );
    assert_eq!(requests(&home), Vec::<String>::new());
}

#[test]
fn a_protected_context_wants_yes() {
    let (home, old) = prod();
    assert_eq!(home.run(&["context", "protect", "prod"]).code, 0);
    home.run(&["rotate"]).fails(2, "--yes is needed to rotate an API key there");
    home.run(&["rotate", "--finish"]).fails(2, "--yes is needed");
    assert_eq!(requests(&home), Vec::<String>::new());
    assert_eq!(home.run(&["rotate", "--dry-run", "--json"]).ok().json()["id"], old.as_str());
    assert_eq!(home.run(&["rotate", "--yes"]).code, 0);
}

/// Sixty days of a tenant whose keys live a day at most, and one hourly line of cron.
#[test]
fn an_hourly_line_keeps_a_key_alive_for_sixty_days() {
    let mut home = Home::new();
    let born = home.site.listener.tenant().now(jiff::Timestamp::now());
    let mut spec = KeySpec::new("robot").created(born);
    spec = spec.expiry(born + jiff::SignedDuration::from_hours(24));
    plant(&mut home, spec);
    {
        let mut tenant = home.site.listener.tenant();
        tenant.configure("/max_api_key_expiry", &"PT24H".into()).unwrap();
        tenant.configure("/max_keys_per_user", &5.into()).unwrap();
        // Only those that the test signs in with are to count.
    }
    let (mut days, mut rotations) = (Vec::new(), 0);
    for id in ["CI pipeline", "Terraform"].map(|description| home.site.id_of(description)) {
        assert_eq!(home.site.run(&["rm", &id]).code, 0);
    }
    home.create("prod", &[]);
    for hour in 1..=60 * 24 {
        home.site.listener.tenant().advance_clock(jiff::SignedDuration::from_hours(1));
        signs_in(&home, hour);
        let run = home.run(&["rotate", "--if-expires-within", "P7D", "-q"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "hour {hour}");
        signs_in(&home, hour);
        rotations += home.site.requests().iter().filter(|request| request.starts_with("POST")).count();
        if hour % 24 == 0 {
            days.push(std::mem::take(&mut rotations));
        }
    }
    eprintln!("new keys a day: {days:?}");
    assert!(days.iter().all(|count| (1..=4).contains(count)), "{days:?}");
}

/// The context's key signs in at this hour.
fn signs_in(home: &Home, hour: i32) {
    let secrets = std::fs::read_to_string(home.profile().with_file_name("credentials.toml")).unwrap();
    let token = secrets.rsplit('"').nth(1).unwrap();
    let request = qlik_api_key::demo::DemoRequest::new("GET", "/api/v1/users/me").with_bearer_token(token);
    let reply = home.site.listener.tenant().handle(&request, jiff::Timestamp::now());
    assert_eq!(reply.response().unwrap().status, 200, "hour {hour}: the context does not sign in");
    let _: Value = serde_json::from_slice(&reply.response().unwrap().body).unwrap();
}
