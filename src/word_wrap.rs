//! Wraps text between words.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Wraps the lines of a text at `width` columns. Continued lines are indented by `indent`. A longer word stays whole.
pub fn wrap(text: &str, indent: usize, width: usize) -> String {
    let indent = " ".repeat(indent);
    let options = Options::new(width)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::fill(text, options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_lines_between_words() {
        for (text, indent, width, expected) in [
            ("one two three", 0, 7, "one two\nthree"),
            ("one two three", 1, 7, "one two\n three"),
            ("one two\nthree four", 0, 8, "one two\nthree\nfour"),
            ("one two\n", 0, 8, "one two\n"),
            ("a-very-long-word b", 0, 4, "a-very-long-word\nb"),
            ("  a  b", 0, 80, "  a  b"),
            ("字字 字字", 0, 8, "字字\n字字"),
            ("one two", 0, usize::MAX, "one two"),
            ("", 0, 1, ""),
        ] {
            assert_eq!(wrap(text, indent, width), expected, "{text:?}");
        }
    }
}
