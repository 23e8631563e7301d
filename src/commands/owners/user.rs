//! `--owner`: finds the user whom an ID, an email address or a name means.

use clap::Args;

use crate::api::users::{self, User};
use crate::app::Session;
use crate::error::{Error, Exit, Result};
use crate::flags::values;

/// `--owner`
#[derive(Args, Debug)]
pub struct OwnerFlag {
    /// List keys of a user: me, ID, email or name
    #[arg(long, help_heading = "Filters", value_name = "WHO", value_parser = values::parse_non_blank)]
    owner: Option<String>,

    /// List your own keys
    #[arg(long, help_heading = "Filters", conflicts_with = "owner")]
    mine: bool,
}

impl OwnerFlag {
    /// Whether the flag is given.
    pub fn is_given(&self) -> bool {
        self.owner.is_some()
    }

    /// The ID of the user, to send as the subject.
    ///
    /// # Errors
    /// See [`resolve_user`].
    pub fn resolve(&self, session: &Session) -> Result<Option<String>> {
        let who = self.owner.as_deref().or(self.mine.then_some("me"));
        who.map(|who| resolve_user(session, who)).transpose()
    }
}

/// Returns the ID of the user whom `me`, an ID, an email address or a name means. An ID need not belong to a user: keys
/// remain when their owner is gone.
///
/// # Errors
/// Exit code 5 if there is no such user, exit code 2 if there are several.
pub fn resolve_user(session: &Session, who: &str) -> Result<String> {
    if who == "me" {
        return session.resolve_user_id();
    }
    if is_object_id(who) {
        return Ok(who.to_owned());
    }
    match users::find_by_name_or_email(&session.client, who)?.as_slice() {
        [user] => Ok(user.id.clone()),
        [] => Err(Error::new(Exit::NotFound, format!("there is no user {who}"))
            .with_hint("use the ID of the user, which ls shows in the field sub")),
        users => Err(ambiguous_user_error(who, users)),
    }
}

fn ambiguous_user_error(who: &str, users: &[User]) -> Error {
    let candidates = users.iter().map(|user| {
        let email = user.email.as_deref().unwrap_or("no email address");
        format!("{} ({email}, {})", user.id, user.status)
    });
    let candidates: Vec<_> = candidates.collect();
    Error::usage(format!("{who} is the name of {} users: {}", candidates.len(), candidates.join("; ")))
        .with_hint("use the ID or the email address of one of them")
}

/// Whether a text is a user ID as Qlik assigns them, and not a name.
pub fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
