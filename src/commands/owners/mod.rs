//! `--owners`: adds the owners of API keys to the rows that a command shows.

mod names;
mod user;

use clap::{Args, ValueEnum};

use crate::api::api_keys::ApiKey;
use crate::app::owners::{OwnerLookup, Owners, owner_id};
use crate::app::{App, OwnerCache, Session};
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::object;
use crate::output::columns::{Column, OWNER, OWNER_FIELDS};
use crate::output::{Columns, OutputMode};
use crate::page::Page;
use crate::row::Row;

use names::OwnerDetails;
pub use names::{describe_keys, display_name, look_up_names, owner_name, owner_object};
pub use user::{OwnerFlag, is_object_id, resolve_user};

/// `--owners`
#[derive(Args, Debug)]
pub struct OwnersFlag {
    /// Show the owners: auto, always or never
    #[arg(long, help_heading = "Output", value_name = "WHEN", value_enum, hide_possible_values = true, num_args = 0..=1, require_equals = true,
          default_missing_value = "always", default_value = "auto", hide_default_value = true)]
    owners: When,
}

/// A value of `--owners`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// In a table on a terminal
    Auto,
    /// In every format
    Always,
    /// Not at all
    Never,
}

/// How the owner is added to the row of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OwnerForm {
    /// An object `owner`, for JSON.
    Object,
    /// The name as `owner`, for the default columns of a table.
    Name,
    /// The name as `owner`, and `ownerName`, `ownerEmail` and `ownerStatus`, for csv, tsv and `--columns`.
    Fields,
}

/// Adds owners to the rows of a command.
pub struct OwnerRows {
    form: Option<OwnerForm>,
    /// Whether the user asked for owners, instead of getting them by default.
    is_explicit: bool,
}

impl OwnersFlag {
    /// Whether no names are shown.
    pub fn is_never(&self) -> bool {
        self.owners == When::Never
    }

    /// Decides whether and how the command shows owners. By default, a terminal of at least `min_width` columns does.
    ///
    /// # Errors
    /// Exit code 2 for `--owners` with `--raw` or `-q`.
    pub fn resolve(&self, app: &App, mode: OutputMode, selected: &[&Column], min_width: usize) -> Result<OwnerRows> {
        let is_column = |column: &Column| column == &OWNER || OWNER_FIELDS.contains(column);
        let is_selected = selected.iter().any(|column| is_column(column));
        if self.owners == When::Always && matches!(mode, OutputMode::Raw | OutputMode::Ids) {
            return Err(Error::usage("--owners cannot be used with --raw or -q, which print no owners"));
        }
        if self.owners == When::Never && is_selected {
            return Err(Error::usage("--owners=never cannot be used with --columns that show the owner"));
        }
        let is_explicit = self.owners == When::Always || is_selected;
        let form = match self.owners {
            _ if is_selected => Some(OwnerForm::Fields),
            When::Never => None,
            // The selected columns do not include the owner.
            _ if !selected.is_empty() => None,
            When::Auto if mode == OutputMode::TABLE && app.terminal.stdout_is_tty => {
                app.terminal.width.is_none_or(|width| width >= min_width).then_some(OwnerForm::Name)
            }
            When::Auto => None,
            When::Always if mode == OutputMode::TABLE => Some(OwnerForm::Name),
            When::Always if mode.has_columns() => Some(OwnerForm::Fields),
            When::Always => Some(OwnerForm::Object),
        };
        Ok(OwnerRows { form, is_explicit })
    }
}

impl OwnerRows {
    /// The columns with those of the owner.
    pub fn add_columns(&self, columns: Columns) -> Columns {
        match self.form {
            Some(OwnerForm::Name) => columns.with_owner_name(self.is_explicit),
            Some(OwnerForm::Fields) => columns.with_owner_fields(),
            Some(OwnerForm::Object) | None => columns,
        }
    }

