//! The layers: which module may use which. It is read off the `use crate::` lines and paths in the code.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Any module may use the leaves that it needs; a leaf that uses another is listed like every module.
const MAY_USE: &[(&str, &[&str])] = &[
    ("args", &["duration", "output", "secret"]),
    ("bounded", &[]),
    ("context", &["bounded", "environment", "error", "private_file", "secret", "shell"]),
    ("http", &["bounded", "error", "object", "page", "row", "secret"]),
    ("api", &["duration", "error", "http", "object", "row", "secret"]),
    ("output", &["duration", "error", "object", "page", "row", "secret", "terminal"]),
    (
        "commands",
        &[
            "api",
            "args",
            "bounded",
            "context",
            "demo",
            "duration",
            "environment",
            "error",
            "http",
            "object",
            "output",
            "page",
            "private_file",
            "row",
            "run",
            "secret",
            "shell",
            "terminal",
        ],
    ),
    ("lib", &["args", "commands", "environment", "error", "output", "secret", "terminal"]),
    ("main", &[]),
    ("environment", &["error"]),
    ("demo", &["demo"]),
    ("duration", &[]),
    ("error", &[]),
    ("object", &["row"]),
    ("page", &["row"]),
    ("private_file", &["bounded"]),
    ("row", &[]),
    ("secret", &[]),
    ("shell", &[]),
    ("terminal", &[]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The modules that a source names by `crate::`, outside its tests.
fn used(text: &str) -> BTreeSet<&str> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = lines.flat_map(|line| line.split("crate::").skip(1));
    names.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()).collect()
}

#[test]
fn every_module_uses_only_what_it_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let mut modules = BTreeSet::new();
    for path in found {
        let relative = path.strip_prefix(&root).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let (_, allowed) =
            MAY_USE.iter().find(|(of, _)| *of == module).unwrap_or_else(|| panic!("{module} is in no layer"));
        let text = std::fs::read_to_string(&path).unwrap();
        for name in used(&text).into_iter().filter(|name| *name != module) {
            assert!(allowed.contains(&name), "{} uses {name}, which {module} must not", relative.display());
        }
        assert!(text.starts_with("//!"), "{} does not say what it owns", relative.display());
        modules.insert(module);
    }
    assert_eq!(modules.len(), MAY_USE.len(), "a layer has no module: {modules:?}");
}

#[test]
fn the_modules_of_lib_use_only_what_they_may() {
    // lib.rs names modules without `crate::`.
    let text = include_str!("../src/lib.rs");
    let (_, allowed) = MAY_USE.iter().find(|(of, _)| *of == "lib").unwrap();
    for line in text.lines().filter_map(|line| line.strip_prefix("use ")) {
        let name = line.split(':').next().unwrap();
        assert!(allowed.contains(&name) || ["std", "clap"].contains(&name), "lib uses {name}");
    }
}
