//! The question before the keys of several contexts are rotated.

use jiff::Timestamp;

use super::selection::{KeyGroup, Tenant, group_by_key};
use crate::app::App;
use crate::commands::multi_context::context_target;
use crate::commands::rotate::Rotate;
use crate::error::{Error, Exit, Result};

/// The maximum number of contexts that the question names.
const MAX_NAMED_CONTEXTS: usize = 10;

/// Asks one question about all keys, after the name of each context that protects a tenant was typed. Sends nothing.
///
/// # Errors
/// Exit 2 without `--yes` and without a terminal; exit 1 if the user declines.
pub fn confirm(app: &App, flags: &Rotate, tenants: &[Tenant]) -> Result<()> {
    if flags.yes || tenants.is_empty() {
        return Ok(());
    }
    if !app.terminal.can_prompt() {
        return Err(Error::usage("rotating the keys of several contexts without a terminal requires --yes")
            .with_hint("add --yes (--dry-run shows what would be rotated)"));
    }
    for context in tenants.iter().filter_map(|tenant| tenant.contexts.first()) {
        app.confirm_write(&context_target(context), "rotate API keys", false)?;
    }
    let groups = tenants.iter().flat_map(|tenant| group_by_key(app, tenant.contexts.clone()).0);
    let due: Vec<_> = groups.filter(|group| may_be_due(group, flags)).collect();
    if due.is_empty() || app.confirm_unprotected(&question(&due))? {
        return Ok(());
    }
    Err(Error::new(Exit::Error, "nothing was rotated"))
}

/// Whether a key may expire within the time of `--if-expires-within`, by this machine's clock.
fn may_be_due(group: &KeyGroup, flags: &Rotate) -> bool {
    let expiry = group.claims.exp.and_then(|seconds| Timestamp::from_second(seconds).ok());
    match (flags.if_expires_within, expiry) {
        (Some(threshold), Some(expiry)) => threshold.before(expiry) <= Timestamp::now(),
        _ => true,
    }
}

fn question(groups: &[KeyGroup]) -> String {
    let names: Vec<_> = groups.iter().flat_map(KeyGroup::contexts).map(|context| &context.name).collect();
    let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let (keys, contexts) = (count(groups.len(), "API key"), count(names.len(), "context"));
    let named: Vec<_> = names.iter().take(MAX_NAMED_CONTEXTS).map(|name| format!("\"{name}\"")).collect();
    let more = match names.len().saturating_sub(MAX_NAMED_CONTEXTS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("Renew {keys} of {contexts}: {}{more}?", named.join(", "))
}
