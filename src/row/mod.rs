//! [`Row`]: an object of a list in the tenant's own text, and where its members stand. That is found once, while the text is
//! seen to be JSON: whoever wants a member need not look for it.

mod reader;

use std::borrow::Cow;
use std::fmt;
use std::slice;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::blocks::Piece;
use reader::Reader;

/// One row of a list. Rows that came together share their text.
#[derive(Clone)]
pub struct Row {
    text: Arc<Text>,
    object: Object,
}

/// Valid JSON, and the members of the objects in it that are looked at.
struct Text {
    json: Box<str>,
    members: Vec<Member>,
}

/// From one byte to before another: four bytes each, since there are many.
#[derive(Clone, Copy)]
struct Span(u32, u32);

#[derive(Clone, Copy)]
struct Object {
    whole: Span,
    /// Which of the text's members are its own.
    members: Span,
    /// Whether it is one, and no other value.
    is_object: bool,
}

struct Member {
    name: Span,
    value: Span,
    /// Whether both are strings without escapes, so that what they say is what stands between the quotes.
    is_plain: bool,
}

impl Span {
    /// Within a text that a [`Reader`] takes, which is no longer than places can be told.
    #[inline]
    fn new(begin: usize, end: usize) -> Self {
        Self(begin as u32, end as u32)
    }

    #[inline]
    fn begin(self) -> usize {
        self.0 as usize
    }

    #[inline]
    fn end(self) -> usize {
        self.1 as usize
    }

    #[inline]
    fn of(self, json: &str) -> &str {
        json.get(self.begin()..self.end()).unwrap_or_default()
    }

    #[inline]
    fn piece(self, json: &[u8]) -> Piece<'_> {
        Piece { whole: json, begin: self.begin(), length: self.end() - self.begin() }
    }

    /// What a string says that is without escapes.
    #[inline]
    fn within_quotes(self) -> Self {
        Self(self.0 + 1, self.1 - 1)
    }
}

impl Member {
    /// Whether it has this name. Most are told apart by their length.
    #[inline(always)]
    fn is(&self, name: &str, json: &str) -> bool {
        if !self.is_plain {
            return self.says(name, json);
        }
        let said = self.name.within_quotes().piece(json.as_bytes());
        said.length == name.len() && said.bytes() == name.as_bytes()
    }

    #[cold]
    fn says(&self, name: &str, json: &str) -> bool {
        text(self.name.of(json)) == name
    }
}

impl Row {
    /// Its JSON.
    pub fn json(&self) -> &str {
        self.object.whole.of(&self.text.json)
    }

    /// Its members, in the order in which they stand; `None` where it is no object.
    pub fn members(&self) -> Option<Members<'_>> {
        self.object.is_object.then(|| Members { json: &self.text.json, members: self.own().iter() })
    }

    /// The same for whoever copies them.
    pub fn pieces(&self) -> impl Iterator<Item = (Piece<'_>, Piece<'_>)> {
        let json = self.text.json.as_bytes();
        self.own().iter().map(|member| (member.name.piece(json), member.value.piece(json)))
    }

    /// The first of its members that has this name.
    pub fn member(&self, name: &str) -> Option<Value<'_>> {
        let json = &*self.text.json;
        self.own().iter().find(|member| member.is(name, json)).map(|member| Value { json, member })
    }

    /// The same, but looked for where a row before had it: the rows of a list are alike. Of two that have this name, it may be
    /// the second.
    pub fn member_near(&self, name: &str, place: &mut usize) -> Option<Value<'_>> {
        let (json, own) = (&*self.text.json, self.own());
        if !own.get(*place).is_some_and(|member| member.is(name, json)) {
            *place = own.iter().position(|member| member.is(name, json))?;
        }
        own.get(*place).map(|member| Value { json, member })
    }

    #[inline]
    fn own(&self) -> &[Member] {
        let own = self.object.members;
        self.text.members.get(own.begin()..own.end()).unwrap_or_default()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.json())
    }
}

