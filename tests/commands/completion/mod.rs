//! The output for the completion scripts, and the completion cache. `.ci/completions` presses TAB in real shells.

mod cache;
mod words;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};

use crate::support::home::TestHome;
use crate::support::{CliOutput, TestSite, UNREACHABLE_ADDRESS, list_files};

/// The candidates, without flags, for a line with the cursor at its end: names and descriptions.
#[track_caller]
fn complete(home: &TestHome, line: &str) -> Vec<(String, String)> {
    run_completion(completion_command(home, line)).into_iter().filter(|(name, _)| !is_flag(name)).collect()
}

fn is_flag(name: &str) -> bool {
    name.starts_with("--") && !name.contains('=')
}

/// The command that a completion script runs for this line.
fn completion_command(home: &TestHome, line: &str) -> assert_cmd::Command {
    let (words, current_word) = line.rsplit_once(' ').unwrap_or(("", line));
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut command = home.command(&words);
    command.arg(current_word).env("_QLIK_API_KEY_COMPLETE", (words.len() + 1).to_string());
    command
}

#[track_caller]
fn run_completion(mut command: assert_cmd::Command) -> Vec<(String, String)> {
    let output = CliOutput::from(command.output().unwrap()).succeeds();
    output
        .stdout
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect()
}

#[track_caller]
fn complete_names(home: &TestHome, line: &str) -> Vec<String> {
    complete(home, line).into_iter().map(|(name, _)| name).collect()
}

/// The names of all candidates for this line, flags included.
#[track_caller]
fn complete_all(home: &TestHome, line: &str) -> Vec<String> {
    run_completion(completion_command(home, line)).into_iter().map(|(name, _)| name).collect()
}

fn cache_folder(home: &TestHome) -> PathBuf {
    crate::support::cache_folder(home.folder.path()).join("completion")
}

/// The files in the cache folder.
fn cache_files(home: &TestHome) -> Vec<PathBuf> {
    list_files(&cache_folder(home))
}

fn add_key(home: &TestHome, description: &str) -> String {
    home.site.listener.tenant().add_key(KeySpec::new(description))
}

/// A home with a context `prod` whose keys have been listed.
fn home_with_cached_keys() -> TestHome {
    let home = TestHome::new();
    home.create_context("prod", &["--comment", "the one"]);
    home.run(&["ls", "-q"]).succeeds();
    home
}

#[test]
fn completes_contexts_with_comment_or_host() {
    let home = TestHome::new();
    assert_eq!(complete_names(&home, " --context "), Vec::<String>::new());
    home.create_context("prod", &["--comment", "the one"]);
    home.create_context("my 'odd' $(x)", &[]);
    let host = home.site.listener.url().replace("http://", "");
    let all = [("prod", "the one"), ("my 'odd' $(x)", &host)].map(|(a, b)| (a.to_owned(), b.to_owned()));
    for line in
        ["context use ", "context get ", "context rm ", "ls --context ", "create --save-to ", "rotate --save-to "]
    {
        assert_eq!(complete(&home, line), all, "{line}");
    }
    assert_eq!(complete_names(&home, "ls --context=p"), ["--context=prod"]);
    assert_eq!(complete_names(&home, "ls --context=prod,"), ["--context=prod,my 'odd' $(x)"]);
    assert_eq!(complete_names(&home, "context rm prod "), ["my 'odd' $(x)"]);
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
}

#[test]
fn completes_listed_keys_with_active_ones_first() {
    let home = home_with_cached_keys();
    let list = home.run(&["ls"]).succeeds().json();
    home.site.take_requests();
    let all = complete(&home, "get ");
    let list = list.as_array().unwrap();
    assert_eq!((all.len(), list.len()), (10, 10));
    for key in list {
        let (id, description) = (key["id"].as_str().unwrap(), key["description"].as_str().unwrap());
        let (index, (_, text)) = all.iter().enumerate().find(|(_, (name, _))| name == id).unwrap();
        match key["status"].as_str().unwrap() {
            "active" => assert!(text == description && index < 8, "{id} {text}"),
            status => assert!(*text == format!("{description} ({status})") && index >= 8, "{id} {text}"),
        }
    }
    assert_eq!(complete(&home, "rm "), all);
    assert_eq!(complete(&home, "api-key patch "), all);
    assert_eq!(complete(&home, "rotate "), all[..8]);
    assert_eq!(complete_names(&home, &format!("get {}", &all[3].0[..2])), [all[3].0.as_str()]);
    assert_eq!(home.site.take_requests(), Vec::<String>::new(), "the tenant was queried");
}

