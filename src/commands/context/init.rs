//! `context init [NAME]`: creates a context interactively.

use clap::Args;

use super::credential_flags::{GivenSecret, NewCredential};
use super::store_context::{name_taken_error, store_context_and_report, verify_credential};
use super::{ca_file_to_store, check_new_name, headers_to_store};
use crate::app::App;
use crate::commands::Run;
use crate::context::{Auth, Context, Profile, Server, StoreKind, check_context_name};
use crate::error::{Error, Exit, Result};
use crate::flags::{StoreChoice, values};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Create a context, step by step", "qlik-api-key context init"),
        ("Name the context and the server", "qlik-api-key context init prod --server https://tenant.eu.qlikcloud.com"),
        ("Do without a keyring", "qlik-api-key context init --store file"),
    ],
    details: "\
Asks for the tenant and the API key, signs in, stores the key, and makes the context the current one.",
};

/// `context init`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Init {
    /// The name of the context
    #[arg(value_name = "NAME", value_parser = values::parse_non_blank)]
    name: Option<String>,

    /// Store secrets in the keyring or a file [default: keyring]
    #[arg(long, value_name = "STORE", value_enum, hide_possible_values = true)]
    store: Option<StoreChoice>,
}

impl Run for Init {
    /// Asks for the server, the name and the API key, signs in to check them, and stores the context as the current
    /// one. What could fail later is checked before the first question: the name and the keyring. Exit 2 without a
    /// terminal.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Change)?;
        if !app.terminal.can_prompt() {
            return Err(Error::usage("`context init` is interactive and requires a terminal")
                .with_hint("qlik-api-key context create NAME --server URL --api-key-stdin"));
        }
        let profile = Profile::read_for_edit(&app.profile_path()?)?;
        if let Some(name) = &self.name {
            check_new_name(name)?;
            if profile.contains(name) {
                return Err(name_taken_error(name));
            }
        }
        let server = app.globals.server.as_ref().map(|text| Server::parse(text)).transpose();
        let server = server.map_err(|reason| Error::usage(format!("--server: {reason}")))?;
        let store = self.choose_store(app)?;
        let server = server.map_or_else(|| prompt_server(app), Ok)?;
        let name = self.name.map_or_else(|| prompt_name(app, &profile, &server), Ok)?;
        app.terminal.print(&format!("Create an API key at {server}/settings/api-keys and paste it here."));
        let key = GivenSecret::ApiKey.prompt(app, "context create --api-key-stdin")?;
        let credential = NewCredential::from_api_key(app, key, store);
        let context = new_context(app, name, server, &credential)?;
        verify_credential(app, &context, credential.secret.as_ref())?;
        store_context_and_report(app, &printer, &context, &credential, true)
    }
}

impl Init {
    /// The store for the secret. If the keyring can't be used and `--store` does not ask for it, offers the file.
    ///
    /// # Errors
    /// Exit 3 if the keyring can't be used and the user declines.
    fn choose_store(&self, app: &App) -> Result<StoreKind> {
        let store = StoreKind::from(self.store.unwrap_or_default());
        if store != StoreKind::Keyring {
            return Ok(store);
        }
        let Err(error) = app.stores()?.check_keyring() else { return Ok(store) };
        let question = format!(
            "The keyring can't store the API key: {}. Store it in a file that only you can read?",
            error.reason()
        );
        let accepts = self.store.is_none() && app.terminal.confirm(&question).unwrap_or_default();
        if accepts { Ok(StoreKind::File) } else { Err(error) }
    }
}

/// A context that signs in with an API key.
fn new_context(app: &App, name: String, server: Server, credential: &NewCredential) -> Result<Context> {
    Ok(Context {
        name,
        server,
        auth: Auth::ApiKey,
        store: credential.store.clone(),
        comment: None,
        protected: false,
        insecure: app.globals.insecure,
        ca_file: ca_file_to_store(app)?,
        headers: headers_to_store(app)?,
        oauth_client_id: None,
    })
}

/// Asks for the server until the answer is valid. If it looks misspelled, asks what is meant.
fn prompt_server(app: &App) -> Result<Server> {
    let mut text = prompt(app, "Server (such as tenant.eu.qlikcloud.com):")?;
    loop {
        let parsed = Server::parse(&text);
        if let Some(host) = parsed.as_ref().ok().and_then(Server::suggested_host)
            && app.terminal.confirm(&format!("Did you mean {host}?")).unwrap_or_default()
        {
            text = host;
            continue;
        }
        match parsed {
            Ok(server) => return Ok(server),
            Err(reason) => text = prompt(app, &format!("Invalid server: {reason}.\nServer:"))?,
        }
    }
}

/// Asks for the name of the context until the answer can be one. The default is a short name of the server.
fn prompt_name(app: &App, profile: &Profile, server: &Server) -> Result<String> {
    let default = server.short_name();
    loop {
        let typed = prompt(app, &format!("Name for this context [{default}]:"))?;
        let name = if typed.is_empty() { default.clone() } else { typed };
        match check_context_name(&name) {
            Err(reason) => app.terminal.print(&format!("Invalid name: {reason}.")),
            Ok(()) if profile.contains(&name) => {
                app.terminal.print(&format!("Context \"{name}\" already exists. Choose another name."));
            }
            Ok(()) => return Ok(name),
        }
    }
}

fn prompt(app: &App, question: &str) -> Result<String> {
    app.terminal.prompt(question).map_err(|error| Error::usage("could not read the answer").with_cause(error))
}
