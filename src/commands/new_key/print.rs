//! Prints a new key, with or without its token.

use super::destination::Destination;
use super::jq_check::is_token_in_output;
use super::mask::mask_in_log;
use super::recovery_file::{save_token, save_unprinted_token};
use crate::api::api_keys::CreatedKey;
use crate::app::App;
use crate::error::Result;
use crate::object;
use crate::output::columns::TOKEN_COLUMN;
use crate::output::{Columns, OutputMode, Printer};

/// Prints a new key with its token, or only the token.
///
/// # Errors
/// Fails if stdout can't be written or is closed, or if the `--jq` filter drops the token. The token is then saved in a
/// file, which the error names.
pub fn print_new_key(
    app: &App,
    printer: &Printer,
    destination: &Destination,
    columns: Columns,
    created: &CreatedKey,
) -> Result<()> {
    let columns = columns.with_token();
    mask_in_log(app, printer, destination, &columns, created);
    let printed = match (destination, printer.mode()) {
        (Destination::TokenOnly, _) => printer.token(&created.token),
        (_, OutputMode::Raw) => printer.new_key_body(&created.response.body),
        (_, mode) => {
            if mode == OutputMode::Ids {
                let warning = "was not shown and can't be retrieved later; omit -q to print it";
                app.terminal.print_warning(&format!("the token of API key {} {warning}", created.id));
            }
            printer.new_key(&columns, created.response.parse_raw_object()?, created.response.date)
        }
    };
    printed.map_err(|error| save_unprinted_token(created, error))?;
    if !is_token_in_output(printer, created) {
        let cause = anyhow::Error::msg("--jq: the filter dropped it or failed");
        return Err(save_token(created, "may not be in the output", cause));
    }
    Ok(())
}

/// Prints a new key whose token was delivered elsewhere.
///
/// # Errors
/// Fails if stdout can't be written.
pub fn print_without_token(printer: &Printer, columns: &Columns, created: &CreatedKey) -> Result<()> {
    let json = object::remove_member(created.response.parse_raw_object()?, TOKEN_COLUMN.field);
    let json = json.map_err(|error| created.response.unusable_error(error))?;
    printer.object(columns, json, created.response.date)
}
