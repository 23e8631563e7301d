//! The columns of each kind of row in tables, csv and tsv.
//! Field names of API keys are Qlik's: <https://qlik.dev/apis/rest/api-keys>.

use super::flags::ColumnFlags;
use super::summary::Summary;

/// How a table cell shows a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellFormat {
    /// Unchanged.
    Text,
    /// An ID. A part of it is useless.
    Id,
    /// The name of a user. What follows it in parentheses, such as `(disabled)`, is not cut.
    UserName,
    /// `status` or `result`, in color.
    Status,
    /// Text in the color of the row's `severity`.
    Severity,
    /// `*` for `true`, empty for `false`.
    Bool,
    /// An RFC 3339 time in UTC, to the minute where there is little room.
    Time,
    /// The date of an RFC 3339 time.
    Date,
    /// The date of an RFC 3339 time and its distance from now ("2026-12-01, in 8 days").
    Deadline,
    /// As `Deadline`, but a time in the past is "expired 3 days ago".
    Expiry,
}

/// One column.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// The field's JSON name: the header in csv and tsv, and a value of `--columns`.
    pub field: &'static str,
    /// The header in a table.
    pub title: &'static str,
    /// How a table shows the value.
    pub format: CellFormat,
    /// The width in columns from which on a table shows the column by default. `None` for a column that a table shows only
    /// if `--columns` names it. csv and tsv show all columns.
    pub min_table_width: Option<usize>,
    /// A table omits the column by default if all its cells are this text.
    pub omitted_text: Option<&'static str>,
    /// A table that is too wide shortens columns of higher priority first, those of priority 0 never.
    pub shorten_priority: u8,
    /// A table that would have to shorten its columns to almost nothing leaves out columns of higher priority first,
    /// those of priority 0 never. Columns that `--columns` names are shown in any case.
    pub omit_priority: u8,
}

impl Column {
    const fn with_omit_priority(self, omit_priority: u8) -> Self {
        Self { omit_priority, ..self }
    }
}

const fn column(field: &'static str, title: &'static str, format: CellFormat, shorten_priority: u8) -> Column {
    Column { field, title, format, min_table_width: Some(0), omitted_text: None, shorten_priority, omit_priority: 0 }
}

/// A column that a table shows only if `--columns` names it.
const fn extra_column(field: &'static str, title: &'static str, format: CellFormat) -> Column {
    Column { min_table_width: None, ..column(field, title, format, 8) }
}

const ID: Column = column("id", "ID", CellFormat::Id, 0);
const DESCRIPTION: Column = column("description", "Description", CellFormat::Text, 2);
const STATUS: Column = column("status", "Status", CellFormat::Status, 0);
const EXPIRY: Column = column("expiry", "Expires", CellFormat::Deadline, 0);
const SUBJECT: Column = Column { min_table_width: Some(100), ..column("sub", "Subject", CellFormat::Id, 1) };
const CREATED: Column = Column { min_table_width: Some(140), ..column("created", "Created", CellFormat::Date, 3) };
const SUB_TYPE: Column = Column {
    min_table_width: Some(140),
    omitted_text: Some("user"),
    ..column("subType", "Sub type", CellFormat::Text, 5)
};

/// The columns of an API key.
pub const API_KEY: &[Column] = &[
    ID,
    DESCRIPTION,
    STATUS,
    SUB_TYPE,
    SUBJECT,
    EXPIRY,
    CREATED,
    extra_column("lastUpdated", "Updated", CellFormat::Date),
    extra_column("createdByUser", "Created by", CellFormat::Id),
    extra_column("tenantId", "Tenant", CellFormat::Id),
];

/// The columns of an API key in the order of a table.
const API_KEY_TABLE: &[Column] = &[DESCRIPTION, STATUS, SUBJECT, EXPIRY, CREATED, SUB_TYPE, ID];

/// The width in columns from which on a table shows the owner by default.
pub const OWNER_MIN_WIDTH: usize = 100;

/// The column with the owner's name, which takes the place of the subject in a table.
pub const OWNER: Column =
    Column { min_table_width: Some(OWNER_MIN_WIDTH), ..column("owner", "Owner", CellFormat::UserName, 1) };

