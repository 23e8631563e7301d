//! The secret store `keyring`: the Secret Service on Linux and the BSDs, the Keychain on macOS, the Credential Manager
//! on Windows. The crate `keyring` talks to them; this file adds a deadline and turns its errors into ours.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use keyring::{Entry, Error as KeyringError};

use super::{SecretStore, UnlockPrompt};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;

/// The service name of every entry. Together with the user name it identifies an entry.
const SERVICE: &str = "qlik-api-key";

/// How long all calls of a run may take together when nobody can unlock the keyring.
const BUDGET: Duration = Duration::from_secs(3);

/// How long a call may take when the budget is used up. An unlocked keyring answers within this time.
const MIN_WAIT: Duration = Duration::from_millis(100);

/// The hint of every error: how to sign in without a keyring.
pub(super) const ALTERNATIVES_HINT: &str = "unlock the keyring; or --store file (a file for you alone), --api-key-env NAME or \
     --api-key-command CMD for the context; or QLIK_SERVER and QLIK_API_KEY";

const LOCKED: &str = "the keyring is locked";

/// Why the keyring is locked if the user closed the window that asked for the password, or could not be asked.
const NOT_UNLOCKED: &str = "nobody has unlocked it";

/// The D-Bus error of a locked entry or collection (Secret Service specification 0.2).
const IS_LOCKED_ERROR: &str = "org.freedesktop.Secret.Error.IsLocked";

/// The operating system's keyring. The threads of a run take turns and share one time budget.
pub(super) struct Keyring {
    limits: Mutex<WaitLimits>,
}

/// How long the rest of the run may wait for the keyring.
struct WaitLimits {
    budget: Duration,
    prompt: Option<UnlockPrompt>,
}

impl Keyring {
    /// The keyring for one run. `prompt` is `None` if no user is at a terminal.
    pub(super) fn new(prompt: Option<UnlockPrompt>) -> Self {
        Self { limits: Mutex::new(WaitLimits { budget: BUDGET, prompt }) }
    }

    /// Runs `call` on a thread of its own and waits for its result. A frozen service never answers, so the thread is
    /// abandoned at the deadline.
    fn run_with_deadline<T: Send + 'static>(&self, call: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = mpsc::channel();
        let started = Instant::now();
        // `send` fails after the deadline, when nobody waits for the result.
        thread::spawn(move || drop(sender.send(call())));
        let mut result = receiver.recv_timeout(limits.budget.max(MIN_WAIT));
        if matches!(result, Err(RecvTimeoutError::Timeout))
            && let Some(prompt) = limits.prompt.take()
        {
            (prompt.notify)("waiting for the keyring; it may be asking for its password in another window");
            result = receiver.recv_timeout(prompt.timeout);
            // If the user did not unlock the keyring, later calls do not wait for it again.
            limits.prompt = Some(prompt).filter(|_| result.is_ok());
        }
        limits.budget = limits.budget.saturating_sub(started.elapsed());
        result.unwrap_or_else(|_| Err(keyring_error("the keyring does not answer")))
    }
}

