//! The screen: what is a terminal, how wide, in colour or not; and the one writer of stderr.
//! It prints any text and knows nothing of its meaning.

mod hidden;
mod progress;
pub mod sanitize;

use std::ffi::OsString;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};

pub use progress::Progress;

/// The words that open a line on stderr, in colour.
const ERROR_STYLE: Style = AnsiColor::Red.on_default().bold();
const WARNING_STYLE: Style = AnsiColor::Yellow.on_default().bold();

/// What is known of the three standard streams.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether stdout is a terminal.
    pub stdout_is_tty: bool,
    /// Whether stderr is a terminal.
    pub stderr_is_tty: bool,
    /// Whether stdin is a terminal.
    pub stdin_is_tty: bool,
    /// Whether a CI system runs this: nobody is there to answer, even where it provides a terminal.
    pub is_ci: bool,
    /// The columns of the terminal that stdout is, if it is one.
    pub width: Option<usize>,
    /// Whether stdout gets colours.
    pub stdout_color: bool,
    /// Whether stderr gets colours.
    pub stderr_color: bool,
    /// Whether stderr is a terminal that can erase a line.
    pub stderr_can_move_cursor: bool,
}

impl Terminal {
    /// Looks at the streams, and at `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and `CI` by the given look-up.
    pub fn detect(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let never = set("NO_COLOR").is_some();
        let always = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        // A console of Windows shows colours only after they are enabled; an old one never does.
        let plain = anstyle_query::windows::enable_ansi_colors() == Some(false);
        let kind = set("TERM");
        let dumb = plain || kind.as_ref().is_some_and(|value| value == "dumb");
        let colour = |terminal: bool| !never && (always || (terminal && !dumb));
        let stdout = io::stdout().is_terminal();
        let stderr = io::stderr().is_terminal();
        Self {
            stdout_is_tty: stdout,
            stderr_is_tty: stderr,
            stdin_is_tty: io::stdin().is_terminal(),
            is_ci: set("CI").is_some_and(|value| value != "false"),
            width: terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0)),
            stdout_color: colour(stdout),
            stderr_color: colour(stderr),
            stderr_can_move_cursor: stderr && !dumb && (cfg!(windows) || kind.is_some()),
        }
    }

    /// The same without colours.
    pub fn without_color(self) -> Self {
        Self { stdout_color: false, stderr_color: false, ..self }
    }

    /// Whether there is somebody to ask: a prompt is shown on stderr and answered on stdin.
    pub fn can_prompt(&self) -> bool {
        self.stdin_is_tty && self.stderr_is_tty && !self.is_ci
    }

    /// Whether what is written to stdout is lost: `/dev/null`, which is also what a closed stdout has become by now.
    pub fn stdout_is_null(&self) -> bool {
        is_null(io::stdout())
    }

    /// Writes a line to stderr. A stderr that can't be written to is no reason to stop.
    pub fn print(&self, text: &str) {
        self.write(&format!("{}\n", self.sanitize(text)));
    }

    /// Says what went wrong: `error: ` and the lines after it.
    pub fn print_error(&self, text: &str) {
        self.print_labeled(ERROR_STYLE, "error", text);
    }

    /// Says what the user should know although it went well.
    pub fn print_warning(&self, text: &str) {
        self.print_labeled(WARNING_STYLE, "warning", text);
    }

    /// Writes text that is ours, in the colours that it has.
    pub fn print_styled(&self, text: &str) {
        self.write(text);
    }

    /// Asks a yes-or-no question; anything but `y` and `yes` is a no.
    pub fn confirm(&self, question: &str) -> io::Result<bool> {
        let answer = self.read_answer(&format!("{question} [y/N]"))?.unwrap_or_default();
        Ok(matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes"))
    }

    /// Asks for a line of text, without its line end and the space around it. The end of stdin is an error.
    pub fn prompt(&self, question: &str) -> io::Result<String> {
        self.read_answer(question)?.ok_or(io::ErrorKind::UnexpectedEof.into())
    }

    fn read_answer(&self, question: &str) -> io::Result<Option<String>> {
        self.write(&format!("{} ", self.sanitize(question)));
        let mut answer = String::new();
        if io::stdin().lock().read_line(&mut answer)? == 0 {
            self.write("\n");
            return Ok(None);
        }
        Ok(Some(answer.trim().to_owned()))
    }

    /// Asks for a line that the screen doesn't show, where there is a terminal to type it on.
    pub fn prompt_hidden(&self, question: &str) -> io::Result<String> {
        hidden::prompt(&format!("{} ", self.sanitize(question)))
    }

    fn print_labeled(&self, style: Style, label: &str, text: &str) {
        let style = if self.stderr_color { style } else { Style::new() };
        self.write(&format!("{style}{label}:{style:#} {}\n", self.sanitize(text)));
    }

    fn sanitize<'a>(&self, text: &'a str) -> std::borrow::Cow<'a, str> {
        if self.stderr_is_tty { sanitize::lines(text) } else { text.into() }
    }

    fn write(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

#[cfg(unix)]
fn is_null(stream: impl std::os::fd::AsFd) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let own = stream.as_fd().try_clone_to_owned().and_then(|stream| std::fs::File::from(stream).metadata());
    let null = std::fs::metadata("/dev/null");
    own.is_ok_and(|own| null.is_ok_and(|null| own.rdev() == null.rdev()))
}

#[cfg(not(unix))]
fn is_null<T>(_: T) -> bool {
    false
}
