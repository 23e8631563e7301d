//! `context ls`.

use serde::Serialize;

use crate::columns::CONTEXT;
use crate::command::App;
use crate::command::view::shown;
use crate::context::Profile;
use crate::error::Result;
use crate::page::Page;
use crate::render::{Columns, Outcome};

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    server: String,
    current: bool,
    auth: &'static str,
    store: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

pub fn run(app: &App) -> Result<Outcome> {
    let profile = Profile::read(&app.profile_path()?)?;
    let rows = profile.names().into_iter().map(|name| {
        let context = profile.context(&name)?;
        shown(&Row {
            name: &name,
            server: context.server.to_string(),
            current: profile.current() == Some(&name),
            auth: context.auth.name(),
            store: context.store.name(),
            comment: context.comment,
        })
    });
    let page = Page { rows: rows.collect::<Result<_>>()?, date: None };
    Ok(Outcome::Rows { pages: Box::new(std::iter::once(Ok(page))), columns: Columns::new(CONTEXT, Vec::new(), true) })
}
