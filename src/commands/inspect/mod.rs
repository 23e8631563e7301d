//! `inspect`: says whose API keys the tokens in a text are, and revokes them.

mod comparison;
mod input;
mod revoke;
mod tokens;

use clap::{Args, ValueHint};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Run;
use super::owners::{owner_name, owner_object};
use crate::app::App;
use crate::error::{Error, Exit, Result};
use crate::flags::{InputSource, values};
use crate::help::HelpText;
use crate::object::to_raw_json;
use crate::output::columns::{COMPARED_KEY, INSPECTED_KEY};
use crate::output::{Columns, OutputKind, OutputMode, Printer, Summary};
use crate::page::Page;
use crate::secret::Secret;

use comparison::{ComparedKey, Comparison, TenantKey};

pub use input::decode;
pub use tokens::{FoundKey, FoundTokens};

const HELP: HelpText = HelpText {
    examples: &[
        ("List the keys whose tokens are in a file", "qlik-api-key inspect build.log"),
        ("Search the history of a repository", "git log -p | qlik-api-key inspect"),
        ("Remove the keys that were found", "qlik-api-key inspect build.log --revoke"),
    ],
    details: "\
The text is anything that contains tokens: a token, a log, a diff. Each key is listed once, with what its \
token says: ID, subject, tenant, issued, expiry. Signatures are not checked, so anybody can write such a \
token. Tokens of another issuer and damaged tokens are counted. No tenant is needed.

If you are signed in to the tenant of a key, its status, description and owner are added, and whether the \
claims match the tenant's key: its subject and the times when it was created and expires. No token is sent \
or stored.

--revoke removes the keys whose claims match, and never the one that you sign in with. --yes is required \
without a terminal, and if the text comes from stdin. The exit code is 1 if a key was kept.",
};

/// `inspect`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Inspect {
    /// The text: a file, or - for stdin [default: stdin]
    // Never quoted in an error before it is checked: it may be a token.
    #[arg(value_name = "FILE", value_parser = values::parse_secret, value_hint = ValueHint::FilePath)]
    file: Option<Secret>,

    /// More arguments, such as a token after `Bearer`. clap would quote them in its error.
    #[arg(hide = true, value_parser = values::parse_secret)]
    extra: Vec<Secret>,

    /// Remove the keys that match the tenant's
    #[arg(long)]
    revoke: bool,

    /// Don't ask for confirmation
    #[arg(short, long, requires = "revoke")]
    yes: bool,
}

impl Run for Inspect {
    /// Prints a row for each key. Exit 2 if the text contains no token of an API key. If the tenant can't be asked, prints
    /// what the tokens say and fails.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(if self.revoke { OutputKind::KeyResults } else { OutputKind::Report })?;
        let source = input::source(app, self.file.as_ref(), &self.extra)?;
        if self.revoke {
            revoke::check_confirmation(app, &source, self.yes)?;
        }
        let found = find_tokens(app, &source)?;
        if self.revoke {
            return revoke::run(app, &printer, &found.keys, self.yes);
        }
        let comparison = compare(app, &found.keys);
        let (comparison, failure) = match comparison {
            Ok(Some(mut comparison)) => {
                let failure = comparison.failure.take();
                (comparison, failure)
            }
            Ok(None) => (Comparison::from_claims(&found.keys), None),
            Err(error) => (Comparison::from_claims(&found.keys), Some(error)),
        };
        print_rows(app, &printer, &comparison)?;
        failure.map_or(Ok(Exit::Ok), Err)
    }
}

/// Reads the text and finds the tokens.
///
/// # Errors
/// Exit 2 if the text can't be read or has no token of an API key.
fn find_tokens(app: &App, source: &InputSource) -> Result<FoundTokens> {
    let found = FoundTokens::find(&input::read(source)?);
    let others = found.describe_others();
    if found.keys.is_empty() {
        let name = input::name(source);
        return Err(Error::usage(match others {
            None => format!("{name} contains no token"),
            Some(others) => format!("{name} contains no token of an API key, but {others}"),
        }));
    }
    if let Some(others) = others {
        app.notice(&format!("not listed: {others}"));
    }
    Ok(found)
}

/// Compares the keys with those of the tenant. Returns `None` if no tenant is given.
fn compare(app: &App, found: &[FoundKey]) -> Result<Option<Comparison>> {
    let Some(target) = app.find_target()? else { return Ok(None) };
    Comparison::fetch(&app.sign_in_to(&target)?, found).map(Some)
}

fn print_rows(app: &App, printer: &Printer, comparison: &Comparison) -> Result<()> {
    if app.terminal.stdout_is_tty {
        app.notice("signatures are not checked: anybody can write a token with the ID of a key");
    }
    comparison.keys.iter().filter_map(warning).for_each(|text| app.warn(&text));
    let rows = comparison.keys.iter().map(|key| row(key, comparison, printer.mode())).collect::<Result<Vec<_>>>()?;
    let is_compared = comparison.keys.iter().any(|key| !matches!(key.tenant_key, TenantKey::Unasked));
    let columns = Columns::new(if is_compared { COMPARED_KEY } else { INSPECTED_KEY });
    printer.rows(
        &columns.with_summary(Summary::of_keys("no API keys")),
        std::iter::once(Ok(Page::from_objects(rows, comparison.date))),
    )
}

/// What a reader should know about a key.
fn warning(key: &ComparedKey) -> Option<String> {
    let (id, differences) = (&key.id, key.differences());
    if !differences.is_empty() {
        let fields = differences.join(", ");
        return Some(format!(
            "API key {id}: the claims differ from the tenant's key ({fields}); the token may be forged"
        ));
    }
    let variants = key.variants;
    (variants > 1).then(|| format!("API key {id}: {variants} tokens with different claims; all but one are forged"))
}

/// A key in the output.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InspectedRow<'a> {
    id: &'a str,
    sub: Option<&'a str>,
    tenant_id: Option<&'a str>,
    issued: Option<String>,
    expiry: Option<String>,
    status: Option<&'a str>,
    description: Option<&'a str>,
    owner: Option<Box<RawValue>>,
    claims: &'static str,
    differences: Vec<&'static str>,
}

fn row(key: &ComparedKey, comparison: &Comparison, mode: OutputMode) -> Result<Box<RawValue>> {
    let owner = key.key().map(|key| match mode.is_json() {
        true => owner_object(key, &comparison.owners),
        false => to_raw_json(&owner_name(key, &comparison.owners, None)),
    });
    let differences = key.differences();
    let time = |seconds: Option<i64>| Some(Timestamp::from_second(seconds?).ok()?.to_string());
    let (status, claims) = match &key.tenant_key {
        TenantKey::Unasked | TenantKey::Forbidden => (None, "not compared"),
        TenantKey::OtherTenant => (None, "other tenant"),
        TenantKey::NotFound => (Some("not found"), "not compared"),
        TenantKey::Found(key) => (Some(&*key.status), if differences.is_empty() { "match" } else { "differ" }),
    };
    to_raw_json(&InspectedRow {
        id: &key.id,
        sub: key.claims.sub.as_deref(),
        tenant_id: key.claims.tenant_id.as_deref(),
        issued: time(key.claims.iat),
        expiry: time(key.claims.exp),
        status,
        description: key.key().map(|key| key.description.as_str()),
        owner: owner.transpose()?,
        claims,
        differences,
    })
}
