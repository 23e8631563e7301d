//! Breaks long lines between words.

use unicode_width::UnicodeWidthStr as _;

/// Breaks the lines of a text before words that would not fit into `width` columns. A longer word stays whole. Without
/// a width, the text stays unchanged.
pub fn wrap(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else {
        return text.to_owned();
    };
    text.split('\n').map(|line| wrap_line(line, width)).collect::<Vec<_>>().join("\n")
}

fn wrap_line(line: &str, width: usize) -> String {
    let (mut wrapped, mut column) = (String::with_capacity(line.len()), 0);
    for word in line.split_inclusive(' ') {
        // A space at the end of a line is dropped.
        if column > 0 && column + word.trim_end().width() > width {
            wrapped.truncate(wrapped.trim_end().len());
            wrapped.push('\n');
            column = 0;
        }
        wrapped.push_str(word);
        column += word.width();
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_lines_between_words() {
        for (text, width, expected) in [
            ("one two three", 7, "one two\nthree"),
            ("one two three ", 13, "one two three "),
            ("one two\nthree four", 8, "one two\nthree\nfour"),
            ("a-very-long-word b", 4, "a-very-long-word\nb"),
            ("  a  b", 80, "  a  b"),
            ("字字 字字", 8, "字字\n字字"),
            ("", 1, ""),
        ] {
            assert_eq!(wrap(text, Some(width)), expected, "{text:?}");
        }
        assert_eq!(wrap("one two", None), "one two");
    }
}
