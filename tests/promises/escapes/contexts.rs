//! Texts of the profile and of the command line.

use serde_json::json;

use super::corpus::{corpus, joined_corpus};
use super::{COLUMNS, FORMATS, assert_aligned, check_screen_with, for_each_text, key_id, site_with_corpus_keys};
use crate::support::TestSite;

#[test]
fn the_protection_prompt_shows_no_controls() {
    let home = tempfile::tempdir().unwrap();
    let variables = [("HOME", home.path().to_str().unwrap())];
    for_each_text(site_with_corpus_keys, |site, number, text| {
        site.listener.tenant().configure("/max_keys_per_user", &1000.into()).unwrap();
        // The name of a context can contain every character except control characters and commas.
        let name: String = text.chars().filter(|c| !c.is_control() && *c != ',').take(200).collect();
        let profile = home.path().join(format!("{number}.toml"));
        let profile = profile.to_str().unwrap();
        let server = site.listener.url();
        let create = ["context", "create", &name, "-s", &server, "--api-key-env", "A", "-c", profile];
        assert_eq!(check_screen_with(site, &variables, &create, "").code, 0, "{number}");
        assert_eq!(
            check_screen_with(site, &variables, &["context", "protect", &name, "-c", profile], "").code,
            0,
            "{number}"
        );
        let id = key_id(site, text);
        for command in [&["rm", &id][..], &["create", "--description", "a"]] {
            let screen = check_screen_with(site, &variables, &[command, &["-c", profile]].concat(), "n\n");
            assert_eq!(screen.code, 1, "{}", screen.text);
            let prompts = screen.text.replace('\n', " ").matches(" is protected. Type ").count();
            assert_eq!(prompts, 1, "{number}: {:?}", screen.text);
        }
        let refused = check_screen_with(site, &[variables[0], ("CI", "1")], &["rm", &id, "-c", profile], "");
        assert_eq!(refused.code, 2, "{}", refused.text);
    });
}

#[test]
fn arguments_and_profile_texts_show_no_controls() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let variables = [("HOME", home.path().to_str().unwrap())];
    let text = joined_corpus().replace('\0', "");
    let server = ["-s", "https://tenant.example", "--api-key-env", "A"];
    let created = check_screen_with(
        &site,
        &variables,
        &[&["context", "create", "a", "--comment", &text], &server[..]].concat(),
        "",
    );
    assert_eq!(created.code, 0, "{}", created.text);
    for words in [&["context", "ls"][..], &["context", "get", "a"]] {
        for format in &FORMATS[..5] {
            let screen = check_screen_with(&site, &variables, &[words, &[format]].concat(), "");
            assert_eq!(screen.code, 0, "{}", screen.text);
            assert!(screen.text.contains("\\u001b[2J"), "{words:?} {format}: {:?}", screen.text);
        }
    }
    let file = home.path().join("contexts.yml");
    let contexts = json!({"contexts": {
        "hostile": {"server": "tenant.example", "comment": text, "server-type": text},
        (joined_corpus()): {"server": "tenant.example", "headers": {"Authorization": "Bearer fake"}},
        "odd": {"server": format!("https://{text}"), "headers": {(text.clone()): "fake"}},
    }});
    std::fs::write(&file, contexts.to_string()).unwrap();
    for format in &FORMATS[..5] {
        let arguments = ["context", "import", "--store", "file", file.to_str().unwrap(), format];
        let screen = check_screen_with(&site, &variables, &arguments, "");
        assert_eq!(screen.code, 8, "{}", screen.text);
        assert!(screen.text.contains("\\u001b[2J"), "{format}: {:?}", screen.text);
    }
    for words in [
        &["get", &text][..],
        &["rm", &text, "--yes"],
        &["config", "get", &text],
        &["ls", "--startingAfter", &text],
        &["context", "get", &text],
        &["context", "token", &text],
        &["--no-color", "context", "run", "--", &text],
        &["context", "create", &text, "-s", "https://tenant.example", "--api-key-env", "A"],
        &["create", "-f", &text],
    ] {
        for flag in ["-v", "--json"] {
            let screen = check_screen_with(&site, &variables, &[words, &[flag]].concat(), "");
            assert!(screen.code != 0, "{:?}: {}", words[0], screen.text);
        }
    }
}

