//! The [`JqFilter`] of a build without the feature `jq`: an uninhabited type.

use std::ffi::OsString;

use super::jq_writer::JqResult;
use crate::error::Exit;

/// A filter that cannot be created.
pub enum JqFilter {}

impl JqFilter {
    /// Always an error.
    pub fn new(_: &str, _: bool) -> Result<Self, String> {
        Err("not supported, because this program was built without the Cargo feature `jq`".to_owned())
    }

    /// Never called.
    pub fn compare(&self, _: &str, _: &[&str]) -> Result<Vec<bool>, String> {
        match *self {}
    }

    pub(super) fn start(&self) -> Result<FilterProcess, String> {
        match *self {}
    }
}

/// A process that cannot be started.
pub(super) enum FilterProcess {}

impl FilterProcess {
    pub(super) fn send(&mut self, _: &[&str]) {
        match *self {}
    }

    pub(super) fn must_wait(&self) -> bool {
        match *self {}
    }

    pub(super) fn next_result(&mut self) -> Result<Option<JqResult>, String> {
        match *self {}
    }

    pub(super) fn has_halted(&self) -> bool {
        match *self {}
    }
}

/// Always `None`.
pub fn run_filter_process(_: &[OsString]) -> Option<Exit> {
    None
}
