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
use crate::output::OutputKind;

/// `context create`
#[derive(Args, Debug)]
#[command(after_help = "--server names the tenant; --insecure, --ca-file and --headers become part of the context.
The first context becomes the current one.")]
pub struct Create {
    /// A name for it
    #[arg(value_name = "NAME", value_parser = values::parse_non_blank)]
    name: String,

    /// The credential.
    #[command(flatten)]
    credential: CredentialFlags,

    /// Say what it is for
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,

    /// Make it the current one
    #[arg(long = "use")]
    make_current: bool,

    /// Accepted for scripts.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Create {
    fn run(self, app: &App) -> Result<Exit> {
        app.printer(OutputKind::NoticeOnly)?;
        check_new_name(&self.name)?;
        let Some(server) = &app.globals.server else {
            return Err(Error::usage("--server is needed")
                .with_hint("--server https://TENANT.REGION.qlikcloud.com (or qlik-api-key context init, which asks)"));
        };
        let server = Server::parse(server).map_err(|wrong| Error::usage(format!("--server: {wrong}")))?;
        let (headers, ca_file) = (headers_to_store(app)?, ca_file_to_store(app)?);
        if Profile::read_for_edit(&app.profile_path()?)?.contains(&self.name) {
            return Err(name_taken_error(&self.name));
        }
        let given = match self.credential.read(app, None)? {
            Some(given) => given,
            None => self.credential.prompt_api_key(app)?,
        };
        let context = Context {
            name: self.name,
            server,
            auth: given.auth,
            store: given.store.clone(),
            comment: self.comment,
            protected: false,
            insecure: app.globals.insecure,
            ca_file,
            headers,
            oauth_client_id: given.oauth_client_id.clone(),
        };
        if self.credential.verify {
            verify_credential(app, &context, given.secret.as_ref())?;
        }
        store_context_and_report(app, &context, &given, self.make_current)
    }
}