#[test]
fn completes_every_key_and_context_argument() {
    let home = home_with_cached_keys();
    let keys = complete_names(&home, "get ");
    let (key, rest) = (keys[0].as_str(), &keys[1..]);
    let start = &key[..4];
    let contexts = ["prod".to_owned()];
    let prefixed = |prefix: &str, names: &[String]| names.iter().map(|name| format!("{prefix}{name}")).collect();
    for (line, expected) in [
        (format!("get {start}"), vec![key.to_owned()]),
        ("--json -v get ".into(), keys.clone()),
        ("--context=prod rm --yes ".into(), keys.clone()),
        (format!("rm {key} "), rest.to_vec()),
        ("rotate --expiry P1D ".into(), keys[..8].to_vec()),
        (format!("get -- {start}"), vec![key.to_owned()]),
        ("ls --startingAfter ".into(), keys.clone()),
        ("ls --starting-after ".into(), keys.clone()),
        (format!("ls --endingBefore={start}"), vec![format!("--endingBefore={key}")]),
        ("--context ".into(), contexts.to_vec()),
        ("get a --context ".into(), contexts.to_vec()),
        ("get --context=p".into(), prefixed("--context=", &contexts)),
        ("create --save-to p".into(), contexts.to_vec()),
        ("rotate a --save-to=".into(), prefixed("--save-to=", &contexts)),
        ("context update -s https://a ".into(), contexts.to_vec()),
        ("context rename ".into(), contexts.to_vec()),
        ("context rm a ".into(), contexts.to_vec()),
        ("context check p".into(), contexts.to_vec()),
        ("context protect ".into(), contexts.to_vec()),
        ("context unprotect ".into(), contexts.to_vec()),
    ] {
        assert_eq!(complete_names(&home, &line), expected, "{line}");
    }
}

#[test]
fn completes_context_lists_only_where_allowed() {
    let home = home_with_cached_keys();
    home.create_context("test", &[]);
    for (line, expected) in [
        ("ls --context prod,", &["prod,test"][..]),
        ("ls --context=prod,t", &["--context=prod,test"]),
        ("--context prod,", &["prod,test"]),
        ("config get --context prod,", &["prod,test"]),
        ("config diff a.toml --context prod,", &["prod,test"]),
        ("config apply a.toml --context=prod,t", &["--context=prod,test"]),
        ("context check --context prod,", &["prod,test"]),
        ("ls --context prod,test,", &[]),
        ("get --context prod,", &[]),
        ("create --save-to prod,", &[]),
        ("context rm prod test ", &[]),
    ] {
        assert_eq!(complete_names(&home, line), expected, "{line}");
    }
}

