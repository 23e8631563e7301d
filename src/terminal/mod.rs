//! [`Terminal`]: detects what the standard streams are, writes to stderr, and prompts.

mod answer;
mod hidden;
mod progress;
pub mod sanitize;
mod spinner;

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};

pub use answer::AnswerSource;
pub use progress::Progress;
pub use spinner::{CurrentSpinner, Spinner};

use crate::word_wrap;

/// The styles of the labels `error:` and `warning:`.
const ERROR_STYLE: Style = AnsiColor::Red.on_default().bold();
const WARNING_STYLE: Style = AnsiColor::Yellow.on_default().bold();

/// The properties of the standard streams.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// Whether stdout is a terminal.
    pub stdout_is_tty: bool,
    /// Whether stderr is a terminal.
    pub stderr_is_tty: bool,
    /// Whether stdin is a terminal.
    pub stdin_is_tty: bool,
    /// Whether the program runs in CI, where no user can answer a prompt even if there is a terminal.
    pub is_ci: bool,
    /// The width of stdout in columns, if it is a terminal.
    pub width: Option<usize>,
    /// Whether to write colors to stdout.
    pub stdout_color: bool,
    /// Whether to write colors to stderr.
    pub stderr_color: bool,
    /// Whether stderr is a terminal that can move its cursor and erase lines.
    pub stderr_can_move_cursor: bool,
    /// The spinner that is on the screen, if there is one.
    pub spinner: CurrentSpinner,
}

impl Terminal {
    /// Inspects the streams and the environment variables `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and `CI`.
    /// See <https://no-color.org> and <https://bixense.com/clicolors>.
    pub fn detect(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let never = set("NO_COLOR").is_some();
        let always = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let term = set("TERM");
        let has_escapes = understands_escapes(anstyle_query::windows::enable_ansi_colors(), term.as_deref());
        let has_color = |is_tty: bool| !never && (always || (is_tty && has_escapes));
        let stdout = io::stdout().is_terminal();
        let stderr = io::stderr().is_terminal();
        Self {
            stdout_is_tty: stdout,
            stderr_is_tty: stderr,
            stdin_is_tty: io::stdin().is_terminal(),
            is_ci: set("CI").is_some_and(|value| value != "false"),
            width: terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0)),
            stdout_color: has_color(stdout),
            stderr_color: has_color(stderr),
            stderr_can_move_cursor: stderr && has_escapes && (cfg!(windows) || term.is_some()),
            spinner: CurrentSpinner::default(),
        }
    }

    /// Turns colors off.
    pub fn without_color(self) -> Self {
        Self { stdout_color: false, stderr_color: false, ..self }
    }

    /// Whether the user can answer a prompt, which is shown on stderr and read from stdin.
    pub fn can_prompt(&self) -> bool {
        self.can_prompt_from(AnswerSource::Stdin)
    }

    /// Whether the user can answer a prompt, which is shown on stderr, from this source.
    pub fn can_prompt_from(&self, source: AnswerSource) -> bool {
        let can_answer = match source {
            AnswerSource::Stdin => self.stdin_is_tty,
            AnswerSource::ControllingTerminal => answer::is_in_foreground(),
        };
        can_answer && self.stderr_is_tty && !self.is_ci
    }

    /// Why stdout loses what is written to it, if it does.
    pub fn stdout_problem(&self) -> Option<&'static str> {
        if is_null() {
            // Rust opens `/dev/null` in place of a stdout that was closed at the start.
            Some(if cfg!(windows) { "stdout is NUL" } else { "stdout is /dev/null" })
        } else if is_read_only() {
            // Rust ignores the error of such a write (EBADF).
            Some("stdout is not open for writing")
        } else {
            None
        }
    }

    /// Writes a sanitized line to stderr. This holds in a pipe too, since logs are read on terminals. Write errors are
    /// ignored, here and below.
    pub fn print(&self, text: &str) {
        self.write(&format!("{}\n", sanitize::lines(text)));
    }

    /// Writes `error: ` and the text to stderr.
    pub fn print_error(&self, text: &str) {
        self.print_labeled(ERROR_STYLE, "error", text);
    }

    /// Writes `warning: ` and the text to stderr.
    pub fn print_warning(&self, text: &str) {
        self.print_labeled(WARNING_STYLE, "warning", text);
    }

    /// Writes trusted text to stderr, including its escapes and without adding a newline.
    pub fn print_styled(&self, text: &str) {
        self.write(text);
    }

    /// Asks a yes-or-no question, which stdin answers. Every answer but `y` and `yes` means no.
    ///
    /// # Errors
    /// The answer could not be read.
    pub fn confirm(&self, question: &str) -> io::Result<bool> {
        self.confirm_from(AnswerSource::Stdin, question)
    }

    /// As [`Self::confirm`], with an answer from this source.
    ///
    /// # Errors
    /// See [`Self::confirm`].
    pub fn confirm_from(&self, source: AnswerSource, question: &str) -> io::Result<bool> {
        let answer = self.read_answer(source, question, " [y/N] ")?.unwrap_or_default();
        Ok(matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes"))
    }

    /// Prompts for a line on stdin and trims it.
    ///
    /// # Errors
    /// stdin is at its end or could not be read.
    pub fn prompt(&self, question: &str) -> io::Result<String> {
        self.prompt_from(AnswerSource::Stdin, question)
    }

    /// Prompts for a line and trims it.
    ///
    /// # Errors
    /// The source is at its end or could not be read.
    pub fn prompt_from(&self, source: AnswerSource, question: &str) -> io::Result<String> {
        self.read_answer(source, question, " ")?.ok_or(io::ErrorKind::UnexpectedEof.into())
    }

    /// Reads a line after a question, or `None` at the end of the input. `suffix` stays on the question's last line.
    fn read_answer(&self, source: AnswerSource, question: &str, suffix: &str) -> io::Result<Option<String>> {
        let width = stderr_width().map_or(usize::MAX, |width| width.saturating_sub(suffix.len()));
        self.write(&format!("{}{suffix}", word_wrap::wrap(&sanitize::lines(question), 0, width)));
        let answer = source.read_line()?;
        if answer.is_none() {
            self.write("\n");
        }
        Ok(answer.map(|line| line.trim().to_owned()))
    }

    /// Prompts for a line without echoing it. Ends the line if the input ends (Ctrl-D).
    ///
    /// # Errors
    /// There is no terminal, or it could not be read.
    pub fn prompt_hidden(&self, question: &str) -> io::Result<String> {
        hidden::prompt(&format!("{} ", sanitize::lines(question))).inspect_err(|error| {
            if error.kind() == io::ErrorKind::UnexpectedEof {
                self.write("\n");
            }
        })
    }

    fn print_labeled(&self, style: Style, label: &str, text: &str) {
        let style = if self.stderr_color { style } else { Style::new() };
        self.write(&format!("{style}{label}:{style:#} {}\n", sanitize::lines(text)));
    }

    /// Removes the spinner, if stdout is on the same screen, before something is written to stdout.
    pub fn end_spinner(&self) {
        if self.stdout_is_tty {
            self.spinner.end();
        }
    }

    fn write(&self, text: &str) {
        self.spinner.suspend(|| {
            let _ = io::stderr().lock().write_all(text.as_bytes());
        });
    }
}

