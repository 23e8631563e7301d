//! The [`JqFilter`] of a build without the feature `jq`: an uninhabited type.

use super::PrintError;
use super::jq_writer::JqResult;

/// A filter that cannot be created.
pub enum JqFilter {}

impl JqFilter {
    /// Always an error.
    pub fn new(_: &str, _: bool) -> Result<Self, String> {
        Err("not supported, because this program was built without the Cargo feature `jq`".to_owned())
    }

    /// Never called.
    pub fn distinguishes(&self, _: &str, _: &str) -> Result<bool, String> {
        match *self {}
    }

    pub(super) fn run(
        &self,
        _: Vec<String>,
        _: &mut dyn FnMut(Option<JqResult>) -> Result<(), PrintError>,
    ) -> Result<(), PrintError> {
        match *self {}
    }
}