impl From<Box<RawValue>> for Row {
    fn from(json: Box<RawValue>) -> Self {
        let json: Box<str> = json.into();
        let whole = || Span(0, u32::try_from(json.len()).unwrap_or(u32::MAX));
        let (object, members) = Reader::of(&json)
            .and_then(Reader::one)
            .unwrap_or_else(|| (Object { whole: whole(), members: Span(0, 0), is_object: false }, Vec::new()));
        Self { object, text: Arc::new(Text { json, members }) }
    }
}

/// The members of an object, each a name and a value as their JSON.
pub struct Members<'a> {
    json: &'a str,
    members: slice::Iter<'a, Member>,
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a str);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let member = self.members.next()?;
        Some((member.name.of(self.json), member.value.of(self.json)))
    }
}

/// A member's value.
pub struct Value<'a> {
    json: &'a str,
    member: &'a Member,
}

impl<'a> Value<'a> {
    /// Whether it is a string.
    pub fn is_string(&self) -> bool {
        self.member.is_plain || self.member.value.of(self.json).starts_with('"')
    }

    /// As [`text`], if it is a string that stands there as it is: then it holds no control characters.
    #[inline]
    pub fn piece(&self) -> Option<Piece<'a>> {
        self.member.is_plain.then(|| self.member.value.within_quotes().piece(self.json.as_bytes()))
    }

    /// As [`text`].
    #[inline]
    pub fn text(&self) -> Cow<'a, str> {
        let value = self.member.value;
        if self.member.is_plain {
            Cow::Borrowed(value.within_quotes().of(self.json))
        } else {
            text(value.of(self.json))
        }
    }
}

/// JSON as text: a string without its quotes, nothing for `null`, else as it stands.
pub fn text(json: &str) -> Cow<'_, str> {
    match json.as_bytes() {
        [b'n', ..] => Cow::Borrowed(""),
        // Half a surrogate pair is no text.
        [b'"', ..] => serde_json::from_str(json).map_or(Cow::Borrowed(json), Cow::Owned),
        _ => Cow::Borrowed(json),
    }
}

/// An object with an array of objects among its members.
pub struct List {
    /// The objects of the array.
    pub rows: Vec<Row>,
    /// The object around it.
    pub whole: Row,
}