#[test]
fn completes_keys_of_the_tenant_that_the_line_selects() {
    let home = home_with_cached_keys();
    let other = TestSite::empty(|tenant| {
        tenant.add_key(KeySpec::new("other"));
    });
    let (url, other_url) = (home.site.listener.url(), other.listener.url());
    let other_token = other.listener.tenant().user_token(TestUser::Admin).to_owned();
    let create = ["context", "create", "dev", "-s", &other_url, "--api-key-stdin", "--store", "file"];
    assert_eq!(home.run_with_stdin(&create, &other_token).code, 0);
    home.run(&["ls", "--context", "dev"]).succeeds();
    let [prod, dev] = [complete_names(&home, "get "), complete_names(&home, "--context dev get ")];
    assert_eq!((prod.len(), dev.len()), (10, 4));
    for line in
        ["get --context=dev ", "--context prod --context dev get ", &format!("-s {other_url} --context dev rm ")]
    {
        assert_eq!(complete_names(&home, line), dev, "{line}");
    }
    for line in [&format!("--server {url} get "), "get --json -v -o csv "] {
        assert_eq!(complete_names(&home, line), prod, "{line}");
    }
    // Conflicting flags, a missing context or profile, or several contexts select no tenant.
    for line in [
        &format!("--server {url} --context dev get "),
        &format!("--server {other_url} get "),
        "--context nope get ",
        "--context prod,dev get ",
        "-c /nowhere get ",
        "-c /dev/zero get ",
        "--headers Authorization=fake get ",
    ] {
        assert_eq!(complete_names(&home, line), Vec::<String>::new(), "{line}");
    }
    let with_variable = |name: &str, value: &str, line: &str| {
        let mut command = completion_command(&home, line);
        command.env(name, value);
        let names = run_completion(command).into_iter().map(|(name, _)| name);
        names.filter(|name| !is_flag(name)).collect::<Vec<_>>()
    };
    assert_eq!(with_variable("QLIK_CONTEXT", "dev", "get "), dev);
    assert_eq!(with_variable("QLIK_CONTEXT", "dev", "--context prod get "), prod);
    let profile = home.profile_path().display().to_string();
    assert_eq!(with_variable("QLIK_PROFILE", &profile, "get "), prod);
    assert_eq!(with_variable("QLIK_PROFILE", "/nowhere", "get "), Vec::<String>::new());
    assert_eq!(with_variable("QLIK_PROFILE", "/nowhere", &format!("-c {profile} get ")), prod);
    assert_eq!(complete_names(&home, "--config ~/.config/qlik/contexts.toml get "), prod);
    // A credential in the environment has its own cache, since it can see other keys than a context.
    let with_environment_credential = |mut command: assert_cmd::Command| {
        command.env("QLIK_SERVER", &url).env("QLIK_API_KEY", &home.token);
        command
    };
    let keys = || {
        run_completion(with_environment_credential(completion_command(&home, "get ")))
            .into_iter()
            .filter(|(name, _)| !is_flag(name))
    };
    assert_eq!(keys().count(), 0);
    CliOutput::from(with_environment_credential(home.command(&["ls", "-q", "--limit", "2"])).output().unwrap())
        .succeeds();
    assert_eq!(keys().count(), 2);
    assert_eq!(complete_names(&home, "get "), prod);
}

#[test]
fn untrusted_text_is_sanitized_to_one_line() {
    let home = home_with_cached_keys();
    let hostile = "\u{1b}]0;x\u{7}a\r\nb\tc\u{202e}d\u{9b}31m\u{2028} $(touch pwned) `touch pwned` \"';&|<>\\%{x";
    let id = add_key(&home, hostile);
    home.run(&["ls", "-q"]).succeeds();
    let (_, description) = complete(&home, &format!("get {id}")).swap_remove(0);
    assert_eq!(description, "]0;x a b c d 31m $(touch pwned) `touch pwned` \"';&|<>\\%{x");
    let file = std::fs::read_to_string(cache_files(&home).swap_remove(0)).unwrap();
    assert!(!file.replace(['\t', '\n'], "").contains(qlik_api_key::terminal::sanitize::is_unsafe));
    // The header, one line of three fields per key, and the end marker.
    let fields: Vec<_> = file.split('\n').map(|line| line.split('\t').count()).collect();
    assert_eq!(fields, [&[1][..], &[3; 11], &[1, 1]].concat());
    // Texts in a profile are not trusted either.
    let profile = home.read_profile()
        + "\n[contexts.\"a\\u202eb\"]\nserver = \"https://a.example\"\nauth = \"api-key\"\nstore = \"file\"\n";
    std::fs::write(home.profile_path(), profile + "comment = \"one\\ntwo\\u001b[31m\"\n[contexts.\"c\"]\nserver = \"https://a.example\"\nauth = \"api-key\"\nstore = \"file\"\ncomment = \"one\\ntwo\\u001b[31m\"\n").unwrap();
    let contexts = complete(&home, "context use ");
    assert_eq!(contexts[1..], [("c".to_owned(), "one two [31m".to_owned())], "{contexts:?}");
}

