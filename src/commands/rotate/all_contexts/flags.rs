//! Which flags apply to several contexts.

use crate::commands::rotate::Rotate;
use crate::error::{Error, Result};
use crate::output::columns::{API_KEY, Column, ROTATION};

impl Rotate {
    /// Refuses the flags that name one key or one destination.
    ///
    /// # Errors
    /// Exit code 2 if there is one.
    pub fn refuse_single_key_flags(&self) -> Result<()> {
        let destination = &self.destination;
        let flags = [
            ("ID", self.id.is_some()),
            ("--description", self.description.is_some()),
            ("--save-to", destination.save_to.is_some()),
            ("--token-file", destination.token_file.is_some()),
            ("--token-only", destination.token_only),
            ("--exec", destination.exec.is_some()),
        ];
        match flags.iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => Err(Error::usage(format!(
                "{flag} cannot be used with several contexts: each context's own key is renewed in its place"
            ))),
            None => Ok(()),
        }
    }

    /// Refuses columns of the rows of several contexts for one key, and the other way around.
    pub fn check_columns(&self, has_several_contexts: bool) -> Result<()> {
        let fields = if has_several_contexts { ROTATION } else { API_KEY };
        let is_foreign = |field: &str| {
            let is_in = |columns: &[Column]| columns.iter().any(|column| column.field == field);
            !is_in(fields) && (has_several_contexts || is_in(ROTATION))
        };
        match self.columns.columns.iter().find(|column| is_foreign(column.field)) {
            Some(column) if has_several_contexts => {
                let names: Vec<_> = ROTATION.iter().map(|column| column.field).collect();
                let message = format!("--columns: several contexts have no field {}", column.field);
                Err(Error::usage(message).with_hint(format!("valid fields: {}", names.join(", "))))
            }
            Some(column) => {
                Err(Error::usage(format!("--columns: the field {} requires several contexts", column.field)))
            }
            None => Ok(()),
        }
    }
}
