//! csv (RFC 4180, but lines end with LF) and tsv, with JSON field names as the header and unchanged values.
//! <https://www.rfc-editor.org/rfc/rfc4180>

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{QuoteStyle, WriterBuilder};

use super::fields::Fields;
use super::format::Format;
use super::{Columns, Pages, PrintError, sanitized_cell};

/// Writes a header and one record per row, and flushes after each page.
pub(super) fn write(
    pages: Pages<'_>,
    columns: &Columns,
    format: Format,
    for_terminal: bool,
    out: &mut impl Write,
) -> Result<(), PrintError> {
    let is_tsv = format == Format::Tsv;
    let visible = columns.in_csv();
    let mut writer = WriterBuilder::new()
        .delimiter(if is_tsv { b'\t' } else { b',' })
        .quote_style(if is_tsv { QuoteStyle::Never } else { QuoteStyle::Necessary })
        .from_writer(out);
    if columns.has_header {
        writer.write_record(visible.iter().map(|column| column.field)).map_err(output_error)?;
    }
    for page in pages {
        for row in page?.rows {
            let fields = Fields::from_row(&row)?;
            for column in &visible {
                let text = fields.text(column.field);
                let text = if is_tsv { Cow::Owned(escape(&text)) } else { text };
                writer.write_field(sanitized_cell(&text, for_terminal).as_bytes()).map_err(output_error)?;
            }
            writer.write_record(None::<&[u8]>).map_err(output_error)?;
        }
        writer.flush()?;
    }
    Ok(writer.flush()?)
}

/// Escapes backslashes, tabs and line breaks for tsv, which has no quotes.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

/// Keeps the kind of the I/O error, which tells whether stdout is closed.
fn output_error(error: csv::Error) -> PrintError {
    PrintError::Output(match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::columns::API_KEY;
    use crate::page::Page;
    use serde_json::value::RawValue;

    fn write_to_string(format: Format) -> String {
        let json = r#"{"id":"k,1","description":"a \"b\"\n\tc\\d\u001b","status":null}"#;
        let page = Page::from_objects(RawValue::from_string(json.into()), None);
        let columns = Columns::of_api_keys().with_selected(API_KEY.iter().take(3).collect());
        let mut out = Vec::new();
        write(&mut std::iter::once(Ok(page)), &columns, format, false, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_quotes_and_tsv_escapes() {
        assert_eq!(write_to_string(Format::Csv), "id,description,status\n\"k,1\",\"a \"\"b\"\"\n\tc\\d\u{1b}\",\n");
        assert_eq!(write_to_string(Format::Tsv), "id\tdescription\tstatus\nk,1\ta \"b\"\\n\\tc\\\\d\u{1b}\t\n");
    }
}
