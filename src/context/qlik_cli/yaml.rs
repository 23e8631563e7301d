//! Parses the part of YAML that `contexts.yml` needs: mappings of strings. Aliases are not expanded and the depth is
//! limited, so a malicious file can't use excessive time or memory.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};

use crate::secret::Secret;

/// The maximum depth of mappings. The file has three levels below the root: contexts, a context, its headers.
const MAX_DEPTH: usize = 4;

/// A YAML value.
pub(super) enum Node {
    Mapping(Mapping),
    Text(Secret),
    /// `null` or an empty value.
    Null,
    /// Anything else: a sequence, an alias, or a mapping that is nested too deeply.
    Other,
}

/// A mapping, with its entries in the order of the file.
pub(super) struct Mapping(Vec<(String, Node)>);

impl Mapping {
    /// The value of a key; `None` if it is missing or null. A duplicate key is an error.
    fn get(&self, key: &str) -> Result<Option<&Node>, String> {
        let mut values = self.0.iter().filter(|(name, _)| name == key).map(|(_, node)| node);
        match (values.next(), values.next()) {
            (Some(_), Some(_)) => Err(format!("{key}: appears twice")),
            (Some(Node::Null), None) => Ok(None),
            (node, _) => Ok(node),
        }
    }

    /// The entries of a key's mapping; empty if the key is missing or null.
    ///
    /// # Errors
    /// The key is duplicate, or its value is not a mapping.
    pub(super) fn get_mapping(&self, key: &str) -> Result<&[(String, Node)], String> {
        match self.get(key)? {
            None => Ok(&[]),
            Some(Node::Mapping(mapping)) => Ok(&mapping.0),
            Some(_) => Err(format!("{key}: must be a mapping")),
        }
    }

    /// The text of a key's value; `None` if it is missing or null.
    ///
    /// # Errors
    /// The key is duplicate, or its value is not a string.
    pub(super) fn get_text(&self, key: &str) -> Result<Option<Secret>, String> {
        match self.get(key)? {
            None => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("{key}: must be a string")),
        }
    }
}

/// Parses the first document of a YAML text.
///
/// # Errors
/// The line, the column and a message that does not quote the text.
pub(super) fn parse(text: &Secret) -> Result<Node, String> {
    let text = text.expose().trim_start_matches('\u{feff}');
    let mut reader = Reader { parser: Parser::new_from_str(text) };
    loop {
        match reader.next_event()? {
            Event::StreamEnd => return Ok(Node::Null),
            Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
            event => {
                let root = reader.read_node(event, 0)?;
                // Find syntax errors in the rest of the text.
                while reader.next_event()? != Event::StreamEnd {}
                return Ok(root);
            }
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
}

impl<'a> Reader<'a> {
    fn next_event(&mut self) -> Result<Event<'a>, String> {
        match self.parser.next_event() {
            Some(event) => event.map(|(event, _)| event).map_err(|error| describe_error(&error)),
            None => Ok(Event::StreamEnd),
        }
    }

    /// Reads the node that starts with this event.
    fn read_node(&mut self, event: Event, depth: usize) -> Result<Node, String> {
        match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) if ["", "~", "null", "Null", "NULL"].contains(&&*text) => {
                Ok(Node::Null)
            }
            Event::Scalar(text, ..) => Ok(Node::Text(Secret::new(text.into_owned()))),
            Event::MappingStart(..) if depth < MAX_DEPTH => self.read_mapping(depth),
            Event::MappingStart(..) | Event::SequenceStart(..) => self.skip_collection(),
            _ => Ok(Node::Other),
        }
    }

    fn read_mapping(&mut self, depth: usize) -> Result<Node, String> {
        let mut entries = Vec::new();
        loop {
            let key = match self.next_event()? {
                Event::MappingEnd => return Ok(Node::Mapping(Mapping(entries))),
                key => self.read_node(key, MAX_DEPTH)?,
            };
            let event = self.next_event()?;
            let value = self.read_node(event, depth + 1)?;
            if let Node::Text(key) = key {
                entries.push((key.expose().to_owned(), value));
            }
        }
    }

    /// Skips the rest of a mapping or sequence.
    fn skip_collection(&mut self) -> Result<Node, String> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next_event()? {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => depth -= 1,
                Event::StreamEnd => break,
                _ => {}
            }
        }
        Ok(Node::Other)
    }
}

/// The position and the message of a syntax error, without the character that the parser quotes.
fn describe_error(error: &ScanError) -> String {
    let (position, message) = (error.marker(), error.info());
    let message = message.split(": `").next().unwrap_or_default();
    format!(", line {}, column {}: {message}", position.line(), position.col() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn node_to_text(node: &Node) -> String {
        match node {
            Node::Mapping(mapping) => {
                let entries: Vec<_> =
                    mapping.0.iter().map(|(name, node)| format!("{name}={}", node_to_text(node))).collect();
                format!("{{{}}}", entries.join(" "))
            }
            Node::Text(text) => text.expose().to_owned(),
            Node::Null => "-".to_owned(),
            Node::Other => "?".to_owned(),
        }
    }

    fn parse(text: &str) -> Result<String, String> {
        super::parse(&Secret::new(text.to_owned())).map(|node| node_to_text(&node))
    }

    #[test]
    fn reads_mappings_of_strings_and_skips_the_rest() {
        for (text, expected) in [
            ("a: b\n'c d': \"e\\tf\"\n", "{a=b c d=e\tf}"),
            ("a: ~\nb:\nc: null\nd: 'null'\ne: 1.50\nf: yes", "{a=- b=- c=- d=null e=1.50 f=yes}"),
            ("a: [b, {c: d}]\ne: f", "{a=? e=f}"),
            ("a: &x b\nc: *x\n", "{a=b c=?}"),
            ("? [a]\n: b\nc: d", "{c=d}"),
            ("a: {b: {c: {d: {e: f}}}}\ng: h", "{a={b={c={d=?}}} g=h}"),
            ("a: |\n  b\n  c\n", "{a=b\nc\n}"),
            ("---\na: b\n---\nc: d\n", "{a=b}"),
            ("# nothing\n", "-"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn aliases_and_deep_nesting_cost_linear_time() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..60 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb += &format!("a{level}: &a{level} [{aliases}]\n");
        }
        assert!(parse(&bomb).is_ok());
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
            let deep = format!("a: b\nc:\n  {}x{}\n", open.repeat(20_000), close.repeat(20_000));
            let _ = parse(&deep);
        }
    }

    proptest! {
        #[test]
        fn any_text_parses_or_gives_a_syntax_error(
            text in prop_oneof![any::<String>(), "([a-c]|: |\n|  |- |\\[|\\]|\\{|\\}|\"|'|\\||&a|\\*a|#|\\?|,|\t|!|%){0,40}"],
        ) {
            if let Err(message) = parse(&text) {
                prop_assert!(message.starts_with(", line "), "{}", message);
            }
        }
    }
}
