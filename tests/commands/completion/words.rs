//! Commands, flags, their values, and files.

use super::*;

#[test]
fn offers_nothing_for_free_text() {
    let home = home_with_cached_keys();
    std::fs::write(home.folder.path().join("a file"), "").unwrap();
    for line in [
        "get a ",
        "get --nope=",
        "create ",
        "create -d ",
        "create --description ",
        "create --expiry ",
        "create --sub ",
        "create --exec ",
        "ls --sub ",
        "ls --createdByUser ",
        "ls --match ",
        "ls --expires-within ",
        "ls --limit ",
        "-s ",
        "--headers ",
        "--timeout ",
        "config patch --max-api-key-expiry ",
        "config get ",
        "context create ",
        "context init ",
        "context rename a ",
        "context use a ",
        "context create a --oauth-client-id ",
        "demo -- get ",
    ] {
        let mut command = completion_command(&home, line);
        command.current_dir(home.folder.path());
        let offered = run_completion(command).into_iter().map(|(name, _)| name).filter(|name| !is_flag(name));
        assert_eq!(offered.collect::<Vec<_>>(), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn completes_file_names() {
    let home = TestHome::new();
    let folder = home.folder.path().join("files");
    std::fs::create_dir_all(folder.join("sub")).unwrap();
    for name in ["a.toml", "b.pem", "sub/c"] {
        std::fs::write(folder.join(name), "").unwrap();
    }
    for (line, expected) in [
        ("--config ", &["a.toml", "b.pem", "sub/"][..]),
        ("-c a", &["a.toml"]),
        ("--config=b", &["--config=b.pem"]),
        ("ls --ca-file sub/", &["sub/c"]),
        ("ls --ca-file ~/fil", &["~/files/"]),
        ("create --token-file b", &["b.pem"]),
        ("create -f a", &["a.toml"]),
        ("patch id --file a", &["a.toml"]),
        ("config patch -f b", &["b.pem"]),
        ("config apply ", &["a.toml", "b.pem", "sub/"]),
        ("config diff a", &["a.toml"]),
        ("context import b", &["b.pem"]),
    ] {
        let mut command = completion_command(&home, line);
        command.current_dir(&folder);
        let offered: Vec<_> = run_completion(command).into_iter().map(|(name, _)| name.replace('\\', "/")).collect();
        assert_eq!(offered, expected, "{line}");
    }
}

#[test]
fn completes_values_and_lists_of_values() {
    let home = home_with_cached_keys();
    let columns =
        ["id", "description", "status", "subType", "sub", "expiry", "created", "lastUpdated", "createdByUser"];
    for (line, expected) in [
        ("help ", &["environment", "exit-codes", "config", "ls"][..]),
        ("help config ", &["get", "patch", "diff", "apply"]),
        ("completion ", &["bash", "zsh", "fish", "powershell", "elvish"]),
        ("ls --columns ", &columns),
        ("ls --columns id,", &["id,status"]),
        ("ls --columns=id,st", &["--columns=id,status"]),
        ("get --columns ", &columns),
        ("config get --columns ", &["api_keys_enabled", "max_keys_per_user"]),
        ("context update prod --unset comment,", &["comment,insecure", "comment,headers"]),
        ("ls --sort -", &["-created", "-expiry"]),
        ("ls --sort ", &["created", "+created", "-created"]),
        ("ls --status ex", &["expired"]),
        ("list --status ex", &["expired"]),
        ("ls --status active,", &["active,expired", "active,revoked"]),
        ("create --subType ", &["user", "externalClient"]),
        ("create --sub-type e", &["externalClient"]),
        ("create --sub-type=e", &["--sub-type=externalClient"]),
        ("config patch --api-keys-enabled ", &["true", "false"]),
        ("ls -oj", &["-ojson", "-ojsonl"]),
        ("ls --help --timeout 0 --status ex", &["expired"]),
        ("create --store ", &["keyring", "file"]),
    ] {
        let offered = complete_all(&home, line);
        let is_missing = |name: &&&str| !offered.contains(&name.to_string());
        assert_eq!(expected.iter().find(is_missing), None, "{line} {offered:?}");
        assert!(!offered.iter().any(|name| is_flag(name)), "{line} {offered:?}");
    }
    for (line, unexpected) in [
        ("ls --columns id,", "id,id"),
        ("ls --columns=id,status,", "--columns=id,status,id"),
        ("context update prod --unset comment,", "comment,comment"),
        ("help ", "api-key"),
        ("help config ", "environment"),
    ] {
        assert!(!complete_all(&home, line).contains(&unexpected.to_owned()), "{line}");
    }
}

#[test]
fn offers_commands_before_flags_and_no_hidden_ones() {
    let home = home_with_cached_keys();
    for (line, command) in [(" ", "ls"), ("config ", "get"), ("api-key ", "ls"), ("--json ", "rm")] {
        let offered = complete_all(&home, line);
        let first_flag = offered.iter().position(|name| is_flag(name)).unwrap();
        assert!(offered[..first_flag].contains(&command.to_owned()), "{line} {offered:?}");
        assert!(offered[first_flag..].iter().all(|name| is_flag(name) || name == "-h"), "{line} {offered:?}");
        assert!(!offered.contains(&"api-key".to_owned()), "{line}");
    }
    for line in [
        " li",
        " sho",
        " delete",
        " ct",
        "context lis",
        "config vie",
        " api",
        " api-key",
        "--server-t",
        "rm --server-type",
        " __",
    ] {
        assert_eq!(complete_all(&home, line), Vec::<String>::new(), "{line}");
    }
    assert!(complete_all(&home, "ls ").contains(&"--created-by-user".to_owned()));
    assert_eq!(complete_all(&home, "ls --starting"), ["--starting-after"]);
    for line in ["api-key get ", "show ", "delete ", "edit "] {
        assert_eq!(complete_names(&home, line).len(), 10, "{line}");
    }
    assert_eq!(complete_names(&home, "ctx view "), ["prod"]);
}

#[test]
fn offers_flags_in_kebab_case_only() {
    let home = TestHome::new();
    for (line, expected) in [
        ("ls --created", &["--created-by-user"][..]),
        ("ls --starting", &["--starting-after"]),
        ("ls --ending", &["--ending-before"]),
        ("create --sub", &["--sub", "--sub-type"]),
        ("help f", &["files"]),
    ] {
        assert_eq!(complete_all(&home, line), expected, "{line}");
    }
}

#[test]
fn completes_only_if_the_variable_is_a_number() {
    let home = home_with_cached_keys();
    for count in ["", "x", "-1"] {
        let mut command = home.command(&["ls", "-q"]);
        command.env("_QLIK_API_KEY_COMPLETE", count);
        assert_eq!(CliOutput::from(command.output().unwrap()).succeeds().stdout.lines().count(), 10, "{count}");
    }
    // Windows PowerShell drops empty arguments.
    let mut command = home.command(&["get"]);
    command.env("_QLIK_API_KEY_COMPLETE", "2");
    assert_eq!(run_completion(command).len(), 10);
}
