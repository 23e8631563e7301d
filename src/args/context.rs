//! The verbs of `context`: named tenants and how to sign in to them.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::{AllContexts, Deferred, value};
use crate::secret::Secret;

/// `context`
#[derive(Args, Debug)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Context {
    /// What to do.
    #[command(subcommand)]
    pub verb: ContextVerb,
}

/// The verbs of `context`.
#[derive(Debug, Subcommand)]
pub enum ContextVerb {
    /// Add a context
    Create(Deferred<ContextCreate>),
    /// Add a context, asking for what it needs
    Init(Deferred<ContextInit>),
    /// List the contexts
    Ls(Deferred<ContextLs>),
    /// Show a context, or what is signed in to when none is named
    Get(Deferred<ContextGet>),
    /// Make a context the current one
    Use(Deferred<ContextUse>),
    /// Let no context be the current one
    Clear(Deferred<ContextClear>),
    /// Change a context, or give it a new credential
    Update(Deferred<ContextUpdate>),
    /// Give a context another name
    Rename(Deferred<ContextRename>),
    /// Remove contexts and their secrets
    Rm(Deferred<ContextRm>),
    /// Let nothing change a context's tenant without a confirmation
    Protect(Deferred<ContextProtect>),
    /// Let a context's tenant be changed without a confirmation again
    Unprotect(Deferred<ContextUnprotect>),
    /// Sign in with a context and show who that is
    Check(Deferred<ContextCheck>),
    /// Take over the contexts of Qlik's own tool, their secrets into the keyring
    Import(Deferred<ContextImport>),
}

/// The credential of a context, one of several ways.
#[derive(Args, Debug)]
pub struct NewCredential {
    /// Read the API key from stdin
    #[arg(long, conflicts_with_all = ["api_key", "api_key_env", "api_key_command", "oauth_client_id"])]
    pub api_key_stdin: bool,

    /// The API key; other users of this machine can see it here, --api-key-stdin is safer
    #[arg(long, value_name = "KEY", value_parser = value::secret,
          conflicts_with_all = ["api_key_env", "api_key_command", "oauth_client_id"])]
    pub api_key: Option<Secret>,

    /// Take the API key from this environment variable whenever it is needed
    #[arg(long, value_name = "NAME", value_parser = value::not_blank,
          conflicts_with_all = ["api_key_command", "oauth_client_id", "store"])]
    pub api_key_env: Option<String>,

    /// Run this command line whenever the API key is needed; its stdout is the key
    #[arg(long, value_name = "CMD", value_parser = value::not_blank, conflicts_with_all = ["oauth_client_id", "store"])]
    pub api_key_command: Option<String>,

    /// The ID of an OAuth machine-to-machine client
    #[arg(long, value_name = "ID", value_parser = value::not_blank)]
    pub oauth_client_id: Option<String>,

    /// Read the secret of the OAuth client from stdin
    #[arg(long, conflicts_with_all = ["oauth_client_secret", "api_key_stdin", "api_key", "api_key_env", "api_key_command"])]
    pub oauth_client_secret_stdin: bool,

    /// The secret of the OAuth client; other users of this machine can see it here
    #[arg(long, value_name = "SECRET", value_parser = value::secret,
          conflicts_with_all = ["api_key_stdin", "api_key", "api_key_env", "api_key_command"])]
    pub oauth_client_secret: Option<Secret>,

    /// Keep the secret in the keyring, or in a file for you alone [default: keyring]
    #[arg(long, value_name = "STORE", value_parser = ["keyring", "file"])]
    pub store: Option<String>,

    /// Sign in before anything is kept
    #[arg(long)]
    pub verify: bool,
}

/// `context create`
#[derive(Args, Debug)]
#[command(after_help = "--server names the tenant; --insecure, --ca-file and --headers become part of the context.
The first context becomes the current one.")]
pub struct ContextCreate {
    /// A name for it
    #[arg(value_name = "NAME", value_parser = value::not_blank)]
    pub name: String,

