//! Responses with another token, to find out which part of an output depends on the token.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::object::set_member;
use crate::output::columns::TOKEN_COLUMN;

/// The characters in which another token differs.
#[derive(Clone, Copy)]
pub enum Difference {
    /// The first one.
    First,
    /// The last one.
    Last,
    /// All letters and digits.
    All,
}

/// Returns the response with another token of the same length.
///
/// # Errors
/// Fails if the response is not an object with a token.
pub fn with_other_token(response: &RawValue, difference: Difference) -> serde_json::Result<Box<RawValue>> {
    /// A response to a create.
    #[derive(Deserialize)]
    struct WithToken {
        token: String,
    }
    let WithToken { token } = serde_json::from_str(response.get())?;
    set_member(response.to_owned(), TOKEN_COLUMN.field, &other_token(&token, difference))
}

fn other_token(token: &str, difference: Difference) -> String {
    let last = token.chars().count().saturating_sub(1);
    let differs = |index: usize, c: char| match difference {
        Difference::First => index == 0,
        Difference::Last => index == last,
        Difference::All => c.is_alphanumeric(),
    };
    token.chars().enumerate().map(|(index, c)| if differs(index, c) { other_char(c) } else { c }).collect()
}

fn other_char(c: char) -> char {
    if c == 'x' { 'y' } else { 'x' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_token_differs_where_it_should() {
        let response = RawValue::from_string(r#"{"id":"k1","token":"xb.c","n":1.50}"#.into()).unwrap();
        for (difference, token) in [(Difference::First, "yb.c"), (Difference::Last, "xb.x"), (Difference::All, "yx.x")]
        {
            let other = with_other_token(&response, difference).unwrap();
            assert_eq!(other.get(), format!(r#"{{"id":"k1","token":"{token}","n":1.50}}"#));
        }
        let without = RawValue::from_string(r#"{"id":"k1"}"#.into()).unwrap();
        assert!(with_other_token(&without, Difference::First).is_err());
    }
}
