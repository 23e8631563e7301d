//! Where the token of a new key goes. What can be wrong with the place is met before a key is made.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::Stdio;

use super::App;
use super::context::{keep_new, new_name};
use crate::args::DestinationChoice;
use crate::context::{Auth, Context, Profile, Server, StoreKind, Target, is_credential};
use crate::error::{Error, Exit, Result};
use crate::output::format::View;
use crate::private_file::NewFile;
use crate::secret::Secret;
use crate::shell;

/// The place for one token.
pub enum Destination {
    /// The answer on stdout.
    Answer,
    /// stdout, alone.
    Token,
    /// The store of a context.
    Context(Box<Saved>),
    /// A new file.
    File(NewFile),
    /// stdin of a command line.
    Command(String),
}

/// A context that gets a new secret.
pub struct Saved {
    /// The context.
    pub context: Context,
    /// Whether it has yet to be made.
    pub is_new: bool,
}

impl Destination {
    /// Looks whether the place can take a token. Nothing is sent, and nothing is left behind.
    ///
    /// # Errors
    /// What is wrong with it, by its flag.
    pub fn ready(app: &App, choice: &DestinationChoice) -> Result<Self> {
        if !choice.is_default() {
            not_raw(app)?;
        }
        if let Some(name) = &choice.save_to {
            return Ok(Self::Context(Box::new(Saved::ready(app, name, choice.store.as_deref())?)));
        }
        if let Some(path) = &choice.token_file {
            let file = NewFile::reserve(path).map_err(|error| {
                Error::usage(format!("--token-file: could not make {}", path.display())).caused_by(error)
            })?;
            return Ok(Self::File(file));
        }
        if let Some(line) = &choice.exec {
            return Ok(Self::Command(line.clone()));
        }
        if app.terminal.stdout_is_null() && (choice.token_only || app.view != View::Ids) {
            return Err(Error::usage("stdout leads nowhere (/dev/null), so the token would be lost").hint(
                "send stdout somewhere, name another place (--save-to, --token-file, --exec), or say with -q that the \
                 token isn't needed",
            ));
        }
        Ok(if choice.token_only { Self::Token } else { Self::Answer })
    }

    /// The store of the context that is signed in with.
    ///
    /// # Errors
    /// Where that can't take a token.
    pub fn own(app: &App, context: Context) -> Result<Self> {
        not_raw(app)?;
        app.stores()?.check_writable(&context)?;
        Ok(Self::Context(Box::new(Saved { context, is_new: false })))
    }

    /// Whether the token goes to stdout.
    pub fn is_stdout(&self) -> bool {
        matches!(self, Self::Answer | Self::Token)
    }

    /// What it is, for people.
    pub fn name(&self) -> String {
        match self {
            Self::Answer | Self::Token => "stdout".to_owned(),
            Self::Context(saved) => format!("context \"{}\" ({})", saved.context.name, saved.context.store.name()),
            Self::File(file) => file.path().display().to_string(),
            Self::Command(_) => "the command of --exec".to_owned(),
        }
    }

    /// Hands the token over; for stdout that is the renderer's work.
    ///
    /// # Errors
    /// Where the place does not take it after all.
    pub fn hand_over(self, app: &App, token: &Secret) -> Result<()> {
        match self {
            Self::Answer | Self::Token => Ok(()),
            Self::Context(saved) => saved.keep(app, token),
            Self::File(file) => {
                let path: PathBuf = file.path().to_owned();
                file.write(token.expose()).map_err(|error| {
                    Error::new(Exit::Error, format!("could not write {}", path.display())).caused_by(error)
                })
            }
            Self::Command(line) => feed(&line, token),
        }
    }

    /// Lets GitHub Actions mask a token that goes to stdout, where that is what runs this.
    ///
    /// # Errors
    /// A variable that is no UTF-8.
    pub fn mask(&self, app: &App, token: &Secret) -> Result<()> {
        let shown = matches!(self, Self::Token) || (matches!(self, Self::Answer) && app.view != View::Ids);
        if shown && app.environment.get("GITHUB_ACTIONS")?.as_deref() == Some("true") {
            app.terminal.say(&format!("::add-mask::{}", token.expose()));
        }
        Ok(())
    }
}

