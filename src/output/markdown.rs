//! Markdown: a table to paste into a ticket. The tenant's text can't become a link, a tag or a cell of its own.

use std::io::Write;

use super::fields::Fields;
use super::{Columns, Pages, PrintError};
use crate::terminal::sanitize;

/// Writes a table with a header, in the syntax of GitHub (<https://github.github.com/gfm/#tables-extension->).
pub(super) fn write(pages: Pages<'_>, columns: &Columns, out: &mut impl Write) -> Result<(), PrintError> {
    let visible = columns.in_markdown();
    write_line(visible.iter().map(|column| column.title.to_owned()), out)?;
    write_line(visible.iter().map(|_| "---".to_owned()), out)?;
    for page in pages {
        let page = page?;
        let now = page.now();
        for row in &page.rows {
            let fields = Fields::from_row(row)?;
            write_line(visible.iter().map(|column| escape(&fields.cell(column, now, true))), out)?;
        }
    }
    Ok(())
}

fn write_line(cells: impl Iterator<Item = String>, out: &mut impl Write) -> Result<(), PrintError> {
    Ok(writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))?)
}

/// Escapes what has a meaning in Markdown, and puts the text on one line.
fn escape(text: &str) -> String {
    sanitize::cell(text).chars().fold(String::new(), |mut escaped, c| {
        if c.is_ascii_punctuation() && "\\`*_{}[]<>#|~!&".contains(c) {
            escaped.push('\\');
        }
        escaped.push(if c.is_whitespace() { ' ' } else { c });
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_text_that_means_something() {
        assert_eq!(escape("a|b\nc <img> [x](y) `z` \\ @"), r"a\|b c \<img\> \[x\](y) \`z\` \\ @");
        assert_eq!(escape("CI pipeline, 2026-12-01"), "CI pipeline, 2026-12-01");
    }
}