    /// Adds the owners to the rows of a list. They are looked up while the pages are read, and the rows are returned
    /// when all are known. A page that failed comes last.
    ///
    /// # Errors
    /// Exit code 7 if a row is not an API key.
    pub fn add_to_pages(
        &self,
        app: &App,
        session: &Session,
        pages: Box<dyn Iterator<Item = Result<Page>>>,
    ) -> Result<Box<dyn Iterator<Item = Result<Page>>>> {
        let Some(form) = self.form else { return Ok(pages) };
        // In the form of a name, the user is "you" and needs no lookup.
        let own_id = session.claims.sub.clone().filter(|_| form == OwnerForm::Name);
        // The cache has no email addresses.
        let cache = if form == OwnerForm::Name { OwnerCache::new(app, session) } else { None };
        let cached = cache.as_ref().map(OwnerCache::read).unwrap_or_default();
        let mut lookup = OwnerLookup::new(self.client(session)).with_known(cached.clone());
        let mut read = Vec::new();
        for page in pages {
            for row in page.iter().flat_map(|page| &page.rows) {
                let key = ApiKey::from_row(row)?;
                if owner_id(&key) != own_id.as_deref() {
                    lookup.add(&key);
                }
            }
            read.push(page);
        }
        let owners = lookup.finish();
        if let Some(cache) = cache {
            cache.add(owners.users.iter().filter(|(id, _)| !cached.contains_key(*id)));
        }
        report_failure(app, &owners);
        let add = move |page: Result<Page>| {
            let mut page = page?;
            let add = |row: &Row| add_to_row(row, form, &owners, own_id.as_deref());
            page.rows = page.rows.iter().map(add).collect::<Result<_>>()?;
            Ok(page)
        };
        Ok(Box::new(read.into_iter().map(add)))
    }

    /// Adds the owners to the rows of one page.
    ///
    /// # Errors
    /// See [`OwnerRows::add_to_pages`].
    pub fn add_to_page(&self, app: &App, session: &Session, page: Page) -> Result<Page> {
        Page::from_pages(self.add_to_pages(app, session, Box::new(std::iter::once(Ok(page))))?)
    }

    /// Adds the owner to one key.
    ///
    /// # Errors
    /// See [`OwnerRows::add_to_pages`].
    pub fn add_to_row(&self, app: &App, session: &Session, row: Row) -> Result<Row> {
        if self.form.is_none() {
            return Ok(row);
        }
        let page = self.add_to_page(app, session, Page { rows: vec![row.clone()], date: None })?;
        Ok(page.rows.into_iter().next().unwrap_or(row))
    }

    /// The client for the lookup. Names that nobody asked for are not worth a wait.
    fn client(&self, session: &Session) -> Client {
        if self.is_explicit { session.client.clone() } else { session.client.without_retries() }
    }
}

/// Says why owners are shown as IDs.
pub fn report_failure(app: &App, owners: &Owners) {
    match &owners.failure {
        None => {}
        Some(error) if error.exit() == Exit::Forbidden => {
            app.notice("owners are shown as IDs, because this credential may not list users");
        }
        Some(error) => app.notice(&format!("owners are shown as IDs: {}", error.reason())),
    }
}

fn add_to_row(row: &Row, form: OwnerForm, owners: &Owners, own_id: Option<&str>) -> Result<Row> {
    let key = ApiKey::from_row(row)?;
    let mut members = Vec::new();
    if form == OwnerForm::Object {
        members.push(("owner", owner_object(&key, owners)?));
    } else if owner_id(&key).is_some() {
        members.push(("owner", object::to_raw_json(&owner_name(&key, owners, own_id))?));
    }
    if form == OwnerForm::Fields {
        let OwnerDetails { name, email, status } = OwnerDetails::new(owners.get(&key)).unwrap_or_default();
        members.push(("ownerName", object::to_raw_json(&name)?));
        members.push(("ownerEmail", object::to_raw_json(&email)?));
        members.push(("ownerStatus", object::to_raw_json(&status)?));
    }
    object::append_members(row, &members).map_err(|error| {
        Error::new(Exit::Unavailable, "the tenant's response contains something other than an API key")
            .with_cause(error)
    })
}
