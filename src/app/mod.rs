//! [`App`]: what every command receives, and how it signs in.
//!
//! | file | purpose |
//! |---|---|
//! | `session` | signs in: turns a target into a client that sends its credential |
//! | `identity` | finds out who is signed in |
//! | `confirm` | asks for confirmation before a protected tenant is changed |
//! | `credential_advice` | names the credential, and says what to do if the tenant rejects it |
//! | `clock_warning` | warns that the clocks of this machine and the tenant differ |
//! | `fetch_progress` | shows how many rows were fetched, if that takes long |
//! | `expiry_reminder` | warns that the API key that signs in expires soon |
//! | `owners` | finds the users who own listed keys |
//! | `owner_cache` | stores the names of users for a day |
//! | `completion_cache` | stores listed keys for shell completion |
//! | `cache_file` | the lines of a cache, in the user's cache folder |
//! | `interrupt` | handles Ctrl-C, SIGTERM and SIGHUP during work that must not stop halfway |
//! | `folders` | finds the user's folders for state and caches |

mod cache_file;
mod clock_warning;
pub mod completion_cache;
mod confirm;
mod credential_advice;
mod expiry_reminder;
mod fetch_progress;
pub mod folders;
mod identity;
mod interrupt;
mod owner_cache;
pub mod owners;
mod session;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

pub use clock_warning::ClockWarning;
pub use fetch_progress::FetchProgress;
pub use identity::request_identity;
pub use interrupt::Interrupts;
pub use owner_cache::OwnerCache;
pub use session::Session;

use crate::context::{self, LazyProfile, Profile, SecretStores, Target, TargetFlags, UnlockPrompt};
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::flags::{GlobalFlags, Header};
use crate::http::MessageHandler;
use crate::output::{OutputKind, Printer};
use crate::terminal::Terminal;

/// How long to wait for the user to unlock the keyring.
const UNLOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// What every command receives.
#[derive(Clone, Copy)]
pub struct App<'a> {
    /// The flags that every command accepts.
    pub globals: &'a GlobalFlags,
    /// The environment variables.
    pub environment: &'a Environment,
    /// The standard streams: what is a terminal, and the writer of stderr.
    pub terminal: &'a Terminal,
    /// What Ctrl-C, SIGTERM and SIGHUP do.
    pub interrupts: &'a Interrupts,
    state: &'a RunState<'a>,
    /// The name of the command, such as `context ls`.
    command_name: &'a str,
    /// The context that this copy is for, if the command runs for several.
    context_name: Option<&'a str>,
}

/// What the contexts of a run share: the profile and the secret stores, each loaded on first use, and whether the run has
/// warned of a deprecation.
pub struct RunState<'a> {
    profile: LazyProfile<'a>,
    stores: OnceLock<SecretStores>,
    has_warned_of_deprecation: Arc<AtomicBool>,
}

impl<'a> RunState<'a> {
    /// Locates the profile by `--config` or the environment. Reads nothing yet.
    pub fn new(globals: &'a GlobalFlags, environment: &'a Environment) -> Self {
        Self {
            profile: LazyProfile::new(globals.config.as_deref(), environment),
            stores: OnceLock::new(),
            has_warned_of_deprecation: Arc::default(),
        }
    }
}

impl<'a> App<'a> {
    /// Creates the app of a run for one context.
    pub fn new(
        globals: &'a GlobalFlags,
        environment: &'a Environment,
        terminal: &'a Terminal,
        interrupts: &'a Interrupts,
        state: &'a RunState<'a>,
    ) -> Self {
        Self { globals, environment, terminal, interrupts, state, command_name: "", context_name: None }
    }

    /// Names the command, for errors about the flags that it supports.
    pub fn with_command_name(self, command_name: &'a str) -> Self {
        Self { command_name, ..self }
    }

    /// Returns a copy for one of several contexts. Its notices start with that context's name.
    pub fn with_context_name(self, name: &'a str) -> Self {
        Self { context_name: Some(name), ..self }
    }

