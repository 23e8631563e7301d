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

impl Format {
    /// Whether it has columns to choose from.
    pub fn has_columns(self) -> bool {
        matches!(self, Self::Table | Self::Csv | Self::Tsv)
    }
}

/// What is to be shown of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The answer in this format.
    Formatted(Format),
    /// The tenant's own body, byte for byte (`--raw`).
    Raw,
    /// IDs alone, one a line (`-q`).
    Ids,
}
