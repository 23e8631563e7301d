//! Warns, once per run, that the clock of this machine differs from the tenant's by more than a day. The tenant's clock
//! is the `Date` header of its first response (RFC 9110, section 6.6.1).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};

use super::{App, Session};
use crate::terminal::Terminal;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The warning of a run, for the sessions of one or several tenants.
pub struct ClockWarning {
    terminal: Terminal,
    is_silent: bool,
    is_printed: Arc<AtomicBool>,
}

impl ClockWarning {
    /// A warning that `-q` and JSON output turn off.
    pub fn new(app: &App) -> Self {
        Self { terminal: app.terminal.clone(), is_silent: app.globals.output.is_silent(), is_printed: Arc::default() }
    }

    /// Makes the session print the warning at its first response.
    pub fn attach(&self, session: Session) -> Session {
        // Plain HTTP is for this machine only, and the demo tenant's clock may be stopped.
        if self.is_silent || session.server.url().scheme() == "http" {
            return session;
        }
        let (terminal, is_printed, server) =
            (self.terminal.clone(), Arc::clone(&self.is_printed), session.server.clone());
        let client = session.client.on_first_date(Box::new(move |date| {
            if let Some(difference) = describe_difference(Timestamp::now(), date)
                && !is_printed.swap(true, Ordering::Relaxed)
            {
                terminal.print_warning(&format!(
                    "the clock of this machine is {difference} that of {server}, which decides when keys expire"
                ));
            }
        }));
        Session { client, ..session }
    }
}

/// Describes how far this machine's clock is behind or ahead, if that is more than a day.
fn describe_difference(local: Timestamp, tenant: Timestamp) -> Option<String> {
    let difference = tenant.duration_since(local);
    let days = difference.abs().as_hours() / 24;
    let unit = if days == 1 { "day" } else { "days" };
    let direction = if difference.is_positive() { "behind" } else { "ahead of" };
    (difference.abs() > DAY).then(|| format!("{days} {unit} {direction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn describes_differences_of_more_than_a_day() {
        let describe = |seconds| describe_difference(Timestamp::UNIX_EPOCH, Timestamp::from_second(seconds).unwrap());
        assert_eq!(describe(86_400), None);
        assert_eq!(describe(-86_400), None);
        assert_eq!(describe(86_401).as_deref(), Some("1 day behind"));
        assert_eq!(describe(-3 * 86_400 - 5).as_deref(), Some("3 days ahead of"));
    }
}
