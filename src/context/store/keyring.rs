//! The secret store `keyring`: the Secret Service on Linux and the BSDs, the Keychain on macOS, the Credential Manager
//! on Windows. Wraps the crate `keyring` with a deadline and converts its errors.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use keyring::{Entry, Error as KeyringError};

use super::{SecretStore, UnlockPrompt};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;

/// The service name of every entry. A service and a user name identify an entry.
const SERVICE: &str = "qlik-api-key";

/// The total time for all calls of a run, except for waiting until the user unlocks the keyring.
const BUDGET: Duration = Duration::from_secs(3);

/// The minimum time for a call, even if the budget is used up. An unlocked keyring responds within this time.
const MIN_WAIT: Duration = Duration::from_millis(100);

/// The hint of every error. It says how to sign in without a keyring.
pub(super) const ALTERNATIVES_HINT: &str = "unlock the keyring; or use --store file (a file that only you can read), \
     --api-key-env NAME or --api-key-command CMD for the context; or set QLIK_SERVER and QLIK_API_KEY";

const LOCKED: &str = "the keyring is locked";

/// The cause if the user dismissed the password prompt, or could not be prompted.
const NOT_UNLOCKED: &str = "it was not unlocked";

/// The D-Bus error for a locked entry or collection
/// (<https://specifications.freedesktop.org/secret-service/latest/>).
const IS_LOCKED_ERROR: &str = "org.freedesktop.Secret.Error.IsLocked";

/// The operating system's keyring. Threads call it one at a time and share one time budget.
pub(super) struct Keyring {
    limits: Mutex<WaitLimits>,
}

/// The limits on waiting for the keyring in the rest of the run.
struct WaitLimits {
    budget: Duration,
    prompt: Option<UnlockPrompt>,
}

impl Keyring {
    /// The keyring for a run. `prompt` is `None` without a terminal.
    pub(super) fn new(prompt: Option<UnlockPrompt>) -> Self {
        Self { limits: Mutex::new(WaitLimits { budget: BUDGET, prompt }) }
    }

    /// Runs `call` on a new thread and waits for its result. Abandons the thread at the deadline, since a frozen
    /// service never responds.
    fn run_with_deadline<T: Send + 'static>(&self, call: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = mpsc::channel();
        let start = Instant::now();
        // `send` fails after the deadline, when the receiver is gone.
        thread::spawn(move || drop(sender.send(call())));
        let mut result = receiver.recv_timeout(limits.budget.max(MIN_WAIT));
        if matches!(result, Err(RecvTimeoutError::Timeout))
            && let Some(prompt) = limits.prompt.take()
        {
            (prompt.notify)("waiting for the keyring; it may be asking for its password in another window");
            result = receiver.recv_timeout(prompt.timeout);
            // If the user did not unlock the keyring, don't prompt again in later calls.
            limits.prompt = Some(prompt).filter(|_| result.is_ok());
        }
        limits.budget = limits.budget.saturating_sub(start.elapsed());
        result.unwrap_or_else(|_| Err(keyring_error("the keyring does not respond")))
    }
}