    /// Whether the command runs for several contexts.
    pub fn is_multi_context(&self) -> bool {
        self.context_name.is_some()
    }

    /// The printer of a command with this kind of output.
    ///
    /// # Errors
    /// Exit 2 for output flags that this kind does not support, and for a `--jq` filter that does not compile.
    pub fn printer(&self, kind: OutputKind) -> Result<Printer<'a>> {
        Printer::new(self.command_name, &self.globals.output, kind, self.terminal)
    }

    /// Writes a notice to stderr, unless `-q` or JSON output is requested.
    pub fn notice(&self, text: &str) {
        if !self.globals.output.is_silent() {
            self.terminal.print(&(self.notice_prefix() + text));
        }
    }

    /// Writes a warning to stderr, unless `-q` or JSON output is requested.
    pub fn warn(&self, text: &str) {
        if !self.globals.output.is_silent() {
            self.terminal.print_warning(&(self.notice_prefix() + text));
        }
    }

    /// Writes an error to stderr: as text, or with JSON output as one JSON object.
    pub fn print_error(&self, error: &Error) {
        print_error(error, self.globals.output.is_json(), self.terminal);
    }

    fn trace(&self, text: &str) {
        if self.globals.verbose {
            self.terminal.print(text);
        }
    }

    /// The prefix of a notice: the context's name, if the command runs for several.
    fn notice_prefix(&self) -> String {
        self.context_name.map_or_else(String::new, |name| format!("context \"{name}\": "))
    }

    /// Selects the tenant and its credential. Reads no secret yet.
    ///
    /// # Errors
    /// See [`context::resolve_target`]. Exit 2 for invalid `--headers`.
    pub fn resolve_target(&self) -> Result<Target<'a>> {
        context::resolve_target(&self.target_flags()?, self.environment, &self.state.profile)
    }

    /// As [`App::resolve_target`], but returns `None` if neither a tenant nor a credential is given.
    ///
    /// # Errors
    /// See [`App::resolve_target`].
    pub fn find_target(&self) -> Result<Option<Target<'a>>> {
        context::find_target(&self.target_flags()?, self.environment, &self.state.profile)
    }

    fn target_flags(&self) -> Result<TargetFlags> {
        let authorization = self.globals.parse_headers()?.into_iter().find(Header::is_authorization);
        Ok(TargetFlags {
            context: self.globals.context.clone(),
            server: self.globals.server.clone(),
            authorization: authorization.map(|header| header.value),
        })
    }

    /// The path of the profile, which need not exist.
    ///
    /// # Errors
    /// Exit 1 if the user has no configuration folder.
    pub fn profile_path(&self) -> Result<PathBuf> {
        self.state.profile.path()
    }

    /// The profile, read on first use.
    ///
    /// # Errors
    /// Exit 1 if it can't be read or parsed.
    pub fn profile(&self) -> Result<&'a Profile> {
        self.state.profile.get()
    }

    /// The stores of the profile's secrets. No store is opened yet.
    ///
    /// # Errors
    /// Exit 1 if the user has no configuration folder.
    pub fn stores(&self) -> Result<&'a SecretStores> {
        if let Some(stores) = self.state.stores.get() {
            return Ok(stores);
        }
        let terminal = self.terminal.clone();
        let notify: MessageHandler = Box::new(move |text| terminal.print(text));
        let prompt = self.terminal.can_prompt().then_some(UnlockPrompt { timeout: UNLOCK_TIMEOUT, notify });
        let stores = SecretStores::new(&self.profile_path()?, prompt, self.globals.timeout);
        Ok(self.state.stores.get_or_init(|| stores))
    }
}

/// Writes an error to stderr: as text, or as one line of JSON.
pub fn print_error(error: &Error, as_json: bool, terminal: &Terminal) {
    if as_json {
        terminal.print(&error.to_json());
    } else {
        terminal.print_error(&error.to_text());
    }
}
