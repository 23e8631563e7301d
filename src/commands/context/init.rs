//! `context init [NAME]`: creates a context interactively.

use clap::Args;

use super::credential_flags::{NewCredential, prompt_secret};
use super::store_context::{name_taken_error, store_context_and_report, verify_credential};
use super::{ca_file_to_store, check_new_name, headers_to_store};
use crate::app::App;
use crate::commands::Run;
use crate::context::{Auth, Context, Profile, Server};
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
    /// one. Exit 2 without a terminal.
    fn run(self, app: &App) -> Result<Exit> {
        app.printer(OutputKind::NoticeOnly)?;
        if !app.terminal.can_prompt() {
            return Err(Error::usage("`context init` is interactive and requires a terminal")
                .with_hint("qlik-api-key context create NAME --server URL --api-key-stdin"));
        }
        let server = match &app.globals.server {
            Some(text) => Server::parse(text).map_err(|reason| Error::usage(format!("--server: {reason}")))?,
            None => prompt_server(app)?,
        };
        let name = match self.name {
            Some(name) => name,
            None => prompt_name(app, &server)?,
        };
        check_new_name(&name)?;
        if Profile::read_for_edit(&app.profile_path()?)?.contains(&name) {
            return Err(name_taken_error(&name));
        }
        app.terminal.print(&format!("Create an API key at {server}/settings/api-keys and paste it here."));
        let key = prompt_secret(app, "API key (not shown):", "context create --api-key-stdin")?;
        let credential = NewCredential::from_api_key(key, self.store.unwrap_or_default().into());
        let context = Context {
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
        };
        verify_credential(app, &context, credential.secret.as_ref())?;
        store_context_and_report(app, &context, &credential, true)
    }
}

/// Asks for the server until the answer is valid.
fn prompt_server(app: &App) -> Result<Server> {
    loop {
        let text = prompt(app, "Server (such as tenant.eu.qlikcloud.com):")?;
        match Server::parse(&text) {
            Ok(server) => return Ok(server),
            Err(reason) => app.terminal.print(&format!("Invalid server: {reason}.")),
        }
    }
}

/// Asks for the name of the context. The default is the first label of the host name.
fn prompt_name(app: &App, server: &Server) -> Result<String> {
    let host = server.host_and_port();
    let default = host.split('.').next().unwrap_or(&host);
    let name = prompt(app, &format!("Name for this context [{default}]:"))?;
    Ok(if name.is_empty() { default.to_owned() } else { name })
}

fn prompt(app: &App, question: &str) -> Result<String> {
    app.terminal.prompt(question).map_err(|error| Error::usage("could not read the answer").with_cause(error))
}
