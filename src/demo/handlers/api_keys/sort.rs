//! The sort orders of `GET /api-keys`.

use std::cmp::Ordering;

use jiff::Timestamp;

use crate::demo::state::key::StoredKey;

/// A field and a direction. The default is the newest key first.
pub struct SortOrder {
    field: SortField,
    descending: bool,
}

enum SortField {
    CreatedByUser,
    Sub,
    Status,
    Description,
    Created,
}

impl Default for SortOrder {
    fn default() -> SortOrder {
        SortOrder { field: SortField::Created, descending: true }
    }
}

impl SortOrder {
    /// Parses a value of `sort`: one of five fields, after `+`, `-` or nothing.
    pub fn parse(text: &str) -> Option<SortOrder> {
        let field = match text.strip_prefix(['+', '-']).unwrap_or(text) {
            "createdByUser" => SortField::CreatedByUser,
            "sub" => SortField::Sub,
            "status" => SortField::Status,
            "description" => SortField::Description,
            "created" => SortField::Created,
            _ => return None,
        };
        Some(SortOrder { field, descending: text.starts_with('-') })
    }

    /// Compares two keys, equal ones by their ID, so that the order is total and `-` is the exact reverse of `+`.
    pub fn compare(&self, a: &StoredKey, b: &StoredKey, now: Timestamp) -> Ordering {
        let by_field = match self.field {
            SortField::CreatedByUser => a.created_by.cmp(&b.created_by),
            SortField::Sub => a.sub.cmp(&b.sub),
            SortField::Status => a.status(now).cmp(&b.status(now)),
            SortField::Description => a.description.cmp(&b.description),
            SortField::Created => a.created.cmp(&b.created),
        };
        let ordering = by_field.then_with(|| a.id.cmp(&b.id));
        if self.descending { ordering.reverse() } else { ordering }
    }
}