#[test]
fn context_names_show_no_controls() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let profile = home.path().join("contexts.toml");
    let variables = [("QLIK_PROFILE", profile.to_str().unwrap())];
    let escape = |name: &str| name.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect::<String>();
    let names: Vec<String> = corpus().into_iter().filter(|name| name.len() < 200 && !name.contains(',')).collect();
    let valid = names.iter().filter(|name| !name.chars().any(char::is_control)).count();
    let text: Vec<_> = names
        .iter()
        .map(|name| {
            format!(
                "[contexts.\"{}\"]\nserver = \"{}\"\nauth = \"api-key\"\nstore = \"env\"\nenv = \"QLIK_API_KEY\"\n",
                escape(name),
                site.listener.url()
            )
        })
        .collect();
    std::fs::write(&profile, text.concat()).unwrap();
    assert!(valid > 20 && names.len() - valid > 30, "{valid} of {}", names.len());
    let ls = ["ls", "--all-contexts", "--limit", "1"];
    for (words, formats) in [
        (&ls[..], &FORMATS[..5]),
        (&["expiring", "--all-contexts"], &["-otable"]),
        (&["config", "get", "--all-contexts"], &["-otable"]),
        (&["context", "check", "--all-contexts"], &["-otable", "-ojsonl"]),
        (&["rotate", "--all-contexts", "--yes"], &FORMATS[..5]),
    ] {
        for format in formats {
            let screen = check_screen_with(&site, &variables, &[words, &[format]].concat(), "");
            // A context with an invalid name fails.
            assert!([8, 11].contains(&screen.code), "{words:?} {format}: {}", screen.text);
            assert!(screen.text.contains("\\u202e"), "{words:?} {format}: {}", screen.text);
        }
    }
    let table = check_screen_with(&site, &variables, &[&ls[..], &["--columns", "status", "-otable"]].concat(), "").text;
    let rows: Vec<_> = table.lines().take_while(|line| !line.contains(" keys in ")).collect();
    assert_eq!(rows.len(), valid + 1, "a row is not one line: {table}");
    assert_aligned(&rows.join("\n"), "Status", "active", usize::from(COLUMNS));
}

#[test]
fn the_question_about_several_contexts_shows_no_controls() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let (profile, secrets) = (home.path().join("contexts.toml"), home.path().join("credentials.toml"));
    let (url, token) = (site.listener.url(), site.env_vars()[1].1.clone());
    let is_valid = |name: &String| name.len() < 200 && !name.contains(|c: char| c == ',' || c.is_control());
    for names in corpus().into_iter().filter(is_valid).collect::<Vec<_>>().chunks(10) {
        let escape = |name: &str| name.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect::<String>();
        let table = |name: &String| {
            format!("[contexts.\"{}\"]\nserver = \"{url}\"\nauth = \"api-key\"\nstore = \"file\"\n", escape(name))
        };
        let entry = |name: &String| format!("\"{} {url}\" = \"{token}\"\n", escape(name));
        std::fs::write(&profile, names.iter().map(table).collect::<String>()).unwrap();
        std::fs::write(&secrets, names.iter().map(entry).collect::<String>()).unwrap();
        std::fs::set_permissions(&secrets, std::fs::Permissions::from_mode(0o600)).unwrap();
        let variables = [("QLIK_PROFILE", profile.to_str().unwrap())];
        let screen = check_screen_with(&site, &variables, &["rotate", "--all-contexts"], "n\n");
        let text = screen.text.replace('\n', " ");
        let count = |part: &str| text.matches(part).count();
        assert_eq!((screen.code, count("Renew 1 API key of "), count("? [y/N] ")), (1, 1, 1), "{}", screen.text);
    }
}