fn not_raw(app: &App) -> Result<()> {
    match app.view {
        View::Raw => Err(Error::usage("--raw prints the whole answer with the token in it, which is to go elsewhere")),
        _ => Ok(()),
    }
}

impl Saved {
    fn ready(app: &App, name: &str, store: Option<&str>) -> Result<Self> {
        let profile = Profile::read(&app.profile_path()?)?;
        let target = app.resolve_target()?;
        let (server, signed_in) = match &target {
            Target::Direct { server, .. } => (server, None),
            Target::Context { context, .. } => (&context.server, Some(context)),
        };
        let saved = if profile.contains(name) {
            Self::existing(profile.context(name)?, server, store)?
        } else {
            new_name(name)?;
            Self { context: like(app, name, server, signed_in, store)?, is_new: true }
        };
        app.stores()?.check_writable(&saved.context)?;
        Ok(saved)
    }

    fn existing(context: Context, server: &Server, store: Option<&str>) -> Result<Self> {
        let name = &context.name;
        if context.server != *server {
            return Err(Error::usage(format!(
                "--save-to: context \"{name}\" is of {}, and a key of {server} goes to its own tenant alone",
                context.server
            )));
        }
        if context.auth == Auth::OAuth {
            return Err(Error::usage(format!("--save-to: context \"{name}\" signs in by OAuth, not with an API key")));
        }
        if store.is_some_and(|store| store != context.store.name()) {
            let what = format!("--store: context \"{name}\" has the store {} already", context.store.name());
            return Err(Error::usage(what).hint("leave --store out"));
        }
        Ok(Self { context, is_new: false })
    }

    /// Keeps the token: from then on the context signs in with it.
    ///
    /// # Errors
    /// Where it can't be kept; the context is as before then.
    pub fn keep(&self, app: &App, token: &Secret) -> Result<()> {
        if self.is_new { keep_new(app, &self.context, token) } else { app.stores()?.replace(&self.context, token) }
    }
}

/// A new context of the tenant that is signed in to, reached in the same way.
fn like(app: &App, name: &str, server: &Server, signed_in: Option<&Context>, store: Option<&str>) -> Result<Context> {
    let mut headers = signed_in.map(|context| context.headers.clone()).unwrap_or_default();
    for header in app.headers()?.into_iter().filter(|header| !is_credential(&header.name)) {
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case(&header.name));
        headers.push((header.name, header.value.expose().to_owned()));
    }
    Ok(Context {
        name: name.to_owned(),
        server: server.clone(),
        auth: Auth::ApiKey,
        store: if store == Some("file") { StoreKind::File } else { StoreKind::Keyring },
        comment: None,
        insecure: app.globals.insecure || signed_in.is_some_and(|context| context.insecure),
        ca_file: app.ca_file_to_keep()?.or_else(|| signed_in.and_then(|context| context.ca_file.clone())),
        headers,
        oauth_client_id: None,
        protected: false,
    })
}

/// Runs a command line with the token on its stdin. What it prints goes to stderr: stdout is for the key.
fn feed(line: &str, token: &Secret) -> Result<()> {
    let failed = |what: String| Error::new(Exit::Error, format!("--exec: the command {what}"));
    let mut child = shell::command(line)
        .stdin(Stdio::piped())
        .stdout(io::stderr())
        .spawn()
        .map_err(|error| failed("could not be run".into()).caused_by(error))?;
    // Dropped at the end of the statement, so that the command sees the end of its input.
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(token.expose().as_bytes()));
    let status = child.wait().map_err(|error| failed("could not be waited for".into()).caused_by(error))?;
    match written {
        _ if !status.success() => Err(failed(format!("failed ({status})"))),
        Some(Err(error)) => Err(failed("did not read the token".into()).caused_by(error)),
        _ => Ok(()),
    }
}
