//! [`Reader`]: JSON is seen to be valid, and its objects and their members are found, in one pass.

use serde::Deserialize as _;
use serde_json::value::RawValue;

use super::{Member, Object, Span, text};
use crate::scan::{after_white, mark};

/// Takes JSON apart that is not known to be valid. Strings without escapes, which nearly all are, and what stands between
/// values are read here; every other value by `serde_json`. Each part is read from a place on, with the white space before
/// it unless it is said to be plain, and is `None` where it is not as it should be.
pub(super) struct Reader<'a> {
    json: &'a str,
    /// Those of all objects that were read.
    members: Vec<Member>,
}

/// A name or a value.
struct Token {
    span: Span,
    /// Whether it is a string without escapes.
    is_plain: bool,
}

impl<'a> Reader<'a> {
    /// `None` where places in so long a text could not be told.
    pub(super) fn of(json: &'a str) -> Option<Self> {
        u32::try_from(json.len()).ok()?;
        // A member of a key takes 38 bytes on average.
        Some(Self { json, members: Vec::with_capacity(json.len() / 32) })
    }

    /// `{"NAME": [{…}, …], …}` and nothing else: the object around the others, those, and the members of all of them.
    pub(super) fn list(mut self, name: &str) -> Option<(Object, Vec<Object>, Vec<Member>)> {
        let mut own = Vec::new();
        let mut rows = None;
        let whole = self.enclosed(0, *b"{}", |reader, at| {
            let (of, at) = reader.name(at)?;
            let is_rows = text(of.span.of(reader.json)) == name;
            // A second one is nothing that a list has.
            if is_rows && rows.is_some() {
                return None;
            }
            let value = if is_rows {
                reader.rows(at, rows.insert(Vec::with_capacity(reader.json.len() / 256)))?
            } else {
                reader.value(at)?
            };
            own.push(Member::of(&of, &value));
            Some(value.span.end())
        })?;
        if after_white(self.json.as_bytes(), whole.end()) < self.json.len() {
            return None;
        }
        let from = self.members.len();
        self.members.append(&mut own);
        Some((self.object_of(whole, from), rows?, self.members))
    }

    fn rows(&mut self, at: usize, rows: &mut Vec<Object>) -> Option<Token> {
        let span = self.enclosed(at, *b"[]", |reader, at| {
            let row = reader.object(at)?;
            rows.push(row);
            Some(row.whole.end())
        })?;
        Some(Token { span, is_plain: false })
    }

    /// The first object, and its members.
    pub(super) fn one(mut self) -> Option<(Object, Vec<Member>)> {
        Some((self.object(0)?, self.members))
    }

    fn object(&mut self, at: usize) -> Option<Object> {
        let from = self.members.len();
        let whole =
            self.enclosed(at, *b"{}", |reader, at| reader.plain_member(at).or_else(|| reader.any_member(at)))?;
        Some(self.object_of(whole, from))
    }

    /// A member as nearly all are: two strings without escapes, and no white space. Gives back where it ends.
    #[inline(always)]
    fn plain_member(&mut self, at: usize) -> Option<usize> {
        let colon = self.plain_string(at)?;
        if self.json.as_bytes().get(colon) != Some(&b':') {
            return None;
        }
        let end = self.plain_string(colon + 1)?;
        self.members.push(Member { name: Span::new(at, colon), value: Span::new(colon + 1, end), is_plain: true });
        Some(end)
    }

    #[cold]
    fn any_member(&mut self, at: usize) -> Option<usize> {
        let (name, at) = self.name(at)?;
        let value = self.value(at)?;
        self.members.push(Member::of(&name, &value));
        Some(value.span.end())
    }

    /// The object to which the members from one on belong.
    fn object_of(&self, whole: Span, from: usize) -> Object {
        Object { whole, members: Span::new(from, self.members.len()), is_object: true }
    }

    /// Elements with commas between them, in brackets. `element` is told where one begins, and tells where it ends.
    #[inline]
    fn enclosed(
        &mut self,
        at: usize,
        [open, close]: [u8; 2],
        mut element: impl FnMut(&mut Self, usize) -> Option<usize>,
    ) -> Option<Span> {
        let mut at = self.after(open, at)?;
        let begin = at - 1;
        if let Some(end) = self.after(close, at) {
            return Some(Span::new(begin, end));
        }
        loop {
            let end = element(self, at)?;
            match self.after(b',', end) {
                Some(next) => at = next,
                None => return Some(Span::new(begin, self.after(close, end)?)),
            }
        }
    }

    /// The name of a member, and where its value is.
    fn name(&self, at: usize) -> Option<(Token, usize)> {
        let name = self.value(at)?;
        let is_string = name.is_plain || name.span.of(self.json).starts_with('"');
        let at = self.after(b':', name.span.end())?;
        is_string.then_some((name, at))
    }

    fn value(&self, at: usize) -> Option<Token> {
        let begin = after_white(self.json.as_bytes(), at);
        if let Some(end) = self.plain_string(begin) {
            return Some(Token { span: Span::new(begin, end), is_plain: true });
        }
        let mut parser = serde_json::Deserializer::from_str(self.json.get(begin..)?);
        let value = <&RawValue>::deserialize(&mut parser).ok()?;
        Some(Token { span: Span::new(begin, begin + value.get().len()), is_plain: false })
    }

    /// Where a string without escapes ends that begins here.
    #[inline(always)]
    fn plain_string(&self, at: usize) -> Option<usize> {
        let json = self.json.as_bytes();
        if json.get(at) != Some(&b'"') {
            return None;
        }
        let end = mark(json, at + 1);
        (json.get(end) == Some(&b'"')).then_some(end + 1)
    }

    /// The place after a byte, if that is the next one.
    #[inline]
    fn after(&self, byte: u8, at: usize) -> Option<usize> {
        if self.json.as_bytes().get(at) == Some(&byte) {
            return Some(at + 1);
        }
        self.after_white_and(byte, at)
    }

    /// The same where white space comes first, which most tenants don't write.
    #[inline(never)]
    fn after_white_and(&self, byte: u8, at: usize) -> Option<usize> {
        let at = after_white(self.json.as_bytes(), at);
        (self.json.as_bytes().get(at) == Some(&byte)).then_some(at + 1)
    }
}

impl Member {
    fn of(name: &Token, value: &Token) -> Self {
        Self { name: name.span, value: value.span, is_plain: name.is_plain && value.is_plain }
    }
}
