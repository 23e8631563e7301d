//! The selected contexts by tenant, and those of a tenant by key.

use crate::api::claims::Claims;
use crate::app::App;
use crate::commands::rotate::journal::Journal;
use crate::commands::rotate::lock_own_rotations;
use crate::context::{Context, Server};
use crate::error::{Error, Result};
use crate::private_file::FileLock;

/// The selected contexts of one tenant, at least one.
pub struct Tenant {
    pub server: Server,
    pub contexts: Vec<Context>,
}

impl Tenant {
    /// Locks the rotations of stored secrets of this tenant, and its journal.
    ///
    /// # Errors
    /// Fails if another rotation holds a lock for too long, or if the files can't be written.
    pub fn lock(&self, app: &App) -> Result<(Option<FileLock>, Journal)> {
        let own_lock = lock_own_rotations(app, &self.contexts)?;
        Ok((own_lock, Journal::lock(&self.server)?))
    }
}

/// The contexts of a tenant that hold the same key, which is rotated once.
pub struct KeyGroup {
    /// What the token of the key says about itself.
    pub claims: Claims,
    /// The context that signs in.
    pub first: Context,
    /// The other contexts.
    pub others: Vec<Context>,
}

impl KeyGroup {
    /// All contexts, in the order of the profile.
    pub fn contexts(&self) -> impl Iterator<Item = &Context> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// Groups contexts by tenant. All stay in order.
pub fn group_by_tenant(contexts: Vec<Context>) -> Vec<Tenant> {
    let mut tenants: Vec<Tenant> = Vec::new();
    for context in contexts {
        match tenants.iter_mut().find(|tenant| tenant.server == context.server) {
            Some(tenant) => tenant.contexts.push(context),
            None => tenants.push(Tenant { server: context.server.clone(), contexts: vec![context] }),
        }
    }
    tenants
}

/// Groups the contexts of a tenant by the IDs of their keys. Also returns the contexts whose secret can't be read.
pub fn group_by_key(app: &App, contexts: Vec<Context>) -> (Vec<KeyGroup>, Vec<(Context, Error)>) {
    let (mut groups, mut unreadable): (Vec<KeyGroup>, Vec<_>) = (Vec::new(), Vec::new());
    for context in contexts {
        let claims = match read_claims(app, &context) {
            Ok(claims) => claims,
            Err(error) => {
                unreadable.push((context, error));
                continue;
            }
        };
        // Only the token of an API key has an ID.
        match groups.iter_mut().find(|group| claims.jti.is_some() && group.claims.jti == claims.jti) {
            Some(group) => group.others.push(context),
            None => groups.push(KeyGroup { claims, first: context, others: Vec::new() }),
        }
    }
    (groups, unreadable)
}

fn read_claims(app: &App, context: &Context) -> Result<Claims> {
    let secret = app.stores()?.resolve_secret(context, app.environment)?;
    Ok(Claims::from_token(secret.expose().trim()))
}
