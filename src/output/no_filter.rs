//! [`Filter`] of a build without the feature `jq`: there never is one.

use std::convert::Infallible;

use super::PrintError;

/// A filter that can't be had.
pub struct Filter(Infallible);

/// A result of a filter.
#[expect(dead_code, reason = "nothing makes one")]
pub(super) enum Shown {
    /// As JSON without white space.
    Json(String),
    /// A string itself.
    Text(String),
}

impl Filter {
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub fn new(_: &str, _: bool) -> Result<Self, String> {
        Err("this program was built without it (the feature `jq` of cargo)".to_owned())
    }

    /// See the feature `jq`.
    ///
    /// # Errors
    /// None.
    pub fn tells_apart(&self, _: &str, _: &str) -> Result<bool, String> {
        match self.0 {}
    }

    pub(super) fn run<W>(
        &self,
        _: Vec<String>,
        _: &mut W,
        _: impl FnMut(Shown, &mut W) -> Result<(), PrintError>,
        _: impl Fn(&mut W) -> Result<(), PrintError>,
    ) -> Result<(), PrintError> {
        match self.0 {}
    }
}
