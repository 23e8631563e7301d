//! Leave to change a tenant. Where a context protects the tenant, a change needs `--yes`, or that context's name typed on a
//! terminal, whichever way one signs in.

use std::io;

use super::{App, Session};
use crate::context::{self, Context, Server, Target};
use crate::error::{Error, Exit, Result};

impl App<'_> {
    /// Lets a command change the target's tenant, or stops it before a secret is read. `action` is what it does there, such
    /// as "create an API key"; `yes` is its `--yes`.
    ///
    /// # Errors
    /// Exit 2 where a confirmation is needed and nobody can be asked; exit 1 where it isn't given; exit 1 for a profile
    /// that can't be read, since it may protect the tenant.
    pub fn confirm_write(&self, target: &Target, action: &str, yes: bool) -> Result<()> {
        if yes {
            return Ok(());
        }
        let Some(name) = self.protecting_context(target.server(), target.context())? else {
            return Ok(());
        };
        let host = target.server().host_and_port();
        if !self.terminal.can_prompt() {
            let what = format!("context \"{name}\" protects {host}: --yes is needed to {action} there");
            let unprotect = format!("qlik-api-key context unprotect {}", context::shell_quoted(&name));
            return Err(Error::usage(what).with_hint(format!("add --yes; or, for every command: {unprotect}")));
        }
        let question = format!("Context \"{name}\" protects {host}. Type the context's name to {action} there:");
        if self.confirm_by_name(&name, &question)? {
            return Ok(());
        }
        Err(Error::new(Exit::Error, format!("that is not \"{name}\": nothing was done")))
    }

    /// Asks on the terminal whether to go ahead: for a yes, or, where a context protects the tenant, for its name.
    ///
    /// # Errors
    /// Exit 2 where the answer can't be read; exit 1 for a profile that can't be read.
    pub fn confirm(&self, session: &Session, question: &str) -> Result<bool> {
        match self.protecting_context(&session.server, session.context.as_ref())? {
            Some(name) => self.confirm_by_name(
                &name,
                &format!("{question} Context \"{name}\" protects it; type the context's name to go ahead:"),
            ),
            None => self.terminal.confirm(question).map_err(unreadable_answer_error),
        }
    }

    /// The name of the context that protects a tenant: the one that signs in, else any.
    fn protecting_context(&self, server: &Server, context: Option<&Context>) -> Result<Option<String>> {
        if let Some(context) = context.filter(|context| context.protected) {
            return Ok(Some(context.name.clone()));
        }
        if self.profile_path().is_err() {
            // Without a folder for the profile there is none.
            return Ok(None);
        }
        let profile = self.profile().map_err(|error| match context {
            Some(_) => error,
            None => error
                .wrap(Exit::Error, format!("it can't be seen whether {} is protected", server.host_and_port()))
                .with_hint("mend the file; or give --yes, which goes ahead without it"),
        })?;
        Ok(profile.protecting_context(server))
    }

    /// Whether the name is typed in answer to a question. The end of the input is a no.
    fn confirm_by_name(&self, name: &str, question: &str) -> Result<bool> {
        match self.terminal.prompt(question) {
            Ok(typed) => Ok(typed == name.trim()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(unreadable_answer_error(error)),
        }
    }
}

fn unreadable_answer_error(error: io::Error) -> Error {
    Error::usage("the answer can't be read: give --yes instead").with_cause(error)
}