    /// The credential.
    #[command(flatten)]
    pub credential: NewCredential,

    /// Say what it is for
    #[arg(long, value_name = "TEXT")]
    pub comment: Option<String>,

    /// Make it the current one
    #[arg(long = "use")]
    pub make_current: bool,

    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

/// `context init`
#[derive(Args, Debug)]
pub struct ContextInit {
    /// A name for it
    #[arg(value_name = "NAME", value_parser = value::not_blank)]
    pub name: Option<String>,

    /// Keep the secret in the keyring, or in a file for you alone [default: keyring]
    #[arg(long, value_name = "STORE", value_parser = ["keyring", "file"])]
    pub store: Option<String>,
}

/// `context ls`
#[derive(Args, Debug)]
pub struct ContextLs {}

/// `context get`
#[derive(Args, Debug)]
pub struct ContextGet {
    /// The context [default: the one that commands use now]
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub name: Option<String>,
}

/// `context use`
#[derive(Args, Debug)]
pub struct ContextUse {
    /// The context
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub name: String,

    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

/// `context clear`
#[derive(Args, Debug)]
pub struct ContextClear {
    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

/// `context update`
#[derive(Args, Debug)]
#[command(after_help = "--server, --insecure, --ca-file and --headers change those fields.
Another server needs a new credential: a stored secret goes to its own tenant alone.")]
pub struct ContextUpdate {
    /// The context
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub name: String,

    /// The credential.
    #[command(flatten)]
    pub credential: NewCredential,

    /// Say what it is for
    #[arg(long, value_name = "TEXT")]
    pub comment: Option<String>,

    /// Remove these fields: comment, insecure, ca-file, headers
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = ["comment", "insecure", "ca-file", "headers"],
          hide_possible_values = true)]
    pub unset: Vec<String>,

    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

/// `context rename`
#[derive(Args, Debug)]
pub struct ContextRename {
    /// The context
    #[arg(value_name = "OLD", value_hint = ValueHint::Other)]
    pub old: String,

    /// Its new name
    #[arg(value_name = "NEW", value_parser = value::not_blank)]
    pub new: String,

    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

/// `context rm`
#[derive(Args, Debug)]
pub struct ContextRm {
    /// The contexts
    #[arg(value_name = "NAME", value_hint = ValueHint::Other, required = true)]
    pub names: Vec<String>,

    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

/// `context protect`
#[derive(Args, Debug)]
#[command(after_help = "A command that changes the tenant then needs --yes, or on a terminal the context's name typed,
whether one signs in by this context, by another of the same server, or from the environment.
The context itself is not held back from context update, rename and rm.")]
pub struct ContextProtect {
    /// The context
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub name: String,

    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

/// `context unprotect`
#[derive(Args, Debug)]
pub struct ContextUnprotect {
    /// The context
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub name: String,

    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

/// `context check`
#[derive(Args, Debug)]
pub struct ContextCheck {
    /// The context [default: the one that commands use now]
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    pub name: Option<String>,

    /// Several tenants.
    #[command(flatten)]
    pub tenants: AllContexts,
}

/// `context import`
#[derive(Args, Debug)]
#[command(after_help = "The file is only read. --insecure, --ca-file and --headers become part of each context.
Its current context becomes the current one, if there is none yet.")]
pub struct ContextImport {
    /// The contexts.yml of qlik-cli [default: .qlik/contexts.yml in your home, or what QLIK_CLI_USER_HOME_DIR says]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// Keep the secrets in the keyring, or in a file for you alone [default: keyring]
    #[arg(long, value_name = "STORE", value_parser = ["keyring", "file"])]
    pub store: Option<String>,

    /// Sign in with each before it is kept
    #[arg(long)]
    pub verify: bool,

    /// Replace contexts of the same name
    #[arg(long)]
    pub force: bool,

    /// List what would be imported and keep nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}
