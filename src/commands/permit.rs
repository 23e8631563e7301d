//! Leave to change a tenant. One that a context protects wants `--yes`, or on a terminal that context's name typed,
//! whichever way one signs in to it.

use std::io;

use super::App;
use super::session::Session;
use crate::context::{self, Context, Profile, Server, Target};
use crate::error::{Error, Exit, Result};

impl App<'_> {
    /// Lets a command change the tenant that was target, or stops it before a secret is read. `act` is what it does
    /// there, such as "create an API key"; `yes` is its `--yes`.
    ///
    /// # Errors
    /// Exit 2 where a confirmation is needed and nobody can be asked; exit 1 where it isn't given; exit 1 for a profile
    /// that can't be read, since it may protect the tenant.
    pub fn permit(&self, target: &Target, act: &str, yes: bool) -> Result<()> {
        if yes {
            return Ok(());
        }
        let context = match target {
            Target::Direct { .. } => None,
            Target::Context { context, .. } => Some(context),
        };
        let Some(name) = self.protector(target.server(), context)? else {
            return Ok(());
        };
        let host = target.server().host();
        if !self.terminal.can_ask() {
            let what = format!("context \"{name}\" protects {host}: --yes is needed to {act} there");
            let unprotect = format!("qlik-api-key context unprotect {}", context::quoted(&name));
            return Err(Error::usage(what).hint(format!("add --yes; or, for every command: {unprotect}")));
        }
        if self.types(&name, &format!("Context \"{name}\" protects {host}. Type the context's name to {act} there:"))? {
            return Ok(());
        }
        Err(Error::new(Exit::Error, format!("that is not \"{name}\": nothing was done")))
    }

    /// Asks on the terminal whether to go ahead: for a yes, or, where a context protects the tenant, for its name.
    ///
    /// # Errors
    /// Exit 2 where the answer can't be read; exit 1 for a profile that can't be read.
    pub fn confirm(&self, session: &Session, question: &str) -> Result<bool> {
        match self.protector(&session.server, session.context.as_ref())? {
            Some(name) => self.types(
                &name,
                &format!("{question} Context \"{name}\" protects it; type the context's name to go ahead:"),
            ),
            None => self.terminal.confirm(question).map_err(unanswered),
        }
    }

    /// The name of the context that protects a tenant: the one that is signed in with, else any.
    fn protector(&self, server: &Server, context: Option<&Context>) -> Result<Option<String>> {
        if let Some(context) = context.filter(|context| context.protected) {
            return Ok(Some(context.name.clone()));
        }
        // Without a folder for it there is no profile.
        let Ok(path) = self.profile_path() else {
            return Ok(None);
        };
        let profile = Profile::read(&path).map_err(|error| match context {
            Some(_) => error,
            None => error
                .escalate(Exit::Error, format!("it can't be seen whether {} is protected", server.host()))
                .hint("mend the file; or give --yes, which goes ahead without it"),
        })?;
        Ok(profile.protecting_context(server))
    }

    /// Whether the name is typed. The end of the input is a no.
    fn types(&self, name: &str, question: &str) -> Result<bool> {
        match self.terminal.ask(question) {
            Ok(typed) => Ok(typed == name.trim()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(unanswered(error)),
        }
    }
}

fn unanswered(error: io::Error) -> Error {
    Error::usage("the answer can't be read: give --yes instead").caused_by(error)
}
