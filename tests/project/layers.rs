//! Layers: which module may use which others, by the `crate::` paths in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each module of the crate, and the modules that it may use.
const ALLOWED_IMPORTS: &[(&str, &[&str])] = &[
    ("main", &[]),
    (
        "cli",
        &[
            "app",
            "commands",
            "completion",
            "environment",
            "error",
            "flags",
            "help",
            "output",
            "secret",
            "signals",
            "terminal",
        ],
    ),
    (
        "commands",
        &[
            "api",
            "app",
            "bounded",
            "cli",
            "context",
            "demo",
            "duration",
            "environment",
            "error",
            "flags",
            "help",
            "http",
            "object",
            "output",
            "page",
            "private_file",
            "row",
            "secret",
            "shell",
            "terminal",
            "word_wrap",
        ],
    ),
    ("completion", &["api", "app", "context", "environment", "error", "flags", "help", "terminal", "user_folders"]),
    (
        "app",
        &[
            "api",
            "context",
            "duration",
            "environment",
            "error",
            "flags",
            "http",
            "object",
            "output",
            "page",
            "private_file",
            "row",
            "secret",
            "shell",
            "signals",
            "terminal",
            "user_folders",
        ],
    ),
    ("flags", &["context", "duration", "error", "help", "output", "secret"]),
    ("api", &["duration", "error", "http", "object", "page", "row", "secret"]),
    ("http", &["bounded", "error", "object", "page", "row", "secret"]),
    ("context", &["bounded", "environment", "error", "private_file", "secret", "shell", "user_folders"]),
    ("output", &["duration", "error", "page", "row", "secret", "signals", "terminal"]),
    ("demo", &["demo"]),
    ("lib", &[]),
    ("bounded", &[]),
    ("duration", &[]),
    ("environment", &["error"]),
    ("error", &[]),
    ("help", &["word_wrap"]),
    ("object", &["error", "row"]),
    ("page", &["error", "object", "row"]),
    ("private_file", &["bounded", "shell"]),
    ("row", &[]),
    ("secret", &[]),
    ("shell", &["environment", "signals"]),
    ("signals", &["error"]),
    ("terminal", &["signals", "word_wrap"]),
    ("user_folders", &[]),
    ("word_wrap", &[]),
];

fn collect_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Returns the modules that a source names by `crate::`, outside its tests.
fn imported_modules(text: &str) -> BTreeSet<&str> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = lines.flat_map(|line| line.split("crate::").skip(1));
    names.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()).collect()
}

#[test]
fn modules_use_only_allowed_modules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect_files(&root, &mut found);
    let mut modules = BTreeSet::new();
    for path in found {
        let relative = path.strip_prefix(&root).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let (_, allowed) = ALLOWED_IMPORTS
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{module} is not in ALLOWED_IMPORTS"));
        let text = std::fs::read_to_string(&path).unwrap();
        for name in imported_modules(&text).into_iter().filter(|name| *name != module) {
            assert!(allowed.contains(&name), "{} uses {name}, which is not allowed for {module}", relative.display());
        }
        assert!(text.starts_with("//!"), "{} has no module docs", relative.display());
        modules.insert(module);
    }
    assert_eq!(modules.len(), ALLOWED_IMPORTS.len(), "a module in ALLOWED_IMPORTS does not exist: {modules:?}");
}

#[test]
fn demo_modules_have_no_import_cycles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect_files(&root.join("demo"), &mut found);
    let texts: BTreeMap<String, String> = found
        .iter()
        .map(|path| (module_name(path.strip_prefix(&root).unwrap()), std::fs::read_to_string(path).unwrap()))
        .collect();
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (module, text) in &texts {
        let targets = use_paths(text).into_iter().filter_map(|path| resolve_path(&path, module, &texts));
        imports.insert(module, targets.filter(|target| target != module).collect());
    }
    assert_eq!(find_cycle(imports.clone()), BTreeSet::new());
    // The same for its folders: `demo::state::key` counts as `demo::state`.
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (module, targets) in imports {
        let others = targets.into_iter().map(module_folder).filter(|target| *target != module_folder(module));
        folders.entry(module_folder(module)).or_default().extend(others);
    }
    assert_eq!(find_cycle(folders), BTreeSet::new());
}

/// Returns `demo::state::key` for `demo/state/key.rs`, and `demo::state` for `demo/state/mod.rs`.
fn module_name(path: &Path) -> String {
    let names: Vec<&str> = path.iter().map(|name| name.to_str().unwrap().trim_end_matches(".rs")).collect();
    names.join("::").trim_end_matches("::mod").to_owned()
}

/// Returns the first two segments of a module's path.
fn module_folder(module: &str) -> &str {
    module.match_indices("::").nth(1).map_or(module, |(end, _)| &module[..end])
}

/// Returns the paths that a source imports, outside its tests.
fn use_paths(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let statements = lines.join("\n");
    let trees = statements.split(';').filter_map(|statement| {
        let (before, tree) = statement.split_once("use ")?;
        matches!(before.trim(), "" | "pub" | "pub(crate)" | "pub(super)").then_some(tree)
    });
    trees.flat_map(expand_use_tree).collect()
}

/// Returns the paths of a `use` tree: `a::b` and `a::c` for `a::{b, c}`.
fn expand_use_tree(tree: &str) -> Vec<String> {
    let Some((prefix, rest)) = tree.split_once('{') else {
        return vec![tree.trim().to_owned()];
    };
    let mut depth = 0;
    let inner = rest.rsplit_once('}').unwrap().0;
    let parts = inner.split(|letter: char| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        letter == ',' && depth == 0
    });
    parts.flat_map(expand_use_tree).map(|path| format!("{}{path}", prefix.trim())).collect()
}

/// Resolves a path in a module. Returns the longest prefix of the path that is a file.
fn resolve_path<'a>(path: &str, module: &str, files: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let parent = |name: &str| name.rsplit_once("::").map(|(parent, _)| parent.to_owned());
    let mut from = Some(module.to_owned());
    let mut rest = path;
    while let Some(shorter) = rest.strip_prefix("super::") {
        (rest, from) = (shorter, parent(&from?));
    }
    let absolute = path.strip_prefix("crate::").map(str::to_owned);
    let mut candidate = absolute.unwrap_or(format!("{}::{}", from?, rest.trim_start_matches("self::")));
    loop {
        if let Some((name, _)) = files.get_key_value(&candidate) {
            return Some(name);
        }
        candidate = parent(&candidate)?;
    }
}

/// Drops every module that imports none of the others, or that none of the others imports, until only cycles are left.
fn find_cycle<'a>(mut imports: BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    loop {
        let imported: BTreeSet<&str> = imports.values().flatten().copied().collect();
        let names: BTreeSet<&str> = imports.keys().copied().collect();
        let count = imports.len();
        imports.retain(|module, targets| imported.contains(module) && !targets.is_disjoint(&names));
        if imports.len() == count {
            return names;
        }
    }
}
