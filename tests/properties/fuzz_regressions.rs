//! Inputs that once broke a fuzz target.

use std::path::Path;

use qlik_api_key::duration::IsoDuration;

use super::run_with_response;
use crate::support::TestSite;

/// Returns the name and content of each file in `fuzz/regressions/TARGET`.
fn fuzz_regressions(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions").join(target);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let inputs = files.map(|path| (path.display().to_string(), std::fs::read(path).unwrap()));
    let inputs: Vec<_> = inputs.collect();
    assert!(inputs.len() >= 3, "inputs of {target} are missing");
    inputs
}

/// The properties are those that the targets in `fuzz/` check.
#[test]
fn fuzz_regressions_stay_fixed() {
    let site = TestSite::new();
    for (name, body) in fuzz_regressions("list_body") {
        for format in ["json", "jsonl", "csv", "table"] {
            let run = run_with_response(&site, &["ls", "-o", format, "--retry", "0"], 200, body.clone());
            assert!([0, 7].contains(&run.code), "{name}: {run:?}");
        }
    }
    for (name, body) in fuzz_regressions("error_body") {
        for format in ["json", "table"] {
            let run = run_with_response(&site, &["get", "x", "-o", format, "--retry", "0"], 404, body.clone());
            assert_eq!((run.code, run.stdout.as_str()), (5, ""), "{name}");
        }
    }
    for (name, text) in fuzz_regressions("duration") {
        assert!(IsoDuration::parse(&String::from_utf8(text).unwrap()).is_err(), "{name}");
    }
    site.take_requests();
    for (name, text) in fuzz_regressions("json_patch") {
        let run = site.run_with_stdin(&["patch", "k", "-f", "-"], text);
        assert_eq!((run.code, site.take_requests()), (2, Vec::new()), "{name}: {}", run.stderr);
    }
    for (name, text) in fuzz_regressions("profile") {
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
