//! The sort orders of `GET /api-keys`.

use std::cmp::Ordering;

use jiff::Timestamp;

use crate::demo::state::key::StoredKey;

type Comparison = fn(&StoredKey, &StoredKey, Timestamp) -> Ordering;

/// A sort order: a field and a direction. The default is the newest key first.
pub struct KeySortOrder {
    by_field: Comparison,
    descending: bool,
}

impl Default for KeySortOrder {
    fn default() -> KeySortOrder {
        KeySortOrder { by_field: |a, b, _| a.created.cmp(&b.created), descending: true }
    }
}

impl KeySortOrder {
    /// Parses a value of `sort`: one of five fields, optionally prefixed with `+` (ascending) or `-` (descending).
    pub fn parse(text: &str) -> Option<KeySortOrder> {
        let by_field: Comparison = match text.strip_prefix(['+', '-']).unwrap_or(text) {
            "createdByUser" => |a, b, _| a.created_by.cmp(&b.created_by),
            "sub" => |a, b, _| a.sub.cmp(&b.sub),
            "status" => |a, b, now| a.status(now).cmp(&b.status(now)),
            "description" => |a, b, _| a.description.cmp(&b.description),
            "created" => |a, b, _| a.created.cmp(&b.created),
            _ => return None,
        };
        Some(KeySortOrder { by_field, descending: text.starts_with('-') })
    }

    /// Compares two keys. IDs break ties, so that the order is total and `-` is the exact reverse of `+`.
    pub fn compare(&self, a: &StoredKey, b: &StoredKey, now: Timestamp) -> Ordering {
        let ordering = (self.by_field)(a, b, now).then_with(|| a.id.cmp(&b.id));
        if self.descending { ordering.reverse() } else { ordering }
    }
}
