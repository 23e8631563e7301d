//! [`Reader`]: JSON is seen to be valid, and its objects and their members are found, in one pass.

use serde::Deserialize as _;
use serde_json::value::RawValue;

use super::{Member, Object, Span, text};
use crate::scan::{is_white, mark};

/// Takes JSON apart that is not known to be valid. Strings without escapes, which nearly all are, and what stands between
/// values are read here; every other value by `serde_json`. Whatever is not as it should be is `None`.
pub(super) struct Reader<'a> {
    json: &'a str,
    at: usize,
    /// What was found so far: objects, and the members of all of them.
    pub(super) objects: Vec<Object>,
    pub(super) members: Vec<Member>,
}

impl<'a> Reader<'a> {
    pub(super) fn of(json: &'a str) -> Self {
        Self { json, at: 0, objects: Vec::new(), members: Vec::new() }
    }

    /// `{"NAME": [{…}, …], …}` and nothing else. The object around the others comes last.
    pub(super) fn list(&mut self, name: &str) -> Option<()> {
        let mut own = Vec::new();
        let mut has_rows = false;
        let whole = self.entries(|reader, of, is_plain| {
            let is_rows = text(of.of(reader.json)) == name;
            // A second one is nothing that a list has.
            if is_rows && std::mem::replace(&mut has_rows, true) {
                return None;
            }
            let (value, is_string) = if is_rows { (reader.rows()?, false) } else { reader.value()? };
            own.push(Member { name: of, value, is_plain: is_plain && is_string });
            Some(())
        })?;
        let from = self.members.len();
        self.members.append(&mut own);
        self.objects.push(Object { whole, members: Span(from as u32, self.members.len() as u32) });
        (has_rows && self.peek().is_none()).then_some(())
    }

    fn rows(&mut self) -> Option<Span> {
        let begin = self.skip(b'[')?;
        let mut is_at_end = self.skip(b']').is_some();
        while !is_at_end {
            self.object()?;
            is_at_end = self.ends(b']')?;
        }
        Some(self.since(begin))
    }

    pub(super) fn object(&mut self) -> Option<()> {
        let from = self.members.len();
        let whole = self.entries(|reader, name, is_plain| {
            let (value, is_plain_string) = reader.value()?;
            reader.members.push(Member { name, value, is_plain: is_plain && is_plain_string });
            Some(())
        })?;
        self.objects.push(Object { whole, members: Span(from as u32, self.members.len() as u32) });
        Some(())
    }

    /// Reads an object. `entry` is given each name, and whether it is without escapes, and reads the value.
    #[inline]
    fn entries(&mut self, mut entry: impl FnMut(&mut Self, Span, bool) -> Option<()>) -> Option<Span> {
        // No place in what is longer could be told.
        u32::try_from(self.json.len()).ok()?;
        let begin = self.skip(b'{')?;
        let mut is_at_end = self.skip(b'}').is_some();
        while !is_at_end {
            if self.peek()? != b'"' {
                return None;
            }
            let (name, is_plain) = self.string()?;
            self.skip(b':')?;
            entry(self, name, is_plain)?;
            is_at_end = self.ends(b'}')?;
        }
        Some(self.since(begin))
    }

    /// Any value, and whether it is a string without escapes.
    #[inline]
    fn value(&mut self) -> Option<(Span, bool)> {
        if self.peek()? == b'"' { self.string() } else { self.other() }
    }

    #[inline]
    fn string(&mut self) -> Option<(Span, bool)> {
        let (begin, json) = (self.at, self.json.as_bytes());
        let end = mark(json, begin + 1);
        if json.get(end) != Some(&b'"') {
            return self.other();
        }
        self.at = end + 1;
        Some((self.since(begin), true))
    }

    #[cold]
    fn other(&mut self) -> Option<(Span, bool)> {
        let begin = self.at;
        let mut parser = serde_json::Deserializer::from_str(self.json.get(begin..)?);
        self.at += <&RawValue>::deserialize(&mut parser).ok()?.get().len();
        Some((self.since(begin), false))
    }

    /// What was read from a place on.
    #[inline]
    fn since(&self, begin: usize) -> Span {
        Span(begin as u32, self.at as u32)
    }

    /// The next byte that is no white space, or the end.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.json.as_bytes().get(self.at).copied() {
                Some(byte) if is_white(byte) => self.at += 1,
                next => return next,
            }
        }
    }

    /// Passes a byte, if it is the next one; gives back where it stands.
    #[inline]
    fn skip(&mut self, byte: u8) -> Option<usize> {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next.then(|| self.at - 1)
    }

    /// Passes what comes behind a value: whether it is the end of what holds it, and no comma.
    #[inline]
    fn ends(&mut self, end: u8) -> Option<bool> {
        let next = self.peek()?;
        self.at += 1;
        (next == end || next == b',').then_some(next == end)
    }
}