/// The same for `--owners`, which every table shows.
const REQUESTED_OWNER: Column = Column { min_table_width: Some(0), ..OWNER };

/// The columns with the details of the owner.
pub const OWNER_FIELDS: &[Column] = &[
    extra_column("ownerName", "Owner name", CellFormat::Text),
    extra_column("ownerEmail", "Owner email", CellFormat::Text),
    extra_column("ownerStatus", "Owner status", CellFormat::Text),
];

/// The additional column of a new API key.
pub const TOKEN_COLUMN: Column = column("token", "Token", CellFormat::Text, 0);

/// The additional first column in the output of a command that runs for several contexts.
pub const CONTEXT_COLUMN: Column = column("context", "Context", CellFormat::Text, 1);

/// The fields of a finding of a review.
pub const FINDING: &[Column] = &[
    column("id", "ID", CellFormat::Id, 0),
    column("finding", "Finding", CellFormat::Text, 0),
    column("severity", "Severity", CellFormat::Text, 0),
    column("description", "Description", CellFormat::Text, 2),
    column("owner", "Owner", CellFormat::Text, 3),
    column("expiry", "Expires", CellFormat::Deadline, 0),
    column("detail", "Detail", CellFormat::Text, 1),
];

/// The columns of a finding of a review, in the order of a table.
pub const FINDING_TABLE: &[Column] = &[
    // The rows are sorted by severity, and most findings always have the same one.
    column("severity", "Severity", CellFormat::Severity, 0).with_omit_priority(2),
    column("finding", "Finding", CellFormat::Severity, 0),
    DESCRIPTION,
    EXPIRY,
    column("owner", "Owner", CellFormat::UserName, 1).with_omit_priority(1),
    ID,
    extra_column("detail", "Detail", CellFormat::Text),
];

/// The columns of an audit event, the last of which is where it comes from.
pub const EVENT: &[Column] = &[
    column("time", "Time", CellFormat::Time, 0),
    column("event", "Event", CellFormat::Text, 0),
    column("key", "Key", CellFormat::Id, 0),
    column("description", "Description", CellFormat::Text, 1),
    column("owner", "Owner", CellFormat::UserName, 2).with_omit_priority(2),
    column("by", "By", CellFormat::UserName, 2).with_omit_priority(1),
    column("from", "From", CellFormat::Text, 3).with_omit_priority(3),
];

/// The columns of an audit event for a table, if the tenant tells the origin of none.
pub const EVENT_WITHOUT_ORIGIN: &[Column] = EVENT.split_at(EVENT.len() - 1).0;

/// The columns of a key whose token was found in a text.
pub const INSPECTED_KEY: &[Column] = &[
    column("id", "ID", CellFormat::Id, 0),
    column("sub", "Subject", CellFormat::Id, 1),
    column("tenantId", "Tenant", CellFormat::Id, 2).with_omit_priority(2),
    column("issued", "Issued", CellFormat::Date, 0).with_omit_priority(1),
    column("expiry", "Expires", CellFormat::Expiry, 0),
    extra_column("status", "Status", CellFormat::Status),
    extra_column("description", "Description", CellFormat::Text),
    extra_column("owner", "Owner", CellFormat::Text),
    extra_column("claims", "Claims", CellFormat::Text),
    extra_column("differences", "Differences", CellFormat::Text),
];

/// The columns of a key whose token was found in a text and compared with the tenant's keys.
pub const COMPARED_KEY: &[Column] = &[
    column("id", "ID", CellFormat::Id, 0),
    extra_column("sub", "Subject", CellFormat::Id),
    extra_column("tenantId", "Tenant", CellFormat::Id),
    extra_column("issued", "Issued", CellFormat::Date),
    column("expiry", "Expires", CellFormat::Deadline, 0),
    column("status", "Status", CellFormat::Status, 0),
    column("description", "Description", CellFormat::Text, 1),
    column("owner", "Owner", CellFormat::UserName, 2).with_omit_priority(1),
    column("claims", "Claims", CellFormat::Text, 0),
    extra_column("differences", "Differences", CellFormat::Text),
];

