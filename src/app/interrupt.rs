//! Handles Ctrl-C, SIGTERM and SIGHUP during work that must not stop halfway.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{App, print_error};
use crate::error::{Error, Exit, Result};
use crate::private_file::NewFile;
use crate::signals;
use crate::terminal::Terminal;

/// How the program reacts to signals that ask it to end. Clones share the state.
#[derive(Clone, Default)]
pub struct Interrupts(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// Whether signals are caught. Otherwise they end the program by themselves.
    is_catching: bool,
    /// The action of the first signal, which does not end the program.
    on_first: Option<Box<dyn FnOnce() + Send>>,
    /// The exit code of the first signal that did not end the program.
    first: Option<Exit>,
    /// The error to print if a signal ends the program now.
    unfinished: Option<Unfinished>,
    /// A file that is empty until the end of the command, and is removed if a signal ends the program now.
    empty_file: Option<PathBuf>,
}

/// An error that is printed before a signal ends the program.
struct Unfinished {
    error: Error,
    as_json: bool,
    terminal: Terminal,
}

impl Interrupts {
    /// Catches Ctrl-C on Windows, where the program would end with another exit code than a shell on Unix reports. Does
    /// nothing on Unix, where a signal that ends the program says more to its caller.
    pub fn catch_from_start(&self) {
        if cfg!(windows) {
            drop(self.catch());
        }
    }

    /// From now on the first signal runs `action`, and the second one ends the program.
    pub fn defer(&self, action: impl FnOnce() + Send + 'static) {
        self.catch().on_first = Some(Box::new(action));
    }

    /// The exit code of the signal that was deferred, if there was one.
    pub fn first(&self) -> Option<Exit> {
        self.state().first
    }

    /// Creates a file like [`NewFile::create`]. A signal removes it if it ends the program before
    /// [`Self::stop_removing_file`].
    ///
    /// # Errors
    /// See [`NewFile::create`].
    pub fn create_file(&self, path: &Path) -> io::Result<NewFile> {
        // No signal is handled while the state is locked.
        let mut state = self.catch();
        let file = NewFile::create(path)?;
        state.empty_file = Some(path.to_owned());
        Ok(file)
    }

    /// Call this before the file of [`Self::create_file`] is written.
    pub fn stop_removing_file(&self) {
        self.state().empty_file = None;
    }

    /// The result of a run. If a signal was deferred, the run ends with the exit code of that signal, unless its own
    /// exit code says more than that something failed.
    ///
    /// # Errors
    /// The error of the run, or that it was interrupted.
    pub fn apply(&self, result: Result<Exit>) -> Result<Exit> {
        match (self.first(), result) {
            (Some(exit), Ok(Exit::Ok)) => Err(Error::new(exit, "interrupted, but the command was completed")),
            (Some(exit), Err(error)) if error.exit() == Exit::Error => Err(error.with_exit(exit)),
            (_, result) => result,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Catches the signals from now on. If that fails, they still end the program.
    fn catch(&self) -> MutexGuard<'_, State> {
        let mut state = self.state();
        if !state.is_catching {
            let interrupts = self.clone();
            state.is_catching = signals::on_end_signal(move |exit| interrupts.receive(exit)).is_ok();
        }
        state
    }

    fn receive(&self, exit: Exit) {
        let mut state = self.state();
        if let Some(action) = state.on_first.take() {
            state.first = Some(exit);
            drop(state);
            return action();
        }
        // The state stays locked, so that the file is not written after all.
        if let Some(path) = &state.empty_file {
            let _ = std::fs::remove_file(path);
        }
        if let Some(Unfinished { error, as_json, terminal }) = state.unfinished.take() {
            print_error(&error.with_exit(exit), as_json, &terminal);
        }
        std::process::exit(i32::from(exit.code()));
    }
}

/// If a command runs for several contexts, it sets the notice and the error itself, and these methods of the copy for one
/// context do nothing.
impl App<'_> {
    /// From now on the first signal prints this notice only, and the second one ends the program.
    pub fn defer_interrupt(&self, notice: &'static str) {
        if self.is_multi_context() {
            return;
        }
        let terminal = self.terminal.clone();
        self.interrupts.defer(move || terminal.print(notice));
    }

    /// Sets the error that is printed if a signal ends the program from now on.
    pub fn set_unfinished(&self, error: Error) {
        if self.is_multi_context() {
            return;
        }
        let (as_json, terminal) = (self.globals.output.is_json(), self.terminal.clone());
        self.interrupts.state().unfinished = Some(Unfinished { error, as_json, terminal });
    }

    /// Forgets the error of [`App::set_unfinished`].
    pub fn clear_unfinished(&self) {
        if !self.is_multi_context() {
            self.interrupts.state().unfinished = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deferred_signal_sets_the_exit_code_unless_the_error_has_a_specific_one() {
        let exit = |result: Result<Exit>| result.unwrap_or_else(|error| error.exit());
        let failure = |exit| Err(Error::new(exit, "failed"));
        let interrupts = Interrupts::default();
        assert_eq!(exit(interrupts.apply(Ok(Exit::Ok))), Exit::Ok);
        assert_eq!(exit(interrupts.apply(failure(Exit::Error))), Exit::Error);
        interrupts.state().first = Some(Exit::Terminated);
        for (result, expected) in [
            (Ok(Exit::Ok), Exit::Terminated),
            (failure(Exit::Error), Exit::Terminated),
            (failure(Exit::UnknownOutcome), Exit::UnknownOutcome),
        ] {
            assert_eq!(exit(interrupts.apply(result)), expected);
        }
    }
}