impl List {
    /// Reads one whose array has this name, in one pass.
    ///
    /// # Errors
    /// The text itself where it is anything else, or no JSON. Why, a parser can tell.
    pub fn read(json: String, name: &str) -> Result<Self, String> {
        let Some((whole, rows, members)) = Reader::of(&json).and_then(|reader| reader.list(name)) else {
            return Err(json);
        };
        let text = Arc::new(Text { json: json.into_boxed_str(), members });
        let row = |object| Row { text: Arc::clone(&text), object };
        Ok(Self { rows: rows.into_iter().map(row).collect(), whole: row(whole) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    use proptest::collection::vec;
    use proptest::prelude::*;
    use serde_json::{Map, Value as Json};

    fn row(json: &str) -> Row {
        RawValue::from_string(json.into()).unwrap().into()
    }

    fn list(json: &str) -> Option<List> {
        List::read(json.into(), "data").ok()
    }

    fn members(row: &Row) -> Vec<(Cow<'_, str>, &str)> {
        row.members().unwrap().map(|(name, value)| (text(name), value)).collect()
    }

    #[test]
    fn members_are_found_wherever_white_space_stands() {
        let row = row("{ \"a\" : 1 , \"b\\u0022\":[ {\"x\":\"]}\\\\\"} ] ,\"c\":\"\\\"\",\"d\":{},\"e\":-1.5e3\n}");
        let expected = [("a", "1"), ("b\"", "[ {\"x\":\"]}\\\\\"} ]"), ("c", "\"\\\"\""), ("d", "{}"), ("e", "-1.5e3")];
        assert_eq!(members(&row), expected.map(|(name, value)| (Cow::Borrowed(name), value)));
        assert_eq!(self::row(" {} ").members().unwrap().count(), 0);
        for odd in ["[1]", "1", "\"{}\"", "null"] {
            assert!(self::row(odd).members().is_none(), "{odd}");
            assert_eq!(self::row(odd).json(), odd);
        }
    }

    #[test]
    fn a_name_is_what_it_says_however_it_is_written() {
        for (json, name, is_found) in [
            (r#"{"id":"x"}"#, "id", true),
            (r#"{"id":"x"}"#, "ia", false),
            (r#"{"id":"x"}"#, "i", false),
            (r#"{"id":1}"#, "identity", false),
            (r#"{"i\u0064":"x"}"#, "id", true),
            (r#"{"i\u0065":"x"}"#, "id", false),
            (r#"{"\\\\":"\\"}"#, r"\\", true),
            (r#"{"":"x"}"#, "", true),
            ("[]", "", false),
        ] {
            assert_eq!(row(json).member(name).is_some(), is_found, "{json} {name}");
        }
        assert_eq!(row(r#"{"a":"first","a":"second"}"#).member("a").unwrap().text(), "first");
    }

    #[test]
    fn values_are_text() {
        let row = row(r#"{"a":"x","b":"x\n","c":null,"d":"null","e":[1, 2],"f":1.50,"g":"\ud800","h":""}"#);
        let read = |name| row.member(name).map(|value| (value.text(), value.is_string())).unwrap();
        for (name, text, is_string) in [
            ("a", "x", true),
            ("b", "x\n", true),
            ("c", "", false),
            ("d", "null", true),
            ("e", "[1, 2]", false),
            ("f", "1.50", false),
            ("g", r#""\ud800""#, true),
            ("h", "", true),
        ] {
            assert_eq!(read(name), (text.into(), is_string), "{name}");
        }
    }

    #[test]
    fn a_list_is_its_rows_and_what_stands_beside_them() {
        let list = list(" { \"a\" : [1] , \"d\\u0061ta\" : [ {\"id\": \"k\"} , {} ] , \"links\":{} }\n").unwrap();
        assert_eq!(list.rows.iter().map(Row::json).collect::<Vec<_>>(), [r#"{"id": "k"}"#, "{}"]);
        assert_eq!(members(&list.rows[0]), [("id".into(), r#""k""#)]);
        let whole = members(&list.whole);
        assert_eq!((&whole[0], &whole[2]), (&("a".into(), "[1]"), &("links".into(), "{}")));
        assert!(self::list(r#"{"data":[]}"#).unwrap().rows.is_empty());
    }

    #[test]
    fn what_is_no_list_is_given_back() {
        for odd in [
            "",
            "[]",
            "{}",
            r#"{"rows":[]}"#,
            r#"{"data":{}}"#,
            r#"{"data":[1]}"#,
            r#"{"data":[],"data":[]}"#,
            r#"{"data":[{}],}"#,
            r#"{"data":[{},]}"#,
            r#"{"data":[{}}"#,
            r#"{"data":[{"a":1,}]}"#,
            r#"{"data":[{"a":01}]}"#,
            r#"{"data":[{"a":nul}]}"#,
            r#"{"data":[{"a" 1}]}"#,
            r#"{"data":[{a:1}]}"#,
            r#"{"data":[{"a":"\x"}]}"#,
            "{\"data\":[{\"a\":\"\n\"}]}",
            "{\"data\":[{\"a\":\"aaaaaaaa\u{1f}aaaaaaaa\"}]}",
            r#"{"data":[]} {}"#,
            "\u{feff}{\"data\":[]}",
        ] {
            assert_eq!(List::read(odd.into(), "data").err().as_deref(), Some(odd));
        }
    }

    fn json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            (-9.0..9.0).prop_map(|number: f64| Json::from(number.round() / 4.0)),
            any::<String>().prop_map(Json::from),
            "[\"\\\\,:{}\\[\\]]{0,6}".prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![vec(inner.clone(), 0..4).prop_map(Json::from), object(inner).prop_map(Json::from)]
        })
    }

    fn object(value: impl Strategy<Value = Json>) -> impl Strategy<Value = Map<String, Json>> {
        vec((any::<String>(), value), 0..5).prop_map(|members| members.into_iter().collect())
    }

    fn read(row: &Row) -> Map<String, Json> {
        let members = row.members().unwrap();
        members.map(|(name, value)| (text(name).into_owned(), serde_json::from_str(value).unwrap())).collect()
    }

    /// A body as a parser has it; a number is not looked at, since it may be larger than any that is known.
    #[derive(serde::Deserialize)]
    struct Parsed<'a> {
        #[serde(borrow)]
        data: Vec<BTreeMap<String, &'a RawValue>>,
    }

    fn texts<'a>(members: &BTreeMap<String, &'a RawValue>) -> BTreeMap<String, &'a str> {
        members.iter().map(|(name, value)| (name.clone(), value.get())).collect()
    }

    fn written(value: &impl serde::Serialize, wide: bool) -> String {
        if wide { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) }.unwrap()
    }

    proptest! {
        #[test]
        fn members_are_those_that_a_parser_finds(members in object(json()), wide in any::<bool>()) {
            let row = row(&written(&members, wide));
            prop_assert_eq!(row.members().unwrap().count(), members.len());
            for (name, value) in &members {
                let expected = match value {
                    Json::Null => String::new(),
                    Json::String(text) => text.clone(),
                    _ => written(value, false),
                };
                let found = row.member(name).unwrap();
                prop_assert_eq!(found.is_string(), value.is_string());
                prop_assert!(found.text() == expected || wide && (value.is_array() || value.is_object()));
            }
            prop_assert_eq!(read(&row), members);
        }

        #[test]
        fn a_list_is_the_one_that_a_parser_finds(
            rows in vec(object(json()), 0..4),
            mut whole in object(json()),
            wide in any::<bool>(),
        ) {
            whole.insert("data".into(), rows.iter().cloned().map(Json::from).collect());
            let list = list(&written(&whole, wide)).unwrap();
            prop_assert_eq!(list.rows.iter().map(read).collect::<Vec<_>>(), rows);
            for row in &list.rows {
                prop_assert_eq!(&serde_json::from_str::<Map<_, _>>(row.json()).unwrap(), &read(row));
            }
            prop_assert_eq!(read(&list.whole), whole);
        }

        /// What a parser refuses, wherever a byte is another one, is refused; what it takes is read as it reads it.
        #[test]
        fn nothing_is_taken_for_json_that_is_none(
            rows in vec(object(json()), 0..3),
            wide in any::<bool>(),
            place in any::<prop::sample::Index>(),
            byte in prop_oneof![any::<u8>(), prop::sample::select(&b"\"\\{}[],: \n\t0-.etfn\x1f"[..])],
            cut in any::<bool>(),
        ) {
            let mut text = written(&serde_json::json!({"data": rows, "links": {"next": null}}), wide).into_bytes();
            let place = place.index(text.len());
            if cut { text.truncate(place) } else { text[place] = byte }
            if let Ok(text) = String::from_utf8(text) {
                let parsed = serde_json::from_str::<Parsed>(&text);
                if let Some(list) = list(&text) {
                    let parsed = parsed.unwrap();
                    for (row, parsed) in list.rows.iter().zip(&parsed.data) {
                        let members = row.members().unwrap().map(|(name, value)| (self::text(name).into_owned(), value));
                        prop_assert_eq!(members.collect::<BTreeMap<_, _>>(), texts(parsed));
                    }
                    prop_assert_eq!(list.rows.len(), parsed.data.len());
                }
            }
        }
    }
}
