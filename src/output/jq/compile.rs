//! Compiles the text of a filter, or describes its first error and where it is.

use jaq_core::Compiler;
use jaq_core::compile::Undefined;
use jaq_core::load::{self, Arena, Error, Errors, File, Loader, lex, parse};

use super::{Data, Program};

/// Functions of the standard library that would read the environment or bypass `Printer`.
const EXCLUDED: [&str; 6] = ["env", "debug", "debug_empty", "stderr", "stderr_empty", "halt_error"];

/// Functions of jq that the jaq crates lack and that are useful with API keys.
const EXTRA_DEFINITIONS: &str = r#"
def field(escaped):
  if . == null then "" elif isstring then escaped
  elif isarray or isobject then error("a csv or tsv field can't be an \(type)")
  else tostring end;
def replaced($old; $new): split($old) | join($new);

def @csv: map(field("\"" + replaced("\""; "\"\"") + "\"")) | join(",");
def @tsv:
  map(field(replaced("\\"; "\\\\") | replaced("\t"; "\\t") | replaced("\n"; "\\n") | replaced("\r"; "\\r")))
  | join("\t");

def IN(values): . as $this | any(values; . == $this);
def IN(these; values): any(these; IN(values));
def INDEX(rows; key): reduce rows as $row ({}; .[$row | key | tostring] = $row);
def INDEX(key): INDEX(.[]; key);
def leaf_paths: paths(isarray or isobject | not);
def toarray: if isarray then . else [.] end;
def trimstr($text): ltrimstr($text) | rtrimstr($text);
"#;

pub(super) fn compile(text: &str) -> Result<Program, String> {
    let extra = load::parse(EXTRA_DEFINITIONS, |parser| parser.defs()).unwrap_or_default();
    compile_with(text, jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs()).chain(extra))
}

/// Compiles a filter that can call these functions and those that are implemented in Rust.
pub(super) fn compile_with(
    text: &str,
    definitions: impl Iterator<Item = parse::Def<&'static str>>,
) -> Result<Program, String> {
    let functions = jaq_core::funs::<Data>().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let modules = Loader::new(definitions.filter(|definition| !EXCLUDED.contains(&definition.name)))
        .load(&arena, File { code: text, path: () })
        .map_err(|errors| syntax_error(text, errors))?;
    load::import(&modules, |_| Err(String::new())).map_err(|errors| syntax_error(text, errors))?;
    Compiler::default()
        .with_funs(functions.filter(|(name, ..)| !EXCLUDED.contains(name)))
        .compile(modules)
        .map_err(|errors| undefined_error(text, errors))
}

/// Describes only the first error, since the others may result from it.
fn syntax_error(text: &str, errors: Errors<&str, ()>) -> String {
    let first = errors.into_iter().next().and_then(|(_, error)| match error {
        Error::Io(places) => places.first().map(|(part, _)| (*part, "modules are not supported".to_owned())),
        Error::Lex(places) => places.first().map(|(expected, part)| match expected {
            lex::Expect::Token => (*part, "unexpected token".to_owned()),
            expected => (*part, expected_message(expected.as_str(), "")),
        }),
        Error::Parse(places) => {
            places.first().map(|(expected, part)| (*part, expected_message(expected.as_str(), part)))
        }
    });
    error_at(text, first)
}

fn expected_message(expected: &str, found: &str) -> String {
    if found.is_empty() { format!("{expected} expected") } else { format!("{expected} expected, not `{found}`") }
}

fn undefined_error(text: &str, errors: Errors<&str, (), Vec<(&str, Undefined)>>) -> String {
    let first = errors.into_iter().next().and_then(|(_, names)| names.into_iter().next());
    let first = first.map(|(name, symbol)| {
        let reason = if ["env", "$ENV"].contains(&name) { ": the environment may hold credentials" } else { "" };
        let arguments = if let Undefined::Filter(count) = symbol { format!("/{count}") } else { String::new() };
        (name, format!("{name}{arguments} is not defined{reason}"))
    });
    error_at(text, first)
}

/// Adds the position, in characters, of the part of `text` that the error is about.
fn error_at(text: &str, error: Option<(&str, String)>) -> String {
    let Some((part, message)) = error else {
        return "invalid filter".to_owned();
    };
    let start = load::span(text, part).start;
    match text.get(..start) {
        Some(before) if start < text.len() => format!("character {}: {message}", before.chars().count() + 1),
        Some(_) => format!("at the end: {message}"),
        // The part is in the text of the standard library.
        None => message,
    }
}
