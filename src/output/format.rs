//! The forms in which an answer can be shown.

/// A value of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns, or `key: value` lines for one object.
    Table,
    /// Indented by two spaces: an array for a list, an object for one.
    Json,
    /// One object a line.
    Jsonl,
    /// Comma-separated values with a header line.
    Csv,
    /// Tab-separated values with a header line.
    Tsv,
}

/// What is printed of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputMode {
    /// The response in this format.
    Formatted(Format),
    /// The body as received (`--raw`).
    Raw,
    /// IDs alone, one a line (`-q`).
    Ids,
}

impl OutputMode {
    /// A table.
    pub const TABLE: Self = Self::Formatted(Format::Table);

    /// Whether it has columns to choose from.
    pub fn has_columns(self) -> bool {
        matches!(self, Self::Formatted(Format::Table | Format::Csv | Format::Tsv))
    }

    /// Whether it is JSON.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Formatted(Format::Json | Format::Jsonl))
    }
}