/// The columns of the result of removing a key.
pub const REMOVAL: &[Column] = &[
    column("id", "ID", CellFormat::Id, 0),
    column("result", "Result", CellFormat::Status, 0),
    column("error", "Error", CellFormat::Text, 1),
];

/// The columns of a dry run of removing a key.
pub const REMOVAL_PLAN: &[Column] = &[
    column("id", "ID", CellFormat::Id, 0),
    column("result", "Result", CellFormat::Status, 0),
    column("description", "Description", CellFormat::Text, 2),
    column("status", "Status", CellFormat::Text, 3),
    column("error", "Error", CellFormat::Text, 1),
];

/// The columns of a tenant's API key configuration.
pub const API_KEY_CONFIG: &[Column] = &[
    // Qlik removed this setting in 2026.
    Column { omitted_text: Some(""), ..column("api_keys_enabled", "Enabled", CellFormat::Text, 1) },
    column("max_keys_per_user", "Keys per user", CellFormat::Text, 1),
    column("max_api_key_expiry", "Longest expiry", CellFormat::Text, 1),
    column("scim_externalClient_expiry", "SCIM expiry", CellFormat::Text, 1),
];

/// The columns of a difference between a tenant's configuration and the desired one.
pub const DIFFERENCE: &[Column] = &[
    column("field", "Field", CellFormat::Text, 0),
    column("before", "Before", CellFormat::Text, 2),
    column("after", "After", CellFormat::Text, 1),
];

/// The columns of the result of importing a context.
pub const IMPORT: &[Column] = &[
    column("name", "Name", CellFormat::Text, 0),
    column("server", "Server", CellFormat::Text, 2),
    column("auth", "Auth", CellFormat::Text, 0),
    column("result", "Result", CellFormat::Text, 0),
    column("reason", "Reason", CellFormat::Text, 1),
];

/// The columns of a context in `context ls`.
pub const CONTEXT: &[Column] = &[
    column("name", "Name", CellFormat::Text, 0),
    column("server", "Server", CellFormat::Text, 2),
    column("current", "Current", CellFormat::Bool, 0),
    Column { omitted_text: Some(""), ..column("protected", "Protected", CellFormat::Bool, 0) },
    column("auth", "Auth", CellFormat::Text, 0).with_omit_priority(1),
    column("store", "Store", CellFormat::Text, 0).with_omit_priority(2),
    column("comment", "Comment", CellFormat::Text, 3).with_omit_priority(3),
    Column { omitted_text: Some(""), ..column("overriddenBy", "Overridden by", CellFormat::Text, 0) },
];

/// The columns of the result of rotating the key of one of several contexts.
pub const ROTATION: &[Column] = &[
    CONTEXT_COLUMN,
    column("result", "Result", CellFormat::Status, 0),
    Column { min_table_width: Some(120), ..ID },
    EXPIRY,
    Column { omitted_text: Some(""), ..column("reason", "Reason", CellFormat::Text, 2) },
];

/// The columns of a rotation's dry run.
pub const ROTATION_PLAN: &[Column] = &[
    column("id", "ID", CellFormat::Id, 0),
    column("description", "Description", CellFormat::Text, 2),
    column("expiry", "Expires", CellFormat::Deadline, 3),
    column("newDescription", "New description", CellFormat::Text, 4),
    column("newExpiry", "New expiry", CellFormat::Text, 0),
    column("destination", "Destination", CellFormat::Text, 1),
    column("oldKey", "Old key", CellFormat::Text, 1),
];

/// The columns of the user and the key that are signed in.
pub const IDENTITY: &[Column] = &[
    CONTEXT_COLUMN,
    extra_column("server", "Server", CellFormat::Text),
    column("name", "User", CellFormat::Text, 1),
    extra_column("userId", "User ID", CellFormat::Text),
    column("tenantId", "Tenant", CellFormat::Id, 0).with_omit_priority(1),
    extra_column("keyId", "Key", CellFormat::Text),
    column("expiry", "Key expires", CellFormat::Deadline, 0),
    extra_column("email", "Email", CellFormat::Text),
];

