//! [`App`]: what every command is given, and how it signs in.
//!
//! | file | what it owns |
//! |---|---|
//! | `session` | signing in: from a target to a client that carries its credential |
//! | `confirm` | leave to change a tenant that a context protects |
//! | `expiry_reminder` | the warning that the credential itself expires soon |
//! | `completion_cache` | the keys that were listed, for shell completion |
//! | `interrupt` | Ctrl-C while something must not be left half done |
//! | `folders` | the user's folders for state and caches |

pub mod completion_cache;
mod confirm;
mod expiry_reminder;
pub mod folders;
mod interrupt;
mod session;

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

pub use interrupt::on_first_interrupt;
pub use session::Session;

use crate::context::{self, LazyProfile, Profile, SecretStores, Target, TargetFlags, UnlockPrompt};
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::flags::{GlobalFlags, Header};
use crate::http::MessageHandler;
use crate::output::{OutputKind, Printer};
use crate::terminal::Terminal;

/// How long to wait for a keyring that may be asking somebody for its password.
const UNLOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// What every command is given.
#[derive(Clone, Copy)]
pub struct App<'a> {
    /// The flags of every command.
    pub globals: &'a GlobalFlags,
    /// The variables of the run.
    pub environment: &'a Environment,
    /// The terminal.
    pub terminal: &'a Terminal,
    files: &'a Files<'a>,
    /// The context that this is for, where a run is for several.
    context_name: Option<&'a str>,
}

/// The profile and the stores of a run, each read when it is first needed.
pub struct Files<'a> {
    profile: LazyProfile<'a>,
    stores: OnceLock<SecretStores>,
}

impl<'a> Files<'a> {
    /// The profile that `--config` or the environment names. Nothing is read yet.
    pub fn new(globals: &'a GlobalFlags, environment: &'a Environment) -> Self {
        Self { profile: LazyProfile::new(globals.config.as_deref(), environment), stores: OnceLock::new() }
    }
}

impl<'a> App<'a> {
    /// What a run is given.
    pub fn new(
        globals: &'a GlobalFlags,
        environment: &'a Environment,
        terminal: &'a Terminal,
        files: &'a Files<'a>,
    ) -> Self {
        Self { globals, environment, terminal, files, context_name: None }
    }

    /// The same for one of several contexts, whose name stands before each notice.
    pub fn with_context_name(self, name: &'a str) -> Self {
        Self { context_name: Some(name), ..self }
    }

    /// Whether a run is for several contexts.
    pub fn is_multi_context(&self) -> bool {
        self.context_name.is_some()
    }

    /// A printer for what a command prints.
    ///
    /// # Errors
    /// Exit 2 for output flags that don't go with that, and for a `--jq` filter that does not compile.
    pub fn printer(&self, kind: OutputKind) -> Result<Printer<'a>> {
        Printer::new(&self.globals.output, kind, self.terminal)
    }

    /// Writes a notice to stderr, unless IDs alone or JSON are requested.
    pub fn notice(&self, text: &str) {
        if !self.globals.output.is_silent() {
            self.terminal.print(&(self.notice_prefix() + text));
        }
    }

    /// Writes an error to stderr, as text or as one JSON object.
    pub fn print_error(&self, error: &Error) {
        print_error(error, self.globals.output.is_json(), self.terminal);
    }

    fn trace(&self, text: &str) {
        if self.globals.verbose {
            self.terminal.print(text);
        }
    }

    /// What stands before a notice about one of several contexts.
    fn notice_prefix(&self) -> String {
        self.context_name.map_or_else(String::new, |name| format!("context \"{name}\": "))
    }

    /// The tenant to talk to and the credential for it. No secret is read yet.
    ///
    /// # Errors
    /// What is missing or contradicts itself.
    pub fn resolve_target(&self) -> Result<Target<'a>> {
        let authorization = self.globals.parse_headers()?.into_iter().find(Header::is_authorization);
        let flags = TargetFlags {
            context: self.globals.context.clone(),
            server: self.globals.server.clone(),
            authorization: authorization.map(|header| header.value),
        };
        context::resolve_target(&flags, self.environment, &self.files.profile)
    }

    /// Where the profile is.
    ///
    /// # Errors
    /// Where there is no folder for it.
    pub fn profile_path(&self) -> Result<PathBuf> {
        self.files.profile.path()
    }

    /// The profile, read once a run.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn profile(&self) -> Result<&'a Profile> {
        self.files.profile.get()
    }

    /// The stores of the profile's secrets.
    ///
    /// # Errors
    /// Where there is no folder for the profile.
    pub fn stores(&self) -> Result<&'a SecretStores> {
        if let Some(stores) = self.files.stores.get() {
            return Ok(stores);
        }
        let terminal = *self.terminal;
        let notify: MessageHandler = Box::new(move |text| terminal.print(text));
        let prompt = terminal.can_prompt().then_some(UnlockPrompt { timeout: UNLOCK_TIMEOUT, notify });
        let stores = SecretStores::new(&self.profile_path()?, prompt);
        Ok(self.files.stores.get_or_init(|| stores))
    }
}

/// Writes an error to stderr: as text, or as one JSON object on one line.
pub fn print_error(error: &Error, as_json: bool, terminal: &Terminal) {
    if as_json {
        terminal.print(&error.to_json());
    } else {
        terminal.print_error(&error.to_text());
    }
}
