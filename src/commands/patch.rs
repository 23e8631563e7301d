//! `patch ID`: changes the description of an API key.

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::id_prefix::send_by_prefix;
use super::{Run, print_change, request_body};
use crate::api::api_keys;
use crate::api::json_patch::Operation;
use crate::app::App;
use crate::error::{Exit, Result};
use crate::flags::{CompletedValue, JsonPatchFlags, values};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Change the description of a key", "qlik-api-key patch ID --description \"Nightly export\""),
        (
            "Do the same as in the documentation of qlik-cli",
            "qlik-api-key patch ID --op replace --path /description --value Nightly",
        ),
        ("Read the change from a file", "qlik-api-key patch ID -f patch.json"),
    ],
    details: "\
The n-th --op, --path and --value form the n-th operation of a JSON Patch document (RFC 6902). The API can \
only replace /description.
With --json, the output is an object with the id and the new description.",
};

/// `patch`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Patch {
    /// The ID of the key, or a unique beginning of at least 6 characters
    #[arg(value_name = "ID", value_parser = values::parse_id, add = CompletedValue::Key)]
    id: String,

    /// Set the description
    #[arg(short, long, value_name = "TEXT", conflicts_with_all = JsonPatchFlags::FLAGS, allow_hyphen_values = true)]
    description: Option<String>,

    /// The change as JSON Patch.
    #[command(flatten)]
    json_patch: JsonPatchFlags,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

/// The change, for `--json`.
#[derive(Serialize)]
struct Change<'a> {
    id: &'a str,
    /// The description is the only field that can be patched.
    description: Option<&'a Value>,
}

impl Run for Patch {
    /// Sends the operations of the flags or of the JSON Patch document. Exit 2 if there are none or one is invalid;
    /// exit 5 if there is no such key.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Change)?;
        let description = self.description.map(|text| Operation::replace("/description", text));
        let operations = request_body::read_operations(
            description.into_iter().collect(),
            self.json_patch,
            api_keys::PATCHABLE_FIELDS,
            "qlik-api-key patch ID --description TEXT",
        )?;
        let session = app.sign_in_to_write(&format!("update API key {}", self.id), self.yes)?;
        let (response, id) =
            send_by_prefix(&session, &self.id, |id| api_keys::patch(&session.client, id, &operations))?;
        let change = Change { id: &id, description: operations.last().map(Operation::value) };
        print_change(app, &printer, &response.body, &change, &format!("updated API key {id}"))
    }
}
