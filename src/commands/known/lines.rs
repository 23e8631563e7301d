//! [`Lines`]: the keys of a list as they are kept.

use super::key::{LONGEST, shortened};
use crate::blocks::{Blocks, Piece};
use crate::row::{Row, Value};

/// A line for each key, which [`Key::read`](super::Key::read) reads.
pub struct Lines {
    text: Blocks,
    count: usize,
    /// Where the row before had its ID, its status and its description.
    places: [usize; 3],
}

impl Lines {
    /// None.
    pub fn new() -> Self {
        // What a thousand keys take: to make room again and again would take longer than to fill it.
        Self { text: Blocks::with_room(64 * 1024), count: 0, places: [0; 3] }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The text of all of them.
    pub fn into_text(self) -> String {
        String::from_utf8(self.text.into_text()).unwrap_or_default()
    }

    /// Adds the key of a row, if it is one.
    pub fn push(&mut self, row: &Row) {
        let Self { text, count, places: [id, status, description] } = self;
        let id = row.member_near("id", id).and_then(|id| id.piece());
        let Some(id) = id.filter(|id| id.length > 0 && is_short(id)) else {
            return;
        };
        text.push(id);
        text.push_all(b"\t");
        push_field(text, row.member_near("status", status), b"\t");
        push_field(text, row.member_near("description", description), b"\n");
        *count += 1;
    }
}

fn push_field(text: &mut Blocks, value: Option<Value>, end: &[u8; 1]) {
    match value.as_ref().and_then(Value::piece).filter(is_short) {
        Some(piece) => text.push_between(b"", piece, end),
        None => {
            let told = value.filter(Value::is_string).map(|value| value.text()).unwrap_or_default();
            text.extend(shortened(told).as_bytes());
            text.push_all(end);
        }
    }
}

fn is_short(piece: &Piece) -> bool {
    piece.length <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    fn lines(rows: &[Json]) -> String {
        let mut lines = Lines::new();
        for row in rows {
            lines.push(&serde_json::value::to_raw_value(row).unwrap().into());
        }
        lines.into_text()
    }

    #[test]
    fn only_what_has_an_id_is_a_key() {
        for odd in [json!(7), json!([]), json!({}), json!({"id": 7}), json!({"id": ""}), json!({"id": "a\n"})] {
            assert_eq!(lines(std::slice::from_ref(&odd)), "", "{odd}");
        }
        let rows = [json!({"id": "a"}), json!({"id": "b", "status": 7, "description": null, "token": "fake"})];
        assert_eq!(lines(&rows), "a\t\t\nb\t\t\n");
    }

    /// Whatever comes first in a row, and whatever a row before had there.
    fn row() -> impl Strategy<Value = (String, String, String, Json)> {
        let members = ("[-a-z]{1,9}", ".{0,9}", prop_oneof![".{0,99}", "[a-z\t\n]{0,9}"]);
        (members, any::<bool>(), any::<bool>()).prop_map(|((id, status, description), is_first, has_more)| {
            let mut row = serde_json::Map::new();
            if has_more {
                row.insert("more".into(), "x".into());
            }
            let [one, other] = if is_first { ["status", "description"] } else { ["description", "status"] };
            row.insert(one.into(), if is_first { &*status } else { &description }.into());
            row.insert("id".into(), id.clone().into());
            row.insert(other.into(), if is_first { &*description } else { &status }.into());
            (id, status, description, row.into())
        })
    }

    proptest! {
        #[test]
        fn keys_are_read_as_they_were_listed(rows in proptest::collection::vec(row(), 0..9)) {
            let text = lines(&rows.iter().map(|(.., row)| row.clone()).collect::<Vec<_>>());
            let keys: Vec<_> = text.lines().map(|line| super::super::Key::read(line).unwrap().fit().unwrap()).collect();
            prop_assert_eq!(keys.len(), rows.len());
            for (key, (id, status, description, _)) in keys.iter().zip(&rows) {
                let shown = |text: &str| shortened(text.to_owned().into()).into_owned();
                prop_assert_eq!(&*key.id, id);
                prop_assert_eq!((&*key.status, &*key.description), (&*shown(status), &*shown(description)));
            }
        }
    }
}
