//! The committed inputs of the fuzz targets: their seeds, and inputs that once broke a target.

use std::path::{Path, PathBuf};

use qlik_api_key::duration::IsoDuration;

use super::run_with_response;
use crate::support::TestSite;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// Panics if an input breaks the property of a target.
type Check = fn(&[u8]);

/// The targets and their properties.
const TARGETS: &[(&str, Check)] = &[
    ("claims", targets::claims::check),
    ("duration", targets::duration::check),
    ("error_body", targets::error_body::check),
    ("inspect", targets::inspect::check),
    ("journal", targets::journal::check),
    ("jq_filter", targets::jq_filter::check),
    ("json_patch", targets::json_patch::check),
    ("list_body", targets::list_body::check),
    ("profile", targets::profile::check),
    ("qlik_cli_contexts", targets::qlik_cli_contexts::check),
];

/// The name and content of each file in a folder of `fuzz/`.
fn inputs(folder: &str, target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder).join(target);
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path: PathBuf| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
}

fn regressions(target: &str) -> Vec<(String, Vec<u8>)> {
    let inputs = inputs("regressions", target);
    assert!(inputs.len() >= 3, "inputs of {target} are missing");
    inputs
}

#[test]
fn fuzz_targets_accept_the_committed_inputs() {
    for (target, check) in TARGETS {
        let seeds = inputs("seeds", target);
        assert!(seeds.len() >= 3, "seeds of {target} are missing");
        let regressions = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions").join(target);
        let regressions = if regressions.exists() { inputs("regressions", target) } else { Vec::new() };
        for (name, input) in seeds.into_iter().chain(regressions) {
            assert!(std::panic::catch_unwind(|| check(&input)).is_ok(), "{name}");
        }
    }
}

/// The program behaves as the targets expect of its parsers.
#[test]
fn fuzz_regressions_stay_fixed() {
    let site = TestSite::new();
    for (name, body) in regressions("list_body") {
        for format in ["json", "jsonl", "csv", "table"] {
            let run = run_with_response(&site, &["ls", "-o", format, "--retry", "0"], 200, body.clone());
            assert!([0, 7].contains(&run.code), "{name}: {run:?}");
        }
    }
    for (name, body) in regressions("error_body") {
        for format in ["json", "table"] {
            let run = run_with_response(&site, &["get", "x", "-o", format, "--retry", "0"], 404, body.clone());
            assert_eq!((run.code, run.stdout.as_str()), (5, ""), "{name}");
        }
    }
    for (name, text) in regressions("duration") {
        assert!(IsoDuration::parse(&String::from_utf8(text).unwrap()).is_err(), "{name}");
    }
    site.take_requests();
    for (name, text) in regressions("json_patch") {
        let run = site.run_with_stdin(&["patch", "k", "-f", "-"], text);
        assert_eq!((run.code, site.take_requests()), (2, Vec::new()), "{name}: {}", run.stderr);
    }
    for (name, text) in regressions("profile") {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &text).unwrap();
        for verb in
            [&["ls"][..], &["get", "a"], &["update", "a", "--comment", "x"], &["rm", "a"], &["rename", "a", "b"]]
        {
            let line = [&["context"], verb, &["--config", file.path().to_str().unwrap()]].concat();
            let run = crate::support::run(&line);
            let is_valid = name.ends_with("no-newline");
            assert!([0, 1, 5].contains(&run.code) && (run.code != 0 || is_valid || verb == ["ls"]), "{name}: {run:?}");
            assert!(is_valid || std::fs::read(file.path()).unwrap() == text, "{name} was changed");
        }
    }
}
