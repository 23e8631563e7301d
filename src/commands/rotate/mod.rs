//! `rotate [ID]`: replaces an API key with a new one. There is always a working key, and never an active key that no
//! one knows about: each step is recorded in a journal before it is taken, and the next run finishes or undoes a
//! rotation that was interrupted.
//!
//! | file | contents |
//! |---|---|
//! | `plan` | the old key, the tenant's limits, and the new key; planning changes nothing |
//! | `question` | what a rotation will do, in words |
//! | `journal` | the record of unfinished rotations on disk |
//! | `mark` | the mark by which recovery recognizes a new key |
//! | `rotation` | an unfinished rotation, and the steps that the following modules share |
//! | `planned_rotation` | a rotation from beginning to end |
//! | `other_contexts` | gives the new token to the other contexts that hold the old key |
//! | `recovery` | finishes or undoes interrupted rotations, and removes old keys whose overlap has ended |
//! | `token_location` | finds the token of a new key |
//! | `discard` | removes the new key of a rotation that failed, after it has checked that nothing uses the key |
//! | `all_contexts` | rotates the keys of several contexts |

mod all_contexts;
mod discard;
pub mod journal;
mod mark;
mod other_contexts;
mod plan;
mod planned_rotation;
mod question;
mod recovery;
mod rotation;
mod token_location;

use std::io::ErrorKind;

use clap::Args;

use super::Run;
use super::multi_context::{SelectedContexts, has_several_contexts};
use super::new_key::{Destination, check_filter_keeps_token, refuse_raw};
use super::owners::look_up_names;
use crate::app::{App, ClockWarning, Session};
use crate::context::{Auth, Context, StoreKind, Target, lock_rotations};
use crate::duration::{Expiry, IsoDuration};
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, CompletedValue, DestinationFlags, values};
use crate::help::HelpText;
use crate::object::to_raw_json;
use crate::output::columns::ROTATION_PLAN;
use crate::output::{ColumnFlags, Columns, OutputKind, OutputMode, Printer, parse_key_or_rotation_column};
use crate::private_file::FileLock;
use journal::{Journal, OldKeyAction};
use plan::{Decision, Plan};
use planned_rotation::PlannedRotation;

const HELP: HelpText = HelpText {
    examples: &[
        ("Renew the key that you sign in with, and store it in the context", "qlik-api-key rotate"),
        ("Renew it in cron or CI, only if it expires within a week", "qlik-api-key rotate --if-expires-within 7d"),
        ("Renew another key, and write the new token to a file", "qlik-api-key rotate ID --token-file token.txt"),
        (
            "Renew the keys of all contexts, every night",
            "qlik-api-key rotate --all-contexts --if-expires-within 7d --yes",
        ),
    ],
    details: "\
Without an ID, the context's own key is renewed and the new token is stored in the context; the old key is \
removed after the new one has signed in. With an ID, rotate asks first on a terminal, and the old key is \
kept, unless --remove-old or --overlap is set.
The new key has the description and the lifetime of the old one. The time of --if-expires-within is limited \
to a third of the key's lifetime. After the time of --overlap, the next rotation or `rotate --finish` \
removes the old key.
If the --exec command fails or does not read all of the token, the new key is removed.
With --all-contexts or --context a,b, each context that keeps its key in the keyring or a file gets a new \
one; contexts with the same key get the same new key. There is a row for each context: rotated, not due, \
skipped or failed. The exit code is 8 if any failed.",
};

/// `rotate`
#[derive(Args, Debug)]
#[command(add = HELP, mut_arg("columns", |arg| arg.value_parser(parse_key_or_rotation_column)))]
pub struct Rotate {
    /// The ID of the key [default: the one that you sign in with]
    #[arg(value_name = "ID", value_parser = values::parse_id, add = CompletedValue::ActiveKey)]
    id: Option<String>,

    /// Describe the new key [default: as the old]
    #[arg(short, long, value_name = "TEXT", value_parser = values::parse_non_blank, allow_hyphen_values = true)]
    description: Option<String>,

    /// Set its lifetime [default: as the old key]
    #[arg(long, value_name = "DURATION|DATE", value_parser = values::parse_expiry, allow_hyphen_values = true)]
    expiry: Option<Expiry>,

    /// Do nothing unless it expires this soon
    #[arg(long, value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true)]
    if_expires_within: Option<IsoDuration>,

    /// Keep the old key
    #[arg(long, conflicts_with_all = ["remove_old", "overlap"])]
    keep_old: bool,

    /// Remove the old key once the new one works
    #[arg(long, conflicts_with = "overlap")]
    remove_old: bool,

