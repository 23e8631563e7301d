//! [`Format`] and [`OutputMode`]: how output is written.

/// A value of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns, or `key: value` lines for a single object
    Table,
    /// JSON indented by two spaces: an array for a list, else an object
    Json,
    /// One JSON object per line
    Jsonl,
    /// Comma-separated values with a header line.
    Csv,
    /// Tab-separated values with a header line.
    Tsv,
    /// A table in Markdown, for a report.
    Markdown,
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputMode {
    /// Rows or an object in this format.
    Formatted(Format),
    /// The response body as received (`--raw`).
    Raw,
    /// IDs, one per line (`-q`).
    Ids,
}

impl OutputMode {
    /// A table.
    pub const TABLE: Self = Self::Formatted(Format::Table);

    /// Whether `--columns` applies.
    pub fn has_columns(self) -> bool {
        matches!(self, Self::Formatted(Format::Table | Format::Csv | Format::Tsv))
    }

    /// Whether people read it: a table, also in Markdown.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Formatted(Format::Table | Format::Markdown))
    }

    /// Whether this is json or jsonl.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Formatted(Format::Json | Format::Jsonl))
    }
}
