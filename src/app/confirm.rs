//! Asks for confirmation before a tenant is changed. If a context protects the tenant, the user must pass `--yes` or
//! type that context's name on a terminal, regardless of the credential that signs in.

use std::io;

use super::{App, Session};
use crate::context::{Context, Server, Target};
use crate::error::{Error, Exit, Result};
use crate::shell;
use crate::terminal::AnswerSource;

impl App<'_> {
    /// Confirms a change to the target's tenant before any secret is read. Asks only if a context protects the tenant
    /// and `yes` (the command's `--yes`) is not set. `action` completes "Type \"prod\" to …", such as "create an API key".
    ///
    /// # Errors
    /// Exit 2 if confirmation is needed and there is no terminal; exit 1 if the user declines; exit 1 if the profile
    /// can't be read, since it may protect the tenant.
    pub fn confirm_write(&self, target: &Target, action: &str, yes: bool) -> Result<()> {
        if yes {
            return Ok(());
        }
        let Some(name) = self.protecting_context(target.server(), target.context())? else {
            return Ok(());
        };
        let host = target.server().host_and_port();
        if !self.terminal.can_prompt() {
            let message = format!("context \"{name}\" protects {host}: --yes is required to {action} there");
            let unprotect = format!("qlik-api-key context unprotect {}", shell::quoted(&name));
            return Err(Error::usage(message).with_hint(format!("add --yes, or remove the protection: {unprotect}")));
        }
        let question = format!("{host} is protected. Type \"{name}\" to {action}:");
        if self.confirm_by_name(&name, &question, AnswerSource::Stdin)? {
            return Ok(());
        }
        Err(Error::new(Exit::Error, format!("nothing was done: the answer is not \"{name}\"")))
    }

    /// Asks a question on the terminal and returns whether the user confirms: with yes or, if a context protects the
    /// tenant, with that context's name.
    ///
    /// # Errors
    /// Exit 2 if the answer can't be read; exit 1 if the profile can't be read.
    pub fn confirm(&self, session: &Session, question: &str) -> Result<bool> {
        self.confirm_from(AnswerSource::Stdin, session, question)
    }

    /// As [`App::confirm`], but reads the answer from `source`.
    ///
    /// # Errors
    /// See [`App::confirm`].
    pub fn confirm_from(&self, source: AnswerSource, session: &Session, question: &str) -> Result<bool> {
        match self.protecting_context(&session.server, session.context.as_ref())? {
            Some(name) => {
                let host = session.server.host_and_port();
                let question = format!("{question} {host} is protected. Type \"{name}\" to confirm:");
                self.confirm_by_name(&name, &question, source)
            }
            None => self.terminal.confirm_from(source, question).map_err(unreadable_answer_error),
        }
    }

    /// Asks a yes-or-no question on the terminal about tenants that no context protects, or after
    /// [`App::confirm_write`] for each that one protects.
    ///
    /// # Errors
    /// Exit 2 if the answer can't be read.
    pub fn confirm_unprotected(&self, question: &str) -> Result<bool> {
        self.terminal.confirm_from(AnswerSource::Stdin, question).map_err(unreadable_answer_error)
    }

    /// The name of a context that protects the tenant: preferably the one that signs in.
    fn protecting_context(&self, server: &Server, context: Option<&Context>) -> Result<Option<String>> {
        if let Some(context) = context.filter(|context| context.protected) {
            return Ok(Some(context.name.clone()));
        }
        if self.profile_path().is_err() {
            // Without a configuration folder there is no profile, so no context protects the tenant.
            return Ok(None);
        }
        let profile = self.profile().map_err(|error| match context {
            Some(_) => error,
            None => error
                .wrap(Exit::Error, format!("could not check whether {} is protected", server.host_and_port()))
                .with_hint("fix the cause, or add --yes to skip the check"),
        })?;
        Ok(profile.protecting_context(server))
    }

    /// Asks a question and returns whether the user types this name. End of input counts as a no.
    fn confirm_by_name(&self, name: &str, question: &str, source: AnswerSource) -> Result<bool> {
        match self.terminal.prompt_from(source, question) {
            Ok(typed) => Ok(typed == name.trim()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(unreadable_answer_error(error)),
        }
    }
}

fn unreadable_answer_error(error: io::Error) -> Error {
    Error::usage("could not read the answer").with_cause(error).with_hint("use --yes")
}