impl SecretStore for Keyring {
    fn get(&self, name: &str) -> Result<Option<Secret>> {
        let name = name.to_owned();
        self.run_with_deadline(move || match Entry::new(SERVICE, &name).and_then(|entry| entry.get_password()) {
            Ok(password) => Ok(Some(Secret::new(password))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(error.into()),
        })
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<()> {
        let (name, secret) = (name.to_owned(), secret.clone());
        self.run_with_deadline(move || Ok(Entry::new(SERVICE, &name)?.set_password(secret.expose())?))
    }

    fn remove(&self, name: &str) -> Result<()> {
        let name = name.to_owned();
        self.run_with_deadline(move || match Entry::new(SERVICE, &name).and_then(|entry| entry.delete_credential()) {
            Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(error.into()),
        })
    }
}

impl From<KeyringError> for Error {
    fn from(error: KeyringError) -> Self {
        match &error {
            KeyringError::NoDefaultStore => match Entry::store_status() {
                Err(reason) => keyring_error_with_cause("there is no keyring", &root_cause(reason)),
                Ok(()) => keyring_error("there is no keyring"),
            },
            KeyringError::NoStorageAccess(_) => keyring_error_with_cause(LOCKED, &root_cause(&error)),
            KeyringError::PlatformFailure(_) => match root_cause(&error) {
                // When it creates an entry, the crate reports these errors as platform failures.
                cause if cause == NOT_UNLOCKED || cause.starts_with(IS_LOCKED_ERROR) => {
                    keyring_error_with_cause(LOCKED, &cause)
                }
                cause => keyring_error_with_cause("the keyring failed", &cause),
            },
            KeyringError::TooLong(_, limit) => keyring_error(&format!(
                "the secret is too long for the keyring, which accepts at most {limit} characters"
            )),
            // The text of these errors may contain the secret.
            KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => {
                keyring_error("the keyring entry has an unexpected format")
            }
            KeyringError::Ambiguous(_) => keyring_error("the keyring has several entries with the same name"),
            other => keyring_error_with_cause("the keyring failed", &other.to_string()),
        }
    }
}

/// The error of the operating system's keyring, without the prefixes that the crates add.
fn root_cause(error: &KeyringError) -> String {
    let (KeyringError::NoStorageAccess(reason) | KeyringError::PlatformFailure(reason)) = error else {
        return error.to_string();
    };
    match reason.to_string().as_str() {
        "SS error: prompt dismissed" => NOT_UNLOCKED.to_owned(),
        "SS error: result not returned from SS API" => "it has no default collection".to_owned(),
        // The crate `secret-service` wraps D-Bus errors.
        text => reason.source().map_or_else(|| text.to_owned(), ToString::to_string),
    }
}

/// An error with the hint how to sign in without a keyring.
fn keyring_error(message: &str) -> Error {
    Error::new(Exit::Auth, message).with_hint(ALTERNATIVES_HINT)
}

fn keyring_error_with_cause(message: &str, cause: &str) -> Error {
    keyring_error(message).with_cause(anyhow::Error::msg(cause.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn keyring(prompt: Option<UnlockPrompt>) -> Keyring {
        Keyring { limits: Mutex::new(WaitLimits { budget: Duration::from_millis(100), prompt }) }
    }

    /// A call that takes this long.
    fn slow_call(seconds: f32) -> impl FnOnce() -> Result<()> + Send + 'static {
        move || {
            thread::sleep(Duration::from_secs_f32(seconds));
            Ok(())
        }
    }

    /// A prompt with this timeout, and the number of notifications.
    fn counting_prompt(timeout: Duration) -> (UnlockPrompt, Arc<AtomicUsize>) {
        let count = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&count);
        let notify = Box::new(move |_: &str| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        (UnlockPrompt { timeout, notify }, count)
    }

    #[test]
    fn errors_are_exit_3_with_alternatives_and_without_the_secret() {
        let platform = |text: &str| -> Box<dyn std::error::Error + Send + Sync> { text.into() };
        let secret = || b"fake-secret".to_vec();
        for (error, text) in [
            (KeyringError::NoStorageAccess(platform("a reason")), "the keyring is locked\ncaused by: a reason\n"),
            (
                KeyringError::NoStorageAccess(platform("SS error: prompt dismissed")),
                "the keyring is locked\ncaused by: it was not unlocked\n",
            ),
            (
                KeyringError::PlatformFailure(platform("SS error: prompt dismissed")),
                "the keyring is locked\ncaused by: it was not unlocked\n",
            ),
            (
                KeyringError::PlatformFailure(platform("org.freedesktop.Secret.Error.IsLocked: no")),
                "the keyring is locked\ncaused by: org.freedesktop.Secret.Error.IsLocked: no\n",
            ),
            (KeyringError::PlatformFailure(platform("a reason")), "the keyring failed\ncaused by: a reason\n"),
            (KeyringError::BadEncoding(secret()), "the keyring entry has an unexpected format\n"),
            (KeyringError::BadDataFormat(secret(), platform("x")), "the keyring entry has an unexpected format\n"),
            (KeyringError::BadStoreFormat("x".into()), "the keyring failed\ncaused by: "),
            (KeyringError::TooLong("password".into(), 1280), "accepts at most 1280 characters\n"),
            (KeyringError::Invalid("user".into(), "x".into()), "the keyring failed\ncaused by: "),
            (KeyringError::Ambiguous(Vec::new()), "the keyring has several entries with the same name\n"),
            (KeyringError::NotSupportedByStore("x".into()), "the keyring failed\ncaused by: "),
        ] {
            let error = Error::from(error);
            assert_eq!(error.exit(), Exit::Auth);
            for part in [text, "--store file", "--api-key-env", "--api-key-command", "QLIK_API_KEY"] {
                assert!(error.to_text().contains(part), "{part}: {}", error.to_text());
            }
            assert!(!error.to_text().contains("fake-secret"), "the error contains the secret");
        }
    }

    #[test]
    fn calls_to_a_frozen_keyring_share_one_time_budget() {
        let keyring = keyring(None);
        let started = Instant::now();
        for _ in 0..3 {
            let error = keyring.run_with_deadline(slow_call(5.0)).unwrap_err();
            assert!(error.to_text().starts_with("the keyring does not respond\n"), "{}", error.to_text());
        }
        assert!(started.elapsed() < Duration::from_secs(2), "each call had its own budget");
    }

    #[test]
    fn the_user_is_notified_and_has_time_to_unlock_it() {
        let (prompt, notifications) = counting_prompt(Duration::from_secs(10));
        keyring(Some(prompt)).run_with_deadline(slow_call(0.3)).unwrap();
        assert_eq!(notifications.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn threads_share_the_budget_and_the_prompt() {
        let (prompt, notifications) = counting_prompt(Duration::from_millis(200));
        let keyring = keyring(Some(prompt));
        let started = Instant::now();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert!(keyring.run_with_deadline(slow_call(9.0)).is_err()));
            }
        });
        assert!(started.elapsed() < Duration::from_secs(5), "each thread had its own budget");
        assert_eq!(notifications.load(Ordering::Relaxed), 1, "the user was notified again");
    }
}