impl SecretStore for Keyring {
    fn get(&self, user: &str) -> Result<Option<Secret>> {
        let user = user.to_owned();
        self.run_with_deadline(move || match Entry::new(SERVICE, &user).and_then(|entry| entry.get_password()) {
            Ok(password) => Ok(Some(Secret::new(password))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(error.into()),
        })
    }

    fn set(&self, user: &str, secret: &Secret) -> Result<()> {
        let (user, secret) = (user.to_owned(), secret.clone());
        self.run_with_deadline(move || Ok(Entry::new(SERVICE, &user)?.set_password(secret.expose())?))
    }

    fn remove(&self, user: &str) -> Result<()> {
        let user = user.to_owned();
        self.run_with_deadline(move || match Entry::new(SERVICE, &user).and_then(|entry| entry.delete_credential()) {
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
                // The crate reports these as failures of the platform when it creates an entry.
                cause if cause == NOT_UNLOCKED || cause.starts_with(IS_LOCKED_ERROR) => {
                    keyring_error_with_cause(LOCKED, &cause)
                }
                cause => keyring_error_with_cause("the keyring failed", &cause),
            },
            KeyringError::TooLong(_, limit) => {
                keyring_error(&format!("the secret is too long for the keyring, which takes {limit} characters"))
            }
            // These errors contain the secret, so their text is not shown.
            KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => {
                keyring_error("the keyring's entry is not what was put there")
            }
            KeyringError::Ambiguous(_) => keyring_error("the keyring holds several entries of the same name"),
            other => keyring_error_with_cause("the keyring failed", &other.to_string()),
        }
    }
}

/// Why the operating system's keyring failed, without the prefixes of the crates that pass the error on.
fn root_cause(error: &KeyringError) -> String {
    let (KeyringError::NoStorageAccess(reason) | KeyringError::PlatformFailure(reason)) = error else {
        return error.to_string();
    };
    match reason.to_string().as_str() {
        "SS error: prompt dismissed" => NOT_UNLOCKED.to_owned(),
        "SS error: result not returned from SS API" => "it has no default collection".to_owned(),
        // An error of D-Bus is the source of an error of the crate `secret-service`.
        text => reason.source().map_or_else(|| text.to_owned(), ToString::to_string),
    }
}

/// An error with the hint how to sign in without a keyring.
fn keyring_error(text: &str) -> Error {
    Error::new(Exit::Auth, text).with_hint(ALTERNATIVES_HINT)
}

fn keyring_error_with_cause(text: &str, cause: &str) -> Error {
    keyring_error(text).with_cause(anyhow::Error::msg(cause.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn keyring(prompt: Option<UnlockPrompt>) -> Keyring {
        Keyring { limits: Mutex::new(WaitLimits { budget: Duration::from_millis(100), prompt }) }
    }

    /// A call of a service that takes so long to answer.
    fn slow_call(seconds: f32) -> impl FnOnce() -> Result<()> + Send + 'static {
        move || {
            thread::sleep(Duration::from_secs_f32(seconds));
            Ok(())
        }
    }

    /// A prompt with this wait, and how often it has notified the user.
    fn counting_prompt(wait: Duration) -> (UnlockPrompt, Arc<AtomicUsize>) {
        let count = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&count);
        let notify = Box::new(move |_: &str| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        (UnlockPrompt { timeout: wait, notify }, count)
    }

    #[test]
    fn errors_are_exit_3_with_alternatives_and_without_the_secret() {
        let platform = |text: &str| -> Box<dyn std::error::Error + Send + Sync> { text.into() };
        let fake = || b"fake-secret".to_vec();
        for (error, text) in [
            (KeyringError::NoStorageAccess(platform("a reason")), "the keyring is locked\ncaused by: a reason\n"),
            (
                KeyringError::NoStorageAccess(platform("SS error: prompt dismissed")),
                "the keyring is locked\ncaused by: nobody has unlocked it\n",
            ),
            (
                KeyringError::PlatformFailure(platform("SS error: prompt dismissed")),
                "the keyring is locked\ncaused by: nobody has unlocked it\n",
            ),
            (
                KeyringError::PlatformFailure(platform("org.freedesktop.Secret.Error.IsLocked: no")),
                "the keyring is locked\ncaused by: org.freedesktop.Secret.Error.IsLocked: no\n",
            ),
            (KeyringError::PlatformFailure(platform("a reason")), "the keyring failed\ncaused by: a reason\n"),
            (KeyringError::BadEncoding(fake()), "the keyring's entry is not what was put there\n"),
            (KeyringError::BadDataFormat(fake(), platform("x")), "the keyring's entry is not what was put there\n"),
            (KeyringError::BadStoreFormat("x".into()), "the keyring failed\ncaused by: "),
            (KeyringError::TooLong("password".into(), 1280), "takes 1280 characters\n"),
            (KeyringError::Invalid("user".into(), "x".into()), "the keyring failed\ncaused by: "),
            (KeyringError::Ambiguous(Vec::new()), "the keyring holds several entries of the same name\n"),
            (KeyringError::NotSupportedByStore("x".into()), "the keyring failed\ncaused by: "),
        ] {
            let error = Error::from(error);
            assert_eq!(error.exit(), Exit::Auth);
            for part in [text, "--store file", "--api-key-env", "--api-key-command", "QLIK_API_KEY"] {
                assert!(error.to_text().contains(part), "{part}: {}", error.to_text());
            }
            assert!(!error.to_text().contains("fake-secret"), "the secret is in the error");
        }
    }

    #[test]
    fn calls_to_a_frozen_keyring_share_one_time_budget() {
        let keyring = keyring(None);
        let started = Instant::now();
        for _ in 0..3 {
            let error = keyring.run_with_deadline(slow_call(5.0)).unwrap_err();
            assert!(error.to_text().starts_with("the keyring does not answer\n"), "{}", error.to_text());
        }
        assert!(started.elapsed() < Duration::from_secs(2), "each call had a budget of its own");
    }

    #[test]
    fn the_user_is_notified_and_has_time_to_unlock_it() {
        let (prompt, notified) = counting_prompt(Duration::from_secs(10));
        keyring(Some(prompt)).run_with_deadline(slow_call(0.3)).unwrap();
        assert_eq!(notified.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn threads_share_the_budget_and_the_prompt() {
        let (prompt, notified) = counting_prompt(Duration::from_millis(200));
        let keyring = keyring(Some(prompt));
        let started = Instant::now();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert!(keyring.run_with_deadline(slow_call(9.0)).is_err()));
            }
        });
        assert!(started.elapsed() < Duration::from_secs(5), "each thread had a budget of its own");
        assert_eq!(notified.load(Ordering::Relaxed), 1, "the user was notified again");
    }
}
