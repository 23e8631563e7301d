//! The filters of `GET /users` (<https://qlik.dev/apis/rest/users/>), a part of those of RFC 7644, section 3.4.2.2: `eq`,
//! `co`, `and`, `or` and parentheses. Everything is case-insensitive.

use super::key::parse_enum;
use super::users::{User, UserStatus};

/// The deepest nesting of parentheses, which limits the recursion of the parser.
const MAX_DEPTH: usize = 16;

/// A parsed filter.
#[derive(Debug, PartialEq)]
pub enum Filter {
    /// All of these hold.
    All(Vec<Filter>),
    /// At least one of these holds.
    Any(Vec<Filter>),
    /// The attribute is this text. Texts are in lower case, here and below.
    Equals(Attribute, String),
    /// The attribute contains this text.
    Contains(Attribute, String),
}

/// An attribute of a user.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Attribute {
    Id,
    Subject,
    Name,
    Email,
    Status,
}

impl Filter {
    /// Parses a filter.
    ///
    /// # Errors
    /// What is wrong, in one sentence.
    pub fn parse(text: &str) -> Result<Filter, String> {
        let mut parser = Parser { words: split_words(text)?, depth: 0 };
        let filter = parser.parse_any()?;
        match parser.words.pop() {
            Some(word) => Err(format!("The filter has an unexpected {word} after a condition.")),
            None if filter.has_status_last() => Ok(filter),
            None => Err("Conditions on status must be grouped, and be the last operand of and.".to_owned()),
        }
    }

    /// Returns true if the filter selects the user.
    pub fn selects(&self, user: &User) -> bool {
        match self {
            Filter::All(filters) => filters.iter().all(|filter| filter.selects(user)),
            Filter::Any(filters) => filters.iter().any(|filter| filter.selects(user)),
            Filter::Equals(attribute, text) => attribute.value(user) == *text,
            Filter::Contains(attribute, text) => attribute.value(user).contains(text),
        }
    }

    /// Whether conditions on the status, if there are any, apply to the whole filter: all of it, or the last operand of
    /// its outermost `and`.
    fn has_status_last(&self) -> bool {
        match self {
            Filter::All(filters) => filters.split_last().is_none_or(|(last, others)| {
                (last.is_only_about_status() || !last.mentions_status()) && !others.iter().any(Filter::mentions_status)
            }),
            filter => filter.is_only_about_status() || !filter.mentions_status(),
        }
    }

    fn mentions_status(&self) -> bool {
        match self {
            Filter::All(filters) | Filter::Any(filters) => filters.iter().any(Filter::mentions_status),
            Filter::Equals(attribute, _) | Filter::Contains(attribute, _) => *attribute == Attribute::Status,
        }
    }

    fn is_only_about_status(&self) -> bool {
        match self {
            Filter::All(filters) | Filter::Any(filters) => filters.iter().all(Filter::is_only_about_status),
            condition => condition.mentions_status(),
        }
    }
}

impl Attribute {
    fn parse(name: &str) -> Result<Attribute, String> {
        match name.to_ascii_lowercase().as_str() {
            "id" => Ok(Attribute::Id),
            "subject" => Ok(Attribute::Subject),
            "name" => Ok(Attribute::Name),
            "email" => Ok(Attribute::Email),
            "status" => Ok(Attribute::Status),
            _ => Err(format!("{name} is no attribute; there are id, subject, name, email and status.")),
        }
    }

    /// Returns the attribute's value in lower case.
    fn value(self, user: &User) -> String {
        let text = match self {
            Attribute::Id => &user.id,
            Attribute::Subject => &user.subject,
            Attribute::Name => &user.name,
            Attribute::Email => &user.email,
            Attribute::Status => user.status.name(),
        };
        text.to_lowercase()
    }
}

/// Splits a filter into parentheses, quoted texts with their quotes, and words. The first is the last of the result.
fn split_words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' => 1,
            '"' => quoted_length(rest).ok_or("A quoted text has no end.")?,
            _ => rest.find(|c: char| c.is_whitespace() || "()\"".contains(c)).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(length);
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words.reverse();
    Ok(words)
}

/// Returns the length of the quoted text at the beginning of `text`, in which a backslash escapes a quote.
fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map(|end| end + 2)
}

/// A recursive descent parser of the words that are left, the first at the end.
struct Parser {
    words: Vec<String>,
    depth: usize,
}

impl Parser {
    /// Parses operands of `or`, which binds weaker than `and`.
    fn parse_any(&mut self) -> Result<Filter, String> {
        self.parse_operands("or", Parser::parse_all, Filter::Any)
    }

    fn parse_all(&mut self) -> Result<Filter, String> {
        self.parse_operands("and", Parser::parse_condition, Filter::All)
    }

    fn parse_operands(
        &mut self,
        operator: &str,
        parse: fn(&mut Parser) -> Result<Filter, String>,
        combine: fn(Vec<Filter>) -> Filter,
    ) -> Result<Filter, String> {
        let first = parse(self)?;
        let mut others = Vec::new();
        while self.words.pop_if(|word| word.eq_ignore_ascii_case(operator)).is_some() {
            others.push(parse(self)?);
        }
        if others.is_empty() {
            return Ok(first);
        }
        others.insert(0, first);
        Ok(combine(others))
    }

