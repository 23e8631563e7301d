//! The fields of each noun: the one list that drives tables, csv and tsv.
//! Field names are the API's own (the API reference, "Properties of API keys"); titles are for people.

use super::flags::ColumnFlags;

/// How a field is written for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellFormat {
    /// As it is.
    Text,
    /// `status`, `result`: in colour.
    Status,
    /// `true` as `*`, `false` as nothing.
    Bool,
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
    pub format: CellFormat,
    /// Whether a table shows it unasked; csv and tsv show all.
    pub in_table: bool,
    /// How willingly a table that is too wide shortens it: the highest goes first, 0 never.
    pub shorten_priority: u8,
}

const fn column(field: &'static str, title: &'static str, kind: CellFormat, shorten: u8) -> Column {
    Column { field, title, format: kind, in_table: true, shorten_priority: shorten }
}

const fn extra_column(field: &'static str, title: &'static str, kind: CellFormat) -> Column {
    Column { field, title, format: kind, in_table: false, shorten_priority: 8 }
}

/// The fields of an API key.
pub const API_KEY: &[Column] = &[
    column("id", "ID", CellFormat::Text, 0),
    column("description", "Description", CellFormat::Text, 2),
    column("status", "Status", CellFormat::Status, 1),
    column("subType", "Sub type", CellFormat::Text, 6),
    column("sub", "Subject", CellFormat::Text, 5),
    column("expiry", "Expires", CellFormat::Deadline, 3),
    column("created", "Created", CellFormat::Date, 4),
    extra_column("lastUpdated", "Updated", CellFormat::Date),
    extra_column("createdByUser", "Created by", CellFormat::Text),
    extra_column("tenantId", "Tenant", CellFormat::Text),
];

/// The field that the answer to a create has beside those of [`API_KEY`].
pub const TOKEN_COLUMN: Column =
    Column { field: "token", title: "Token", format: CellFormat::Text, in_table: true, shorten_priority: 0 };

/// The field that tells the rows of several contexts apart.
pub const CONTEXT_COLUMN: Column = column("context", "Context", CellFormat::Text, 1);

/// What became of a key that was to be removed.
pub const REMOVAL: &[Column] = &[
    column("id", "ID", CellFormat::Text, 0),
    column("result", "Result", CellFormat::Status, 0),
    column("error", "Error", CellFormat::Text, 1),
];

/// What would become of it.
pub const REMOVAL_PLAN: &[Column] = &[
    column("id", "ID", CellFormat::Text, 0),
    column("result", "Result", CellFormat::Status, 0),
    column("description", "Description", CellFormat::Text, 2),
    column("status", "Status", CellFormat::Text, 3),
    column("error", "Error", CellFormat::Text, 1),
];

/// The fields of a tenant's API key configuration.
pub const API_KEY_CONFIG: &[Column] = &[
    column("api_keys_enabled", "Enabled", CellFormat::Text, 1),
    column("max_keys_per_user", "Keys per user", CellFormat::Text, 1),
    column("max_api_key_expiry", "Longest expiry", CellFormat::Text, 1),
    column("scim_externalClient_expiry", "SCIM expiry", CellFormat::Text, 1),
];

/// The fields of a difference between a tenant's configuration and the one that is wanted.
pub const DIFFERENCE: &[Column] = &[
    column("field", "Field", CellFormat::Text, 0),
    column("before", "Before", CellFormat::Text, 2),
    column("after", "After", CellFormat::Text, 1),
];

/// The field of a context that a table shows only where one has it.
pub const PROTECTED_FIELD: &str = "protected";

/// The fields of a context that was to be imported.
pub const IMPORT: &[Column] = &[
    column("name", "Name", CellFormat::Text, 0),
    column("server", "Server", CellFormat::Text, 2),
    column("auth", "Auth", CellFormat::Text, 0),
    column("result", "Result", CellFormat::Text, 0),
    column("reason", "Reason", CellFormat::Text, 1),
];

/// The fields of a context in a list.
pub const CONTEXT: &[Column] = &[
    column("name", "Name", CellFormat::Text, 0),
    column("server", "Server", CellFormat::Text, 2),
    column("current", "Current", CellFormat::Bool, 0),
    column(PROTECTED_FIELD, "Protected", CellFormat::Bool, 0),
    column("auth", "Auth", CellFormat::Text, 3),
    column("store", "Store", CellFormat::Text, 4),
    column("comment", "Comment", CellFormat::Text, 5),
];

/// The fields of the plan of a rotation.
pub const ROTATION_PLAN: &[Column] = &[
    column("id", "ID", CellFormat::Text, 0),
    column("description", "Description", CellFormat::Text, 2),
    column("expiry", "Expires", CellFormat::Deadline, 3),
    column("newDescription", "New description", CellFormat::Text, 4),
    column("newExpiry", "New expiry", CellFormat::Text, 0),
    column("destination", "Destination", CellFormat::Text, 1),
    column("oldKey", "Old key", CellFormat::Text, 1),
];

/// The fields of what a context signs in as.
pub const CONTEXT_CHECK: &[Column] = &[
    CONTEXT_COLUMN,
    extra_column("server", "Server", CellFormat::Text),
    column("name", "User", CellFormat::Text, 3),
    extra_column("userId", "User ID", CellFormat::Text),
    column("tenantId", "Tenant", CellFormat::Text, 4),
    extra_column("keyId", "Key", CellFormat::Text),
    column("expiry", "Key expires", CellFormat::Deadline, 2),
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
    pub(super) fn visible(&self, is_default: impl Fn(&Column) -> bool) -> Vec<&'static Column> {
        let mut shown = self.selected.clone();
        if shown.is_empty() {
            shown.extend(self.fields.iter().filter(|column| is_default(column)));
        }
        if self.with_context {
            shown.insert(0, &CONTEXT_COLUMN);
        }
        if self.with_token {
            shown.push(&TOKEN_COLUMN);
        }
        shown
    }
}