/// The columns of an output and which of them to show.
#[derive(Clone)]
pub struct Columns {
    /// All columns, in the order of csv.
    pub(super) fields: Vec<&'static Column>,
    /// The default columns of a table, in its order.
    table: Vec<&'static Column>,
    /// The columns of `--columns`.
    pub(super) selected: Vec<&'static Column>,
    pub(super) has_header: bool,
    with_context: bool,
    pub(super) with_token: bool,
    /// The field that `-q` prints.
    pub(super) id_field: &'static str,
    /// The line after a table on a terminal.
    pub(super) summary: Option<Summary>,
}

impl Columns {
    /// The default columns of each format, with a header.
    pub fn new(fields: &'static [Column]) -> Self {
        Self {
            fields: fields.iter().collect(),
            table: fields.iter().collect(),
            selected: Vec::new(),
            has_header: true,
            with_context: false,
            with_token: false,
            id_field: ID.field,
            summary: None,
        }
    }

    /// The columns of contexts, whose names identify them.
    pub fn of_contexts() -> Self {
        Self { id_field: "name", ..Self::new(CONTEXT) }
    }

    /// The columns of API keys.
    pub fn of_api_keys() -> Self {
        Self::new(API_KEY).with_table(API_KEY_TABLE)
    }

    /// Sets the default columns of a table and of Markdown.
    pub fn with_table(self, table: &'static [Column]) -> Self {
        Self { table: table.iter().collect(), ..self }
    }

    /// Shows these columns instead of the default ones; none selects the default.
    pub fn with_selected(self, selected: Vec<&'static Column>) -> Self {
        Self { selected, ..self }
    }

    /// Applies `--columns` and `--no-header`.
    pub fn with_flags<const CONFIG: bool>(self, flags: &ColumnFlags<CONFIG>) -> Self {
        Self { has_header: !flags.no_header, ..self.with_selected(flags.columns.clone()) }
    }

    /// Shows the owner's name instead of the subject in a table, in one of any width if it `is_requested`.
    pub fn with_owner_name(mut self, is_requested: bool) -> Self {
        for column in self.table.iter_mut().filter(|column| column.field == SUBJECT.field) {
            *column = if is_requested { &REQUESTED_OWNER } else { &OWNER };
        }
        self
    }

    /// Adds the columns with the details of the owner.
    pub fn with_owner_fields(mut self) -> Self {
        self.fields.extend(OWNER_FIELDS);
        self
    }

    /// Adds the context as the first column.
    pub fn with_context(self) -> Self {
        Self { with_context: true, ..self }
    }

    /// Adds the token of a new key as the last column.
    pub fn with_token(self) -> Self {
        Self { with_token: true, ..self }
    }

    /// Adds a line after a table on a terminal.
    pub fn with_summary(self, summary: Summary) -> Self {
        Self { summary: Some(summary), ..self }
    }

    /// Adds to the summary from how many of the selected contexts the rows come.
    pub fn in_contexts(mut self, answered: usize, selected: usize) -> Self {
        self.summary = self.summary.map(|summary| summary.in_contexts(answered, selected));
        self
    }

    /// The columns of csv and tsv.
    pub(super) fn in_csv(&self) -> Vec<&'static Column> {
        self.selected_or(self.fields.iter().copied())
    }

    /// The columns of a table of this width.
    pub(super) fn in_table(&self, width: usize) -> Vec<&'static Column> {
        let fits = |column: &&Column| column.min_table_width.is_some_and(|min_width| min_width <= width);
        self.selected_or(self.table.iter().copied().filter(fits))
    }

    /// The columns of Markdown, which has no width.
    pub(super) fn in_markdown(&self) -> Vec<&'static Column> {
        self.selected_or(self.table.iter().copied())
    }

    fn selected_or(&self, default: impl Iterator<Item = &'static Column>) -> Vec<&'static Column> {
        let mut visible = self.selected.clone();
        if visible.is_empty() {
            visible.extend(default);
        }
        if self.with_context {
            visible.insert(0, &CONTEXT_COLUMN);
        }
        if self.with_token {
            visible.push(&TOKEN_COLUMN);
        }
        visible
    }
}