/// The width of stderr in columns, if it is a terminal.
fn stderr_width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0))
}

/// Whether a terminal understands escape sequences. `enabled` is whether Windows has enabled them, which fails in the
/// consoles of old versions; `None` on other systems.
fn understands_escapes(enabled: Option<bool>, term: Option<&OsStr>) -> bool {
    enabled != Some(false) && term.is_none_or(|term| term != "dumb")
}

#[cfg(unix)]
fn is_null() -> bool {
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::MetadataExt as _;
    let stream = io::stdout().as_fd().try_clone_to_owned().and_then(|stream| std::fs::File::from(stream).metadata());
    let null = std::fs::metadata("/dev/null");
    stream.is_ok_and(|stream| null.is_ok_and(|null| stream.rdev() == null.rdev()))
}

/// Whether this is a device other than a console.
#[cfg(windows)]
fn is_null() -> bool {
    use winapi_util::{HandleRef, file};
    file::typ(HandleRef::stdout()).is_ok_and(|kind| kind.is_char()) && !io::stdout().is_terminal()
}

#[cfg(unix)]
fn is_read_only() -> bool {
    use rustix::fs::OFlags;
    rustix::fs::fcntl_getfl(io::stdout()).is_ok_and(|flags| flags & OFlags::RWMODE == OFlags::RDONLY)
}

/// Whether there is no stream: Rust ignores what is written to it. Windows does not tell about other streams.
#[cfg(windows)]
fn is_read_only() -> bool {
    winapi_util::file::typ(winapi_util::HandleRef::stdout()).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_windows_console_and_a_dumb_terminal_get_no_escape_sequences() {
        let term = |name: &'static str| Some(OsStr::new(name));
        assert!(understands_escapes(None, term("xterm")) && understands_escapes(None, None));
        assert!(understands_escapes(Some(true), None));
        assert!(!understands_escapes(None, term("dumb")) && !understands_escapes(Some(true), term("dumb")));
        assert!(!understands_escapes(Some(false), None) && !understands_escapes(Some(false), term("xterm")));
    }
}
