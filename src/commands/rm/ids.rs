//! Reads the IDs for `rm` from the arguments, or from stdin, one per line.

use std::collections::HashSet;

use crate::bounded;
use crate::commands::request_body::decode_text;
use crate::error::{Error, Result};
use crate::secret::looks_like_token;

/// Characters of table, CSV and JSON output that never occur in IDs. The tenant would return 404 for such a
/// line, and `rm` would report it as `gone`.
const FORBIDDEN_CHARS: &[char] = &['"', ',', '{', '}', '[', ']'];

/// Returns the IDs without duplicates, in the order of their first occurrence.
///
/// # Errors
/// Exit code 2 for `-` together with IDs, for unreadable input, and for a line that is not an ID.
pub fn read(arguments: &[String]) -> Result<Vec<String>> {
    let ids = match arguments {
        [id] if id == "-" => read_stdin()?,
        ids if ids.iter().any(|id| id == "-") => {
            return Err(Error::usage("- reads the IDs from stdin and cannot be used with other IDs"));
        }
        ids => ids.to_vec(),
    };
    let mut seen = HashSet::new();
    Ok(ids.into_iter().filter(|id| seen.insert(id.clone())).collect())
}

fn read_stdin() -> Result<Vec<String>> {
    let bytes = bounded::read_bytes(std::io::stdin().lock())
        .map_err(|error| Error::usage("could not read stdin").with_cause(error))?;
    let text = decode_text(&bytes).ok_or_else(|| Error::usage("stdin is not UTF-8 or UTF-16 text"))?;
    parse_lines(&text).map_err(|(number, problem)| {
        Error::usage(format!("stdin, line {number}: {problem}"))
            .with_hint("use `qlik-api-key ls -q`, which prints only IDs, one per line")
    })
}

/// Parses one ID per line. The error is the number of the first invalid line and the problem with it, but not the
/// line itself, which may be a secret.
fn parse_lines(text: &str) -> Result<Vec<String>, (usize, &'static str)> {
    let mut ids = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if let Some(problem) = find_problem(line) {
            return Err((number, problem));
        }
        if !line.is_empty() {
            ids.push(line.to_owned());
        }
    }
    Ok(ids)
}

fn find_problem(line: &str) -> Option<&'static str> {
    let is_forbidden = |c: char| c.is_whitespace() || FORBIDDEN_CHARS.contains(&c);
    match line {
        "." | ".." => Some("an ID must not be `.` or `..`"),
        _ if line.contains(char::is_control) => Some("an ID must not contain control characters"),
        _ if line.match_indices("eyJ").any(|(start, _)| line.get(start..).is_some_and(looks_like_token)) => {
            Some("this looks like a token, not an ID")
        }
        _ if line.contains(is_forbidden) => Some("expected only an ID"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_lines_and_skips_blank_ones() {
        assert_eq!(parse_lines("a\r\n\r\n  -b \n\n\tc").unwrap(), ["a", "-b", "c"]);
        assert_eq!(parse_lines(" \n\r\n").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn rejects_invalid_ids_with_their_line_number() {
        let token = format!("eyJ{}.e30.fake", "x".repeat(50));
        for (text, number) in [
            ("a\n..", 2),
            (".", 1),
            ("a\nb\u{1b}[31m", 2),
            ("a\nb\u{0}c", 2),
            ("[\n  {\n", 1),
            ("\"id\": \"a\"", 1),
            ("ID    Description", 1),
            ("id,description", 1),
            ("a\tb", 1),
            (&format!("a\n\n{token}"), 3),
            (&format!("--api-key={token}"), 1),
        ] {
            assert_eq!(parse_lines(text).unwrap_err().0, number, "{text:?}");
        }
    }

    #[test]
    fn removes_duplicate_ids() {
        let arguments = ["b", "a", "b", "-c", "a"].map(str::to_owned);
        assert_eq!(read(&arguments).unwrap(), ["b", "a", "-c"]);
        assert!(read(&["a".to_owned(), "-".to_owned()]).is_err());
    }
}
