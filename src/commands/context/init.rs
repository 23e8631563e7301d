//! `context init [NAME]`: asks for what a context needs, signs in with it, and keeps it.

use super::create::{add, verify};
use super::credential::{self, Given};
use super::{exists, new_name};
use crate::args::ContextInit;
use crate::commands::App;
use crate::context::{Auth, Context, Profile, Server, StoreKind};
use crate::error::{Error, Result};
use crate::output::Outcome;

pub fn run(app: &App, args: ContextInit) -> Result<Outcome> {
    if !app.terminal.can_ask() {
        return Err(Error::usage("context init asks, and there is no terminal to ask on")
            .hint("qlik-api-key context create NAME --server URL --api-key-stdin"));
    }
    let server = match &app.globals.server {
        Some(text) => Server::parse(text).map_err(|wrong| Error::usage(format!("--server: {wrong}")))?,
        None => ask_server(app)?,
    };
    let name = match args.name {
        Some(name) => name,
        None => ask_name(app, &server)?,
    };
    new_name(&name)?;
    if Profile::read_to_change(&app.profile_path()?)?.contains(&name) {
        return Err(exists(&name));
    }
    app.terminal.say(&format!("Make an API key at {server}/settings/api-keys and paste it here."));
    let secret = credential::typed(app, "API key (not shown):", "--api-key-stdin to context create")?;
    let store = if args.store.as_deref() == Some("file") { StoreKind::File } else { StoreKind::Keyring };
    let context = Context {
        name,
        server,
        auth: Auth::ApiKey,
        store: store.clone(),
        comment: None,
        protected: false,
        insecure: app.globals.insecure,
        ca_file: app.ca_file_to_keep()?,
        headers: app.headers_to_keep()?,
        oauth_client_id: None,
    };
    let given = Given { auth: Auth::ApiKey, store, oauth_client_id: None, secret: Some(secret) };
    verify(app, &context, &given)?;
    add(app, &context, &given, true)
}

fn ask_server(app: &App) -> Result<Server> {
    loop {
        let text = answer(app, "Server (such as tenant.eu.qlikcloud.com):")?;
        match Server::parse(&text) {
            Ok(server) => return Ok(server),
            Err(wrong) => app.terminal.say(&format!("That is no server: {wrong}.")),
        }
    }
}

fn ask_name(app: &App, server: &Server) -> Result<String> {
    let host = server.host();
    let proposal = host.split('.').next().unwrap_or(&host);
    let name = answer(app, &format!("Name for this context [{proposal}]:"))?;
    Ok(if name.is_empty() { proposal.to_owned() } else { name })
}

fn answer(app: &App, question: &str) -> Result<String> {
    app.terminal.ask(question).map_err(|error| Error::usage("no answer was given").caused_by(error))
}
