//! The properties that the fuzz targets check: one module for each, with a function `check` that panics if its input
//! breaks the property. `cargo test` checks them for the committed inputs.

pub mod claims;
pub mod duration;
pub mod error_body;
pub mod inspect;
pub mod journal;
pub mod jq_filter;
pub mod json_patch;
pub mod list_body;
pub mod profile;
pub mod qlik_cli_contexts;

mod tenant;

/// Whether a character could control a terminal or reorder its text.
fn is_unsafe(c: char) -> bool {
    let bidirectional =
        "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
    c.is_control() || c == '\u{2028}' || c == '\u{2029}' || bidirectional.contains(c)
}
