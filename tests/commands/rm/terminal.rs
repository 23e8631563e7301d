//! The confirmation prompt and the progress bar.

use qlik_api_key::demo::{Fault, RequestMatcher};

use super::{rm_arguments, sign_in_key_id, site_with_keys};
use crate::support::TestSite;
use crate::support::pty::{self, Screen};

fn run_on_terminal(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str], keys: &str) -> Screen {
    let mut command = site.std_command(arguments);
    command.envs(variables.iter().copied());
    pty::run_on_terminal(command, 120, keys)
}

#[test]
fn asks_one_question_for_all_keys() {
    let (site, ids) = site_with_keys(5);
    let all: Vec<&str> = std::iter::once("rm").chain(ids.iter().map(String::as_str)).collect();
    let host = site.listener.url().replace("http://", "");
    let lines: String = (0..5).map(|number| format!("delete \"key {number}\"\n")).collect();
    let question = format!("{lines}Remove 5 API keys from {host}? This cannot be undone. [y/N] ");
    for keys in ["n\n", "\n", "\u{4}"] {
        let screen = run_on_terminal(&site, &[], &all, keys);
        assert_eq!(screen.code, 1, "{}", screen.text);
        assert!(screen.text.contains(&question) && screen.text.contains("nothing was removed"), "{}", screen.text);
    }
    assert!(site.take_requests().iter().all(|request| request.starts_with("GET ")));
    let screen = run_on_terminal(&site, &[("NO_COLOR", "1")], &all, "y\n");
    assert_eq!(screen.code, 0, "{}", screen.text);
    assert_eq!(screen.text.matches("  removed\n").count(), 5, "{}", screen.text);
    let screen = run_on_terminal(&site, &[], &["rm", &ids[0], "nope"], "n\n");
    assert!(screen.text.contains(&format!("remove {}\nremove nope\nRemove 2 ", ids[0])), "{}", screen.text);
}

#[test]
fn asks_only_if_the_removal_can_proceed() {
    let (site, ids) = site_with_keys(2);
    let own = sign_in_key_id(&site);
    let screen = run_on_terminal(&site, &[], &["rm", &ids[0], &own], "y\n");
    assert_eq!(screen.code, 2, "{}", screen.text);
    assert!(screen.text.contains("is the one that you sign in with; removing it requires --yes"), "{}", screen.text);
    let screen = run_on_terminal(&site, &[("CI", "true")], &["rm", &ids[0], &ids[1]], "");
    assert_eq!(screen.code, 2, "{}", screen.text);
    assert_eq!(site.take_requests(), Vec::<String>::new());
    site.listener.tenant().fail_next(1, Fault::status(401));
    let screen = run_on_terminal(&site, &[], &["rm", &ids[0], &ids[1]], "");
    assert_eq!(screen.code, 3, "{}", screen.text);
    assert!(!screen.text.contains("[y/N]"), "{}", screen.text);
}

#[test]
fn the_progress_bar_is_erased_at_the_end() {
    let xterm = ("TERM", "xterm");
    for (variables, more, has_bar) in [
        (&[xterm][..], &[][..], true),
        (&[xterm, ("NO_COLOR", "1")], &[], true),
        (&[("TERM", "dumb")], &[], false),
        (&[xterm, ("CI", "1")], &[], false),
        (&[xterm], &["-q"], false),
        (&[xterm], &["--json"], false),
        (&[xterm], &["-o", "csv"], false),
        (&[xterm], &["-v"], false),
    ] {
        let (site, ids) = site_with_keys(6);
        let screen = run_on_terminal(&site, variables, &rm_arguments(&ids, &[&["--no-color"], more].concat()), "");
        assert_eq!(screen.code, 0, "{}", screen.text);
        let full_bar = "removed 6 of 6 [==============================] 0 s left";
        assert_eq!(screen.text.contains(full_bar), has_bar, "{variables:?} {more:?}: {:?}", screen.text);
        if has_bar {
            // The line of the bar is erased last, and the table starts there.
            let (_, after) = screen.text.rsplit_once("\r\u{1b}[2K").expect("the bar is erased");
            assert!(after.starts_with("ID  "), "{after:?}");
            assert!(after.lines().count() == 8 && after.ends_with("\n6 keys: 6 removed\n"), "{after:?}");
        } else {
            assert!(!screen.text.contains('\u{1b}'), "{variables:?} {more:?}: {:?}", screen.text);
        }
    }
}

#[test]
fn messages_appear_above_the_progress_bar() {
    let (site, ids) = site_with_keys(3);
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains(&ids[1]), 1, Fault::too_many_requests("1"));
    let screen = run_on_terminal(&site, &[("TERM", "xterm")], &rm_arguments(&ids, &["--no-color"]), "");
    assert_eq!(screen.code, 0, "{}", screen.text);
    let line = format!("could not remove API key {}: rate limited; trying again in 1 s\n", ids[1]);
    let before = screen.text.split(&line).next().unwrap();
    assert!(before.len() < screen.text.len(), "{:?}", screen.text);
    assert!(before.ends_with("\r\u{1b}[2K") || !before.contains(" of 3 ["), "{before:?}");
}