    /// Parses a filter in parentheses, or a condition such as `id eq "x"`.
    fn parse_condition(&mut self) -> Result<Filter, String> {
        let word = self.next_word("a condition")?;
        if word == "(" {
            return self.parse_group();
        }
        let attribute = Attribute::parse(&word)?;
        let operator = self.next_word("eq or co")?.to_ascii_lowercase();
        let text = self.next_word("a quoted text")?;
        let value: String = serde_json::from_str(&text).map_err(|_| format!("{text} is not a quoted text."))?;
        let value = value.to_lowercase();
        match (operator.as_str(), attribute) {
            ("eq", Attribute::Status) if parse_enum::<UserStatus>(&value).is_none() => {
                Err(format!("There is no status {text}."))
            }
            ("eq", _) => Ok(Filter::Equals(attribute, value)),
            ("co", Attribute::Name | Attribute::Email | Attribute::Subject) => Ok(Filter::Contains(attribute, value)),
            _ => Err(format!("{word} does not support the operator {operator}.")),
        }
    }

    fn parse_group(&mut self) -> Result<Filter, String> {
        if self.depth == MAX_DEPTH {
            return Err(format!("The filter has more than {MAX_DEPTH} levels of parentheses."));
        }
        self.depth += 1;
        let filter = self.parse_any()?;
        self.depth -= 1;
        match self.next_word("a closing parenthesis")?.as_str() {
            ")" => Ok(filter),
            word => Err(format!("The filter has {word} instead of a closing parenthesis.")),
        }
    }

    fn next_word(&mut self, expected: &str) -> Result<String, String> {
        self.words.pop().ok_or_else(|| format!("The filter ends before {expected}."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equals(attribute: Attribute, text: &str) -> Filter {
        Filter::Equals(attribute, text.to_owned())
    }

    #[test]
    fn and_binds_stronger_than_or() {
        let [a, b, c] = ["a", "b", "c"].map(|id| move || equals(Attribute::Id, id));
        let mixed = Filter::Any(vec![a(), Filter::All(vec![b(), c()])]);
        assert_eq!(Filter::parse(r#"id eq "a" or id eq "b" and id eq "c""#), Ok(mixed));
        let grouped = Filter::All(vec![Filter::Any(vec![a(), b()]), c()]);
        assert_eq!(Filter::parse(r#"(ID EQ "A"OR id eq "b")AND(id eq "c")"#), Ok(grouped));
        let escaped = Filter::Contains(Attribute::Name, "\"é\\ ) or".to_owned());
        assert_eq!(Filter::parse(r#" ( ( name co "\"\u00c9\\ ) or" ) ) "#), Ok(escaped));
    }

    #[test]
    fn conditions_on_the_status_apply_to_the_whole_filter() {
        let documented = r#"(id eq "a" or id eq "b") and (status eq "active" or status eq "disabled")"#;
        for valid in [
            documented,
            r#"id eq "a" and status eq "active""#,
            r#"id eq "a" and name co "b" and (status eq "active")"#,
            r#"status eq "active" or status eq "invited""#,
            r#"name eq "a" or name eq "b""#,
        ] {
            assert!(Filter::parse(valid).is_ok(), "{valid}");
        }
        for invalid in [
            r#"name eq "Bob" or name eq "Alice" and (status eq "active" or status eq "disabled")"#,
            r#"status eq "active" and id eq "a""#,
            r#"id eq "a" or status eq "active""#,
            r#"id eq "a" and (status eq "active" or id eq "b")"#,
        ] {
            assert!(Filter::parse(invalid).unwrap_err().contains("grouped"), "{invalid}");
        }
    }

    #[test]
    fn invalid_filters_are_rejected() {
        let deep = "(".repeat(500_000);
        for (text, message) in [
            ("", "ends before a condition"),
            ("id", "ends before eq or co"),
            ("id eq", "ends before a quoted text"),
            ("id eq a", "a is not a quoted text"),
            ("id eq 'a'", "is not a quoted text"),
            (r#"id eq "a"#, "has no end"),
            (r#"id eq "a\""#, "has no end"),
            (r#"id eq "\x""#, "is not a quoted text"),
            (r#"id eq "a" id eq "b""#, "unexpected id"),
            (r#"id eq "a")"#, "unexpected )"),
            (r#"(id eq "a""#, "ends before a closing parenthesis"),
            (r#"(id eq "a" id"#, "id instead of a closing"),
            (r#"id eq "a" and"#, "ends before a condition"),
            (r#"id co "a""#, "id does not support the operator co"),
            (r#"status co "a""#, "status does not support the operator co"),
            (r#"name ne "a""#, "name does not support the operator ne"),
            (r#"status eq "away""#, "There is no status"),
            (r#"role eq "a""#, "role is no attribute"),
            (r#"not (id eq "a")"#, "not is no attribute"),
            (&deep, "more than 16 levels"),
        ] {
            let error = Filter::parse(text).unwrap_err();
            assert!(error.contains(message), "{message}: {error}");
        }
    }
}
