//! Masks a token in the log of GitHub Actions, before it is printed.

use super::destination::Destination;
use super::other_token::{Difference, with_other_token};
use crate::api::api_keys::CreatedKey;
use crate::app::App;
use crate::commands::log_mask::{is_github_actions, print_masks};
use crate::output::{Columns, OutputMode, Printer};
use crate::secret::Secret;
use crate::terminal::sanitize::is_unsafe;

/// A shorter part of the output is not masked, since it would be masked wherever it occurs in the log.
const MIN_LENGTH: usize = 8;

/// Masks each text of the output that shows the token or a part of it, if the output has any.
pub fn mask_in_log(app: &App, printer: &Printer, destination: &Destination, columns: &Columns, created: &CreatedKey) {
    if !is_github_actions(app) {
        return;
    }
    let texts = match (destination, printer.mode()) {
        (Destination::Response, OutputMode::Ids) => return,
        (Destination::Response, mode) => {
            [token_lines(created), lines_with_token(printer, mode, columns, created)].concat()
        }
        _ => token_lines(created),
    };
    print_masks(app, &texts);
}

/// The lines of the token, which normally has one.
fn token_lines(created: &CreatedKey) -> Vec<Secret> {
    lines(created.token.expose()).map(|line| Secret::new(line.to_owned())).collect()
}

/// The lines of the output that depend on the token, such as an encoded form of it.
fn lines_with_token(printer: &Printer, mode: OutputMode, columns: &Columns, created: &CreatedKey) -> Vec<Secret> {
    let Ok(response) = created.response.parse_raw_object() else {
        return Vec::new();
    };
    let date = created.response.date;
    let text = match mode {
        OutputMode::Raw => created.body(),
        _ => printer.new_key_text(columns, response.clone(), date),
    };
    let other = with_other_token(&response, Difference::All);
    let other = other.map(|other| printer.new_key_text(columns, other, date)).ok();
    let others: Vec<&str> = other.iter().flat_map(|other| lines(other.expose())).collect();
    let secret_lines = lines(text.expose()).filter(|line| line.len() >= MIN_LENGTH && !others.contains(line));
    secret_lines.map(|line| Secret::new(line.to_owned())).collect()
}

/// The lines of a text that are not empty, without the white space around them. An unsafe character ends a line too:
/// stderr shows it as an escape, which is not in the log.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_unsafe).map(str::trim).filter(|line| !line.is_empty())
}
