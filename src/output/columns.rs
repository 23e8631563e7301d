//! The fields of each noun: the one list that drives tables, csv and tsv.
//! Field names are the API's own (the API reference, "Properties of API keys"); titles are for people.

use super::flags::ColumnFlags;

/// How a field is written for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As it is.
    Text,
    /// `status`, `result`: in colour.
    Status,
    /// `true` as `*`, `false` as nothing.
    Mark,
    /// An RFC 3339 date and time, shown as its date.
    Date,
    /// An RFC 3339 date and time, shown as its date and how far off it is.
    Deadline,
}

/// One field of a noun.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// The API's name for it: the header of csv and tsv, and a value of `--columns`.
    pub field: &'static str,
    /// The header of a table.
    pub title: &'static str,
    /// How a table shows it.
    pub kind: Kind,
    /// Whether a table shows it unasked; csv and tsv show all.
    pub in_table: bool,
    /// How willingly a table that is too wide shortens it: the highest goes first, 0 never.
    pub shorten: u8,
}

const fn column(field: &'static str, title: &'static str, kind: Kind, shorten: u8) -> Column {
    Column { field, title, kind, in_table: true, shorten }
}

const fn extra(field: &'static str, title: &'static str, kind: Kind) -> Column {
    Column { field, title, kind, in_table: false, shorten: 8 }
}

/// The fields of an API key.
pub const API_KEY: &[Column] = &[
    column("id", "ID", Kind::Text, 0),
    column("description", "Description", Kind::Text, 2),
    column("status", "Status", Kind::Status, 1),
    column("subType", "Sub type", Kind::Text, 6),
    column("sub", "Subject", Kind::Text, 5),
    column("expiry", "Expires", Kind::Deadline, 3),
    column("created", "Created", Kind::Date, 4),
    extra("lastUpdated", "Updated", Kind::Date),
    extra("createdByUser", "Created by", Kind::Text),
    extra("tenantId", "Tenant", Kind::Text),
];

/// The field that the answer to a create has beside those of [`API_KEY`].
pub const TOKEN: Column = Column { field: "token", title: "Token", kind: Kind::Text, in_table: true, shorten: 0 };

/// The field that tells the rows of several contexts apart.
pub const OF_CONTEXT: Column = column("context", "Context", Kind::Text, 1);

/// What became of a key that was to be removed.
pub const REMOVAL: &[Column] = &[
    column("id", "ID", Kind::Text, 0),
    column("result", "Result", Kind::Status, 0),
    column("error", "Error", Kind::Text, 1),
];

/// What would become of it.
pub const REMOVAL_PLAN: &[Column] = &[
    column("id", "ID", Kind::Text, 0),
    column("result", "Result", Kind::Status, 0),
    column("description", "Description", Kind::Text, 2),
    column("status", "Status", Kind::Text, 3),
    column("error", "Error", Kind::Text, 1),
];

/// The fields of a tenant's API key configuration.
pub const API_KEY_CONFIG: &[Column] = &[
    column("api_keys_enabled", "Enabled", Kind::Text, 1),
    column("max_keys_per_user", "Keys per user", Kind::Text, 1),
    column("max_api_key_expiry", "Longest expiry", Kind::Text, 1),
    column("scim_externalClient_expiry", "SCIM expiry", Kind::Text, 1),
];

/// The fields of a difference between a tenant's configuration and the one that is wanted.
pub const DIFFERENCE: &[Column] = &[
    column("field", "Field", Kind::Text, 0),
    column("before", "Before", Kind::Text, 2),
    column("after", "After", Kind::Text, 1),
];

/// The field of a context that a table shows only where one has it.
pub const PROTECTED: &str = "protected";

/// The fields of a context that was to be imported.
pub const IMPORT: &[Column] = &[
    column("name", "Name", Kind::Text, 0),
    column("server", "Server", Kind::Text, 2),
    column("auth", "Auth", Kind::Text, 0),
    column("result", "Result", Kind::Text, 0),
    column("reason", "Reason", Kind::Text, 1),
];

/// The fields of a context in a list.
pub const CONTEXT: &[Column] = &[
    column("name", "Name", Kind::Text, 0),
    column("server", "Server", Kind::Text, 2),
    column("current", "Current", Kind::Mark, 0),
    column(PROTECTED, "Protected", Kind::Mark, 0),
    column("auth", "Auth", Kind::Text, 3),
    column("store", "Store", Kind::Text, 4),
    column("comment", "Comment", Kind::Text, 5),
];

/// The fields of the plan of a rotation.
pub const ROTATION: &[Column] = &[
    column("id", "ID", Kind::Text, 0),
    column("description", "Description", Kind::Text, 2),
    column("expiry", "Expires", Kind::Deadline, 3),
    column("newDescription", "New description", Kind::Text, 4),
    column("newExpiry", "New expiry", Kind::Text, 0),
    column("destination", "Destination", Kind::Text, 1),
    column("oldKey", "Old key", Kind::Text, 1),
];

/// The fields of what a context signs in as.
pub const SIGN_IN: &[Column] = &[
    OF_CONTEXT,
    extra("server", "Server", Kind::Text),
    column("name", "User", Kind::Text, 3),
    extra("userId", "User ID", Kind::Text),
    column("tenantId", "Tenant", Kind::Text, 4),
    extra("keyId", "Key", Kind::Text),
    column("expiry", "Key expires", Kind::Deadline, 2),
];

/// The columns of a table, csv or tsv.
pub struct Columns {
    pub(super) fields: &'static [Column],
    pub(super) selected: Vec<&'static Column>,
    pub(super) has_header: bool,
    with_context: bool,
    pub(super) with_token: bool,
}

impl Columns {
    /// The columns that each format shows by default, with a header.
    pub fn new(fields: &'static [Column]) -> Self {
        Self { fields, selected: Vec::new(), has_header: true, with_context: false, with_token: false }
    }

    /// Shows these columns instead of the default ones, if there are any.
    pub fn with_selected(self, selected: Vec<&'static Column>) -> Self {
        Self { selected, ..self }
    }

    /// Applies `--columns` and `--no-header`.
    pub fn with_flags<const CONFIG: bool>(self, flags: &ColumnFlags<CONFIG>) -> Self {
        Self { has_header: !flags.no_header, ..self.with_selected(flags.columns.clone()) }
    }

    /// Adds the context as the first column.
    pub fn with_context(self) -> Self {
        Self { with_context: true, ..self }
    }

    /// Adds the token of a new key as the last column.
    pub fn with_token(self) -> Self {
        Self { with_token: true, ..self }
    }

    /// The columns to show: the selected ones, else those of the resource that `is_default` names.
    pub(super) fn shown(&self, is_default: impl Fn(&Column) -> bool) -> Vec<&'static Column> {
        let mut shown = self.selected.clone();
        if shown.is_empty() {
            shown.extend(self.fields.iter().filter(|column| is_default(column)));
        }
        if self.with_context {
            shown.insert(0, &OF_CONTEXT);
        }
        if self.with_token {
            shown.push(&TOKEN);
        }
        shown
    }
}