#[test]
fn queries_the_tenant_only_on_request_and_with_a_timeout() {
    let home = home_with_cached_keys();
    let id = add_key(&home, "new");
    let complete_online = |variables: &[(&str, &str)]| {
        let mut command = completion_command(&home, "get ");
        command.env("QLIK_COMPLETE_ONLINE", "1").envs(variables.iter().copied());
        let started_at = Instant::now();
        let ids: Vec<_> = run_completion(command).into_iter().map(|(id, _)| id).filter(|id| !is_flag(id)).collect();
        // 0.3 s plus a margin for a busy machine.
        assert!(started_at.elapsed() < Duration::from_secs(3), "{:?}", started_at.elapsed());
        ids
    };
    home.site.take_requests();
    assert_eq!(complete_names(&home, "get ").len(), 10);
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
    for fault in [Fault::Delay(Duration::from_secs(8)), Fault::DropRequest] {
        home.site.listener.tenant().fail_when(RequestMatcher::any(), 1, fault);
        assert_eq!(complete_online(&[]).len(), 10, "cached keys are offered after a fault");
        home.site.listener.tenant().clear_faults();
    }
    home.site.stub_response(401, "{}");
    assert_eq!(complete_online(&[]).len(), 10);
    home.site.take_requests();
    assert_eq!(complete_online(&[("QLIK_NO_CACHE", "1")]).len(), 11);
    assert_eq!(home.site.take_requests(), ["GET /api/v1/api-keys?limit=100"]);
    let fresh = complete_online(&[]);
    assert_eq!((fresh.len(), &fresh[0]), (11, &id));
    assert_eq!(complete_names(&home, "get ")[0], id, "the response is cached");
    // A credential command may prompt for a password, so no request is sent. Nor is there a response from an
    // unreachable server.
    home.run(&["context", "update", "prod", "--api-key-command", "touch executed; echo fake"]);
    home.site.take_requests();
    assert_eq!(complete_online(&[]).len(), 11);
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
    let unreachable = format!("http://{UNREACHABLE_ADDRESS}");
    assert_eq!(complete_online(&[("QLIK_SERVER", &unreachable), ("QLIK_API_KEY", "fake")]), Vec::<String>::new());
    assert_eq!(
        complete_online(&[("QLIK_SERVER", &unreachable), ("QLIK_API_KEY_FILE", "/nowhere")]),
        Vec::<String>::new()
    );
}

#[test]
fn completes_for_a_context_named_like_a_command() {
    let home = home_with_cached_keys();
    for name in ["demo", "get", "config"] {
        home.create_context(name, &[]);
        home.run(&["ls", "--context", name]).succeeds();
        for line in
            [&format!("--context {name} get "), &format!("--context={name} rm "), &format!("get --context {name} ")]
        {
            assert_eq!(complete_names(&home, line).len(), 10, "{line}");
        }
    }
}

#[test]
fn offers_ids_with_a_leading_hyphen_where_they_are_not_flags() {
    let home = home_with_cached_keys();
    let path = cache_files(&home).swap_remove(0);
    let text = std::fs::read_to_string(&path).unwrap();
    let (header, keys) = text.split_once('\n').unwrap();
    std::fs::write(&path, format!("{header}\n-odd\tactive\tx\n{keys}")).unwrap();
    for (line, is_offered) in
        [("get ", false), ("get -- ", true), ("get -- -o", true), ("ls --startingAfter=-o", true), ("get -o", false)]
    {
        let offered = complete_all(&home, line);
        assert_eq!(offered.iter().any(|name| name.ends_with("-odd")), is_offered, "{line} {offered:?}");
    }
}
