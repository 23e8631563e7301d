//! `context ls`.

use serde::Serialize;

use crate::commands::App;
use crate::commands::view::shown;
use crate::context::Profile;
use crate::error::Result;
use crate::output::columns::{CONTEXT, PROTECTED};
use crate::output::format::{Format, View};
use crate::output::{Columns, Outcome};
use crate::page::Page;

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    server: String,
    current: bool,
    protected: bool,
    auth: &'static str,
    store: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

pub fn run(app: &App) -> Result<Outcome> {
    let profile = Profile::read(&app.profile_path()?)?;
    let mut any_protected = false;
    let rows = profile.names().into_iter().map(|name| {
        let context = profile.context(&name)?;
        any_protected |= context.protected;
        shown(&Row {
            name: &name,
            server: context.server.to_string(),
            current: profile.current() == Some(&name),
            protected: context.protected,
            auth: context.auth.name(),
            store: context.store.name(),
            comment: context.comment,
        })
    });
    let page = Page::of(rows.collect::<Result<Vec<_>>>()?, None);
    // A table has a column less where it would be empty; what is for programs always has the same columns.
    let shown = |field: &str| field != PROTECTED || any_protected || app.view != View::Formatted(Format::Table);
    let target = CONTEXT.iter().filter(|column| shown(column.field)).collect();
    Ok(Outcome::Rows { pages: Box::new(std::iter::once(Ok(page))), columns: Columns::new(CONTEXT, target, true) })
}
