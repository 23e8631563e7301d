//! As much of YAML as a `contexts.yml` needs: mappings of texts, from the events of the parser, so that an alias costs
//! nothing and nothing nests. Texts may be secrets.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};

use crate::secret::Secret;

/// The levels that the file has: contexts, one of them, its headers.
const DEEPEST: usize = 4;

/// A value.
pub(super) enum Node {
    Mapping(Mapping),
    Text(Secret),
    /// `null`, and what stands for it.
    Nothing,
    /// What has no place in the file: a sequence, an alias, a mapping that is too deep.
    Other,
}

/// The members of a mapping, in the order in which they stand.
pub(super) struct Mapping(Vec<(String, Node)>);

impl Mapping {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.0.iter().map(|(name, node)| (name.as_str(), node))
    }

    /// A member that says something.
    ///
    /// # Errors
    /// Where it is there twice.
    pub(super) fn get(&self, key: &str) -> Result<Option<&Node>, String> {
        let mut found = self.0.iter().filter(|(name, _)| name == key).map(|(_, node)| node);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(format!("{key}: is there twice")),
            (Some(Node::Nothing), None) => Ok(None),
            (node, _) => Ok(node),
        }
    }

    /// A member that is a text.
    ///
    /// # Errors
    /// Where it is something else.
    pub(super) fn text(&self, key: &str) -> Result<Option<Secret>, String> {
        match self.get(key)? {
            None => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("{key}: must be a string")),
        }
    }
}

/// Reads the first document.
///
/// # Errors
/// The place, and what is wrong there, without a word of the text.
pub(super) fn read(text: &Secret) -> Result<Node, String> {
    let text = text.expose().trim_start_matches('\u{feff}');
    let mut reader = Reader { parser: Parser::new_from_str(text) };
    loop {
        match reader.next()? {
            Event::StreamEnd => return Ok(Node::Nothing),
            Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
            event => {
                let root = reader.node(event, 0)?;
                // What follows may be damaged.
                while reader.next()? != Event::StreamEnd {}
                return Ok(root);
            }
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Event<'a>, String> {
        match self.parser.next_event() {
            Some(event) => event.map(|(event, _)| event).map_err(|error| told(&error)),
            None => Ok(Event::StreamEnd),
        }
    }

    /// The node that begins with this event.
    fn node(&mut self, event: Event, depth: usize) -> Result<Node, String> {
        match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) if ["", "~", "null", "Null", "NULL"].contains(&&*text) => {
                Ok(Node::Nothing)
            }
            Event::Scalar(text, ..) => Ok(Node::Text(Secret::new(text.into_owned()))),
            Event::MappingStart(..) if depth < DEEPEST => self.mapping(depth),
            Event::MappingStart(..) | Event::SequenceStart(..) => self.pass_over(),
            _ => Ok(Node::Other),
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Node, String> {
        let mut members = Vec::new();
        loop {
            let key = match self.next()? {
                Event::MappingEnd => return Ok(Node::Mapping(Mapping(members))),
                key => self.node(key, DEEPEST)?,
            };
            let event = self.next()?;
            let value = self.node(event, depth + 1)?;
            if let Node::Text(key) = key {
                members.push((key.expose().to_owned(), value));
            }
        }
    }

    /// Passes over what has begun.
    fn pass_over(&mut self) -> Result<Node, String> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Event::MappingStart(..) | Event::SequenceStart(..) => open += 1,
                Event::MappingEnd | Event::SequenceEnd => open -= 1,
                Event::StreamEnd => break,
                _ => {}
            }
        }
        Ok(Node::Other)
    }
}

/// The place and what the parser says of it, but for the character that it quotes.
fn told(error: &ScanError) -> String {
    let (place, what) = (error.marker(), error.info());
    let what = what.split(": `").next().unwrap_or_default();
    format!(", line {}, column {}: {what}", place.line(), place.col() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(node: &Node) -> String {
        match node {
            Node::Mapping(mapping) => {
                let members: Vec<_> = mapping.iter().map(|(name, node)| format!("{name}={}", texts(node))).collect();
                format!("{{{}}}", members.join(" "))
            }
            Node::Text(text) => text.expose().to_owned(),
            Node::Nothing => "-".to_owned(),
            Node::Other => "?".to_owned(),
        }
    }

    fn read(text: &str) -> Result<String, String> {
        super::read(&Secret::new(text.to_owned())).map(|node| texts(&node))
    }

    #[test]
    fn mappings_of_texts_are_read_and_the_rest_is_passed_over() {
        for (text, nodes) in [
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
            assert_eq!(read(text).as_deref(), Ok(nodes), "{text:?}");
        }
    }

    #[test]
    fn neither_aliases_nor_depth_cost_more_than_their_length() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..60 {
            let (before, times) = (level - 1, 10);
            bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); times].join(", "));
        }
        assert!(read(&bomb).is_ok());
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
            let deep = format!("a: b\nc:\n  {}x{}\n", open.repeat(20_000), close.repeat(20_000));
            let _ = read(&deep);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(
            text in prop_oneof![any::<String>(), "([a-c]|: |\n|  |- |\\[|\\]|\\{|\\}|\"|'|\\||&a|\\*a|#|\\?|,|\t|!|%){0,40}"],
        ) {
            if let Err(told) = read(&text) {
                prop_assert!(told.starts_with(", line "), "{}", told);
            }
        }
    }
}