    /// Remove the old key after this time
    #[arg(long, value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true)]
    overlap: Option<IsoDuration>,

    /// Show what would be done
    #[arg(long)]
    dry_run: bool,

    /// Finish or undo an interrupted rotation
    #[arg(long, conflicts_with_all = ROTATION_FLAGS)]
    resume: bool,

    /// Remove old keys whose overlap has ended
    #[arg(long, conflicts_with_all = ROTATION_FLAGS)]
    finish: bool,

    /// `--all-contexts`.
    #[command(flatten)]
    all_contexts: AllContextsFlag,

    /// The columns to show. With several contexts, those of their rows.
    #[command(flatten)]
    columns: ColumnFlags<false>,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,

    /// Where the token goes.
    #[command(flatten)]
    destination: DestinationFlags,
}

/// The flags that conflict with `--resume` and `--finish`, which create no key.
const ROTATION_FLAGS: [&str; 12] = [
    "id",
    "dry_run",
    "description",
    "expiry",
    "if_expires_within",
    "keep_old",
    "remove_old",
    "overlap",
    "save_to",
    "token_file",
    "token_only",
    "exec",
];

impl Run for Rotate {
    fn run(self, app: &App) -> Result<Exit> {
        let has_several_contexts = has_several_contexts(app.globals, &self.all_contexts);
        let printer = app.printer(self.output_kind(has_several_contexts))?;
        self.check_columns(has_several_contexts)?;
        if let Some(contexts) = SelectedContexts::from_flags(app, &self.all_contexts, printer.mode())? {
            return all_contexts::run(app, &printer, &self, contexts);
        }
        let target = app.resolve_target()?;
        if self.dry_run {
            return self.print_plan(app, &printer, &target);
        }
        let recover_only = self.resume || self.finish;
        let prepared = if recover_only { None } else { Some(self.resolve_destination(app, &printer, &target)?) };
        let mut confirmed = self.confirm(app, &printer, &target, prepared.as_ref())?;
        // Take the locks before reading the secret: another rotation may be replacing it.
        let replaces_own_secret = recover_only || (self.id.is_none() && self.destination.is_default());
        let _turn = if replaces_own_secret { lock_own_rotations(app, target.context())? } else { None };
        let mut journal = Journal::lock(target.server())?;
        let clock_warning = ClockWarning::new(app);
        let Some((mut destination, default_action)) = prepared else {
            let session = clock_warning.attach(Session::new(app, &target)?);
            return recovery::run(app, &session, &mut journal);
        };
        let (session, has_recovered) = sign_in_and_recover(app, &target, &clock_warning, &mut journal)?;
        if has_recovered {
            // What the plan is based on may have changed.
            confirmed = None;
        }
        let decision = match confirmed {
            Some(plan) => Decision::Rotate(plan),
            None => Plan::prepare(app, &session, &self, default_action)?,
        };
        let plan = match decision {
            Decision::Rotate(plan) => *plan,
            Decision::Skip(notice) => {
                app.notice(&notice);
                return Ok(Exit::Ok);
            }
        };
        check_filter_keeps_token(&printer, &destination, &plan.new)?;
        let columns = Columns::of_api_keys().with_flags(&self.columns);
        let mut rotation = PlannedRotation::begin(app, &session, &mut journal, plan, &mut destination)?;
        rotation.run(&printer, columns, destination, self.destination.keep_on_failure)?;
        Ok(Exit::Ok)
    }
}

/// Locks a file beside the profile, which other rotations of a stored secret then wait for. The journal is no such
/// lock, since another user or container may have another state folder. `contexts` belong to one tenant. Locks nothing
/// if none of them stores a secret.
fn lock_own_rotations<'a>(app: &App, contexts: impl IntoIterator<Item = &'a Context>) -> Result<Option<FileLock>> {
    let is_stored = |context: &&Context| matches!(context.store, StoreKind::Keyring | StoreKind::File);
    let Some(context) = contexts.into_iter().find(is_stored) else {
        return Ok(None);
    };
    lock_rotations(&app.profile_path()?, &context.server).map(Some).map_err(|error| {
        let message = match error.kind() {
            ErrorKind::TimedOut => "another rotation in this tenant is in progress".to_owned(),
            _ => format!("could not lock the rotations of context \"{}\"", context.name),
        };
        Error::new(Exit::Error, message).with_cause(error)
    })
}

