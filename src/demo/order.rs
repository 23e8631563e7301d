//! The orders that a list of keys can have.
//! It must not know pages, nor who sees which key.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::keys::Key;

/// A sort order: a field and a direction.
pub(super) struct Sort {
    field: Field,
    descending: bool,
}

enum Field {
    CreatedByUser,
    Sub,
    Status,
    Description,
    Created,
}

impl Default for Sort {
    fn default() -> Sort {
        Sort { field: Field::Created, descending: true }
    }
}

impl Sort {
    /// Reads one of the reference's 15 orders.
    pub(super) fn parse(text: &str) -> Option<Sort> {
        let descending = text.starts_with('-');
        let field = match text.strip_prefix(['+', '-']).unwrap_or(text) {
            "createdByUser" => Field::CreatedByUser,
            "sub" => Field::Sub,
            "status" => Field::Status,
            "description" => Field::Description,
            "created" => Field::Created,
            _ => return None,
        };
        Some(Sort { field, descending })
    }

    /// Compares two keys; the ID decides between equals, so that the order is total and `-` the exact reverse of `+`.
    pub(super) fn compare(&self, a: &Key, b: &Key, now: Timestamp) -> Ordering {
        let by_field = match self.field {
            Field::CreatedByUser => a.created_by.cmp(&b.created_by),
            Field::Sub => a.sub.cmp(&b.sub),
            Field::Status => a.status(now).cmp(&b.status(now)),
            Field::Description => a.description.cmp(&b.description),
            Field::Created => a.created.cmp(&b.created),
        };
        let ordering = by_field.then_with(|| a.id.cmp(&b.id));
        if self.descending { ordering.reverse() } else { ordering }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_knows_15_sort_orders() {
        for field in ["createdByUser", "sub", "status", "description", "created"] {
            for (sign, descending) in [("", false), ("+", false), ("-", true)] {
                let sort = Sort::parse(&format!("{sign}{field}")).unwrap();
                assert_eq!(sort.descending, descending);
            }
        }
        for text in ["", "+", "--created", " created", "Created", "id", "expiry"] {
            assert!(Sort::parse(text).is_none(), "{text:?}");
        }
    }
}
