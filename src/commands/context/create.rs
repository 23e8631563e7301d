//! `context create NAME`: adds a context.

use clap::Args;

use super::credential_flags::CredentialFlags;
use super::store_context::{name_taken_error, store_context_and_report, verify_credential};
use super::{ca_file_to_store, check_new_name, headers_to_store};
use crate::app::App;
use crate::commands::Run;
use crate::context::{Context, Profile, Server};
use crate::error::{Error, Exit, Result};
use crate::flags::{IgnoredYesFlag, values};
use crate::help::HelpText;
use crate::output::OutputKind;
use crate::shell;

const HELP: HelpText = HelpText {
    examples: &[
        (
            "Create a context, and type the API key without echo",
            "qlik-api-key context create prod --server https://tenant.eu.qlikcloud.com",
        ),
        ("Create it in a script", "qlik-api-key context create prod -s $URL --api-key-stdin < key.txt"),
        (
            "Read the API key from a password manager on each use",
            "qlik-api-key context create ci -s $URL --api-key-command \"pass qlik\"",
        ),
        ("Sign in with an OAuth client", "qlik-api-key context create bot -s $URL --oauth-client-id ID"),
    ],
    details: "\
--server sets the tenant. --insecure, --ca-file and --headers are stored in the context. The first context \
becomes the current one.
Other users of this machine can see a secret on the command line; the flags that end in -stdin are safer.",
};

/// `context create`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Create {
    /// The name of the context
    #[arg(value_name = "NAME", value_parser = values::parse_non_blank)]
    name: String,

    /// The credential of the context.
    #[command(flatten)]
    credential: CredentialFlags,

    /// Say what the context is for
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,

    /// Make it the current context
    #[arg(long = "use")]
    make_current: bool,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Create {
    /// Stores a context and its secret, with `--verify` after signing in. Exit 2 without `--server`, or without a
    /// credential if there is no terminal to ask for one.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Change)?;
        check_new_name(&self.name)?;
        let Some(server) = &app.globals.server else {
            return Err(Error::usage("--server is required")
                .with_hint("add --server https://TENANT.REGION.qlikcloud.com, or run qlik-api-key context init"));
        };
        let server = Server::parse(server).map_err(|reason| Error::usage(format!("--server: {reason}")))?;
        if let Some(host) = server.suggested_host() {
            app.warn(&format!("{} may be misspelled: did you mean {host}?", server.host_and_port()));
        }
        let (headers, ca_file) = (headers_to_store(app)?, ca_file_to_store(app)?);
        if Profile::read_for_edit(&app.profile_path()?)?.contains(&self.name) {
            return Err(name_taken_error(&self.name));
        }
        let credential = match self.credential.read(app, None)? {
            Some(credential) => credential,
            None => self.credential.prompt_api_key(app)?,
        };
        let context = Context {
            name: self.name,
            server,
            auth: credential.auth,
            store: credential.store.clone(),
            comment: self.comment,
            protected: false,
            insecure: app.globals.insecure,
            ca_file,
            headers,
            oauth_client_id: credential.oauth_client_id.clone(),
        };
        if self.credential.verify {
            verify_credential(app, &context, credential.secret.as_ref())?;
        }
        store_context_and_report(app, &printer, &context, &credential, self.make_current)?;
        if !self.credential.verify && app.terminal.stderr_is_tty {
            let name = shell::quoted(&context.name);
            app.notice(&format!("To sign in and see whose key it is: qlik-api-key context check {name}"));
        }
        Ok(Exit::Ok)
    }
}