/// Signs in, and finishes or undoes the interrupted rotations of the user. Also returns whether there were any.
///
/// # Errors
/// See [`Session::new`] and [`recovery::run_before_rotation`].
fn sign_in_and_recover(
    app: &App,
    target: &Target,
    clock_warning: &ClockWarning,
    journal: &mut Journal,
) -> Result<(Session, bool)> {
    let session = clock_warning.attach(Session::new(app, target)?);
    if recovery::run_before_rotation(app, &session, journal)? == 0 {
        return Ok((session, false));
    }
    // The recovery may have replaced the secret.
    Ok((clock_warning.attach(Session::new(app, target)?), true))
}

/// The command that finishes or undoes interrupted rotations.
fn resume_command(app: &App) -> &'static str {
    if app.is_multi_context() { "qlik-api-key rotate --all-contexts --resume" } else { "qlik-api-key rotate --resume" }
}

/// Why the own key of a context can't be renewed in its place, if so.
fn unsupported_reason(context: &Context) -> Option<String> {
    match (&context.auth, &context.store) {
        (Auth::OAuth, _) => Some("signs in with OAuth, not with an API key".to_owned()),
        (_, StoreKind::Env(name)) => Some(format!("reads its key from {name}, which can't be updated")),
        (_, StoreKind::Command(_)) => Some("reads its key from a command, which can't store a new one".to_owned()),
        (_, StoreKind::Keyring | StoreKind::File) => None,
    }
}

impl Rotate {
    /// `--dry-run`: prints the plan. Needs no lock and no journal.
    fn print_plan(&self, app: &App, printer: &Printer, target: &Target) -> Result<Exit> {
        let (destination, default_action) = self.resolve_destination(app, printer, target)?;
        let session = ClockWarning::new(app).attach(Session::new(app, target)?);
        match Plan::prepare(app, &session, self, default_action)? {
            Decision::Skip(notice) => app.notice(&notice),
            Decision::Rotate(plan) if Self::is_sentence(app, printer) => {
                printer.text(&question::sentence(app, &session, printer, &plan, &destination))?;
            }
            Decision::Rotate(plan) => {
                let is_for_person = printer.mode() == OutputMode::TABLE && app.terminal.stdout_is_tty;
                let owner = is_for_person.then(|| look_up_names(&session, std::slice::from_ref(&plan.old)).concat());
                let summary = to_raw_json(&plan.summary(&destination.name(), owner))?;
                printer.object(&Columns::new(ROTATION_PLAN), summary, Some(plan.now))?;
            }
        }
        Ok(Exit::Ok)
    }

    /// Whether `--dry-run` prints a sentence: on a terminal, unless a table is requested.
    fn is_sentence(app: &App, printer: &Printer) -> bool {
        printer.mode() == OutputMode::TABLE && app.terminal.stdout_is_tty && app.globals.output.output.is_none()
    }

    fn output_kind(&self, has_several_contexts: bool) -> OutputKind<'_> {
        if self.destination.token_only {
            OutputKind::Token
        } else if self.resume || self.finish {
            OutputKind::NoticeOnly
        } else if has_several_contexts {
            OutputKind::Keys(&self.columns)
        } else if self.dry_run {
            OutputKind::Derived
        } else {
            OutputKind::Key(&self.columns)
        }
    }

    /// Returns the destination of the new token and the default action for the old key. The old key is removed by
    /// default only if the new token replaces its token, since nothing else uses it then.
    fn resolve_destination(
        &self,
        app: &App,
        printer: &Printer,
        target: &Target,
    ) -> Result<(Destination, OldKeyAction)> {
        if self.id.is_some() || !self.destination.is_default() {
            let destination = Destination::prepare(app, printer, &self.destination, target)?;
            return Ok((destination, OldKeyAction::Keep));
        }
        let refuse = |message: String| {
            Err(Error::usage(message).with_hint(
                "choose where the new token goes: --save-to NAME, --token-file PATH, --token-only or --exec CMD",
            ))
        };
        let context = match target {
            Target::Context { context, .. } => context,
            Target::Direct { credential, .. } => {
                return refuse(format!(
                    "the key that you sign in with comes from {}, which can't be updated",
                    credential.name
                ));
            }
        };
        match unsupported_reason(context).map(|reason| format!("context \"{}\" {reason}", context.name)) {
            Some(message) if context.auth == Auth::OAuth => {
                Err(Error::usage(message)
                    .with_hint("name the key (qlik-api-key rotate ID) and where its new token goes"))
            }
            Some(message) => refuse(message),
            None => {
                refuse_raw(printer)?;
                Ok((Destination::prepare_own_context(app, context.clone())?, OldKeyAction::Remove))
            }
        }
    }
}
