//! `--owners` and `--owner`: who owns the keys that a command shows, and whose keys it shows.

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::api::api_keys::ApiKey;
use crate::api::users::{self, User};
use crate::app::owners::{Owner, OwnerLookup, Owners, owner_id};
use crate::app::{App, OwnerCache, Session};
use crate::error::{Error, Exit, Result};
use crate::flags::values;
use crate::http::Client;
use crate::object;
use crate::output::columns::{Column, OWNER, OWNER_FIELDS};
use crate::output::{Columns, OutputMode};
use crate::page::Page;
use crate::row::Row;

/// `--owners`
#[derive(Args, Debug)]
pub struct OwnersFlag {
    /// Show who owns each key: auto (in a table on a terminal), always or never; --owners means always
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true, num_args = 0..=1, require_equals = true,
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

/// The member `owner` in JSON.
#[derive(Serialize)]
struct OwnerObject<'a> {
    id: &'a str,
    #[serde(flatten)]
    details: Option<OwnerDetails<'a>>,
}

/// What is known about an owner.
#[derive(Clone, Copy, Default, Serialize)]
struct OwnerDetails<'a> {
    name: Option<&'a str>,
    email: Option<&'a str>,
    /// Qlik's status, or `gone`.
    status: &'a str,
}

impl<'a> OwnerDetails<'a> {
    /// `None` if the owner could not be looked up.
    fn new(owner: Owner<'a>) -> Option<Self> {
        match owner {
            Owner::Nobody | Owner::Unknown => None,
            Owner::Gone => Some(Self { status: "gone", ..Self::default() }),
            Owner::User(User { name, email, status, .. }) => {
                Some(Self { name: Some(name), email: email.as_deref(), status })
            }
        }
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

/// The owner of a key as JSON: an object, or `null` for a key without an owner.
///
/// # Errors
/// Exit 1 if it can't be serialized.
pub fn owner_object(key: &ApiKey, owners: &Owners) -> Result<Box<RawValue>> {
    let details = OwnerDetails::new(owners.get(key));
    object::to_raw_json(&owner_id(key).map(|id| OwnerObject { id, details }))
}

/// The owner of a key in words: `you` for the user with `own_id`, else see [`display_name`].
pub fn owner_name(key: &ApiKey, owners: &Owners, own_id: Option<&str>) -> String {
    match owner_id(key) {
        Some(id) if Some(id) == own_id => "you".to_owned(),
        _ => display_name(&key.sub, owners.get(key)),
    }
}

/// The name of an owner, else the email address, else the ID; and whether the user is disabled or gone.
pub fn display_name(id: &str, owner: Owner) -> String {
    match owner {
        Owner::Nobody => String::new(),
        Owner::Unknown => id.to_owned(),
        Owner::Gone => format!("{id} (gone)"),
        Owner::User(User { name, email, status, .. }) => {
            let name = [name.as_str(), email.as_deref().unwrap_or_default()].into_iter().find(|text| !text.is_empty());
            let name = name.unwrap_or(id);
            match status.as_str() {
                "disabled" => format!("{name} (disabled)"),
                "deleted" => format!("{name} (gone)"),
                _ => name.to_owned(),
            }
        }
    }
}

/// Looks up the owners of a few keys, for a question or a plan: `you`, a name, or an empty text for a key without an
/// owner. A failed lookup shows IDs.
pub fn look_up_names(session: &Session, keys: &[ApiKey]) -> Vec<String> {
    let own_id = session.claims.sub.as_deref();
    let mut lookup = OwnerLookup::new(session.client.without_retries());
    keys.iter().filter(|key| owner_id(key) != own_id).for_each(|key| lookup.add(key));
    let owners = lookup.finish();
    keys.iter().map(|key| owner_name(key, &owners, own_id)).collect()
}

/// The owners of a few keys for a question: ` of NAME`, or an empty text for the user's own key.
pub fn describe_owners(session: &Session, keys: &[ApiKey]) -> Vec<String> {
    let describe = |name: String| match name.as_str() {
        "" | "you" => String::new(),
        name => format!(" of {name}"),
    };
    look_up_names(session, keys).into_iter().map(describe).collect()
}

/// `--owner`
#[derive(Args, Debug)]
pub struct OwnerFlag {
    /// List the keys of this user: me, a user ID, an email address, or a name
    #[arg(long, value_name = "WHO", value_parser = values::parse_non_blank)]
    owner: Option<String>,
}

impl OwnerFlag {
    /// The ID of the user, to send as the subject.
    ///
    /// # Errors
    /// See [`resolve_user`].
    pub fn resolve(&self, session: &Session) -> Result<Option<String>> {
        self.owner.as_deref().map(|who| resolve_user(session, who)).transpose()
    }
}

/// Returns the ID of the user whom `me`, an ID, an email address or a name means. An ID need not belong to a user: keys
/// remain when their owner is gone.
///
/// # Errors
/// Exit code 5 if there is no such user, exit code 2 if there are several.
pub fn resolve_user(session: &Session, who: &str) -> Result<String> {
    if who == "me" {
        return session.resolve_user_id();
    }
    if is_object_id(who) {
        return Ok(who.to_owned());
    }
    let mut found = users::find_by_name_or_email(&session.client, who)?;
    match (found.pop(), found.is_empty()) {
        (Some(user), true) => Ok(user.id),
        (None, _) => Err(Error::new(Exit::NotFound, format!("there is no user {who}"))
            .with_hint("use the ID of the user, which ls shows in the field sub")),
        (Some(user), false) => {
            found.push(user);
            let candidates = found.iter().map(|user| {
                let email = user.email.as_deref().unwrap_or("no email address");
                format!("{} ({email}, {})", user.id, user.status)
            });
            let candidates: Vec<_> = candidates.collect();
            Err(Error::usage(format!("{who} is the name of {} users: {}", candidates.len(), candidates.join("; ")))
                .with_hint("use the ID or the email address of one of them"))
        }
    }
}

/// Whether a text is a user ID as Qlik assigns them, and not a name.
pub fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
