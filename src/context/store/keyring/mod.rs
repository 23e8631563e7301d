//! The store `keyring`: the Secret Service on Linux, the Keychain on macOS, the Credential Manager on Windows.
//! The daemon behind it may be missing, locked or hanging, so each call runs in a thread of its own with a deadline.

#[cfg(any(windows, target_os = "macos"))]
mod native;
#[cfg(not(any(windows, target_os = "macos")))]
mod secret_service;

use std::fmt::Display;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{SecretStore, UnlockPrompt};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;
#[cfg(any(windows, target_os = "macos"))]
use native::Native;
#[cfg(not(any(windows, target_os = "macos")))]
use secret_service::SecretService as Native;

/// What all of the program's entries are filed under.
const SERVICE: &str = "qlik-api-key";

/// How long the calls of one run may take in all, when nobody is there to unlock it.
const BUDGET: Duration = Duration::from_secs(3);

/// What a call gets even when the budget is used up: by then somebody has unlocked the keyring, or none is left.
const LEAST: Duration = Duration::from_millis(100);

/// What to do where there is no keyring.
pub(super) const CHOICES: &str = "unlock the keyring; or --store file (a file for you alone), --api-key-env NAME or \
     --api-key-command CMD for the context; or QLIK_SERVER and QLIK_API_KEY";

/// A keyring that may take its time; in tests, one that does.
type Backend = dyn SecretStore + Send + Sync;

pub(super) struct Keyring {
    backend: Arc<Backend>,
    /// Held during a call: the threads of a run take turns, and share its time.
    left: Mutex<Left>,
}

/// What a run can still wait.
struct Left {
    budget: Duration,
    prompt: Option<UnlockPrompt>,
}

impl Keyring {
    pub(super) fn new(prompt: Option<UnlockPrompt>) -> Self {
        Self { backend: Arc::<Native>::default(), left: Mutex::new(Left { budget: BUDGET, prompt }) }
    }

    /// Runs a call, and gives up on it after the budget: a hanging daemon never answers.
    fn call<T: Send + 'static>(&self, call: impl FnOnce(&Backend) -> Result<T> + Send + 'static) -> Result<T> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let backend = Arc::clone(&self.backend);
        let (sender, receiver) = mpsc::channel();
        let begun = Instant::now();
        // If nobody waits for the answer any more, it is dropped.
        thread::spawn(move || drop(sender.send(call(&*backend))));
        let mut answer = receiver.recv_timeout(left.budget.max(LEAST));
        if matches!(answer, Err(RecvTimeoutError::Timeout))
            && let Some(prompt) = left.prompt.take()
        {
            (prompt.tell)("waiting for the keyring; it may be asking for its password in another window");
            answer = receiver.recv_timeout(prompt.wait);
            // Somebody who didn't come is not waited for again.
            left.prompt = Some(prompt).filter(|_| answer.is_ok());
        }
        left.budget = left.budget.saturating_sub(begun.elapsed());
        match answer {
            Ok(answer) => answer,
            Err(_) => Err(told("the keyring does not answer")),
        }
    }
}

impl SecretStore for Keyring {
    fn get(&self, user: &str) -> Result<Option<Secret>> {
        let user = user.to_owned();
        self.call(move |backend| backend.get(&user))
    }

    fn set(&self, user: &str, secret: &Secret) -> Result<()> {
        let (user, secret) = (user.to_owned(), secret.clone());
        self.call(move |backend| backend.set(&user, &secret))
    }

    fn remove(&self, user: &str) -> Result<()> {
        let user = user.to_owned();
        self.call(move |backend| backend.remove(&user))
    }
}

/// An error of a keyring, with what can be done without one.
fn told(what: &str) -> Error {
    Error::new(Exit::Auth, what).hint(CHOICES)
}

fn because(what: &str, reason: impl Display) -> Error {
    told(what).caused_by(anyhow::Error::msg(reason.to_string()))
}

fn missing(reason: impl Display) -> Error {
    because("there is no keyring", reason)
}

fn locked(reason: impl Display) -> Error {
    because("the keyring is locked", reason)
}

fn failed(reason: impl Display) -> Error {
    because("the keyring failed", reason)
}

fn not_ours() -> Error {
    told("the keyring's entry is not what was put there")
}

fn ambiguous() -> Error {
    told("the keyring holds several entries of the same name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::MutexGuard;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Hangs, then holds a secret.
    #[derive(Default)]
    struct Mock {
        hang: Option<Duration>,
        secret: Mutex<Option<Secret>>,
    }

    impl Mock {
        fn secret(&self) -> MutexGuard<'_, Option<Secret>> {
            self.hang.into_iter().for_each(thread::sleep);
            self.secret.lock().unwrap()
        }
    }

    impl SecretStore for Mock {
        fn get(&self, _: &str) -> Result<Option<Secret>> {
            Ok(self.secret().clone())
        }

        fn set(&self, _: &str, secret: &Secret) -> Result<()> {
            *self.secret() = Some(secret.clone());
            Ok(())
        }

        fn remove(&self, _: &str) -> Result<()> {
            *self.secret() = None;
            Ok(())
        }
    }

    fn keyring(mock: Mock) -> Keyring {
        patient(mock, None)
    }

    fn patient(mock: Mock, prompt: Option<UnlockPrompt>) -> Keyring {
        Keyring { backend: Arc::new(mock), left: Mutex::new(Left { budget: Duration::from_millis(100), prompt }) }
    }

    #[test]
    fn a_secret_is_kept_and_forgotten() {
        let keyring = keyring(Mock::default());
        assert_eq!(keyring.get("a").unwrap(), None);
        keyring.remove("a").unwrap();
        keyring.set("a", &Secret::new("fake".into())).unwrap();
        assert_eq!(keyring.get("a").unwrap(), Some(Secret::new("fake".into())));
        keyring.remove("a").unwrap();
        assert_eq!(keyring.get("a").unwrap(), None);
    }

    #[test]
    fn every_error_is_exit_3_with_the_choices() {
        for (error, told) in [
            (missing("a reason"), "there is no keyring\ncaused by: a reason"),
            (locked("a reason"), "the keyring is locked\ncaused by: a reason"),
            (failed("a reason"), "the keyring failed\ncaused by: a reason"),
            (not_ours(), "the keyring's entry is not what was put there\n"),
            (ambiguous(), "the keyring holds several entries of the same name\n"),
        ] {
            assert_eq!(error.exit(), Exit::Auth);
            assert!(error.text().starts_with(told), "{told}: {}", error.text());
            for choice in ["--store file", "--api-key-env", "--api-key-command", "QLIK_API_KEY"] {
                assert!(error.text().contains(choice), "{}", error.text());
            }
        }
    }

    #[test]
    fn a_keyring_that_hangs_is_given_up_and_its_budget_is_the_runs() {
        let hanging = keyring(Mock { hang: Some(Duration::from_secs(5)), ..Mock::default() });
        let begun = Instant::now();
        for _ in 0..3 {
            let error = hanging.get("a").unwrap_err();
            assert!(error.text().starts_with("the keyring does not answer"), "{}", error.text());
        }
        assert!(begun.elapsed() < Duration::from_secs(2), "each call had a budget of its own");
    }

    /// Somebody who is waited for so long, and how often they were told.
    fn somebody(wait: Duration) -> (UnlockPrompt, Arc<AtomicUsize>) {
        let told = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&told);
        let tell = Box::new(move |_: &str| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        (UnlockPrompt { wait, tell }, told)
    }

    #[test]
    fn somebody_at_a_terminal_is_told_and_waited_for() {
        let (prompt, told) = somebody(Duration::from_secs(10));
        let slow = Mock { hang: Some(Duration::from_millis(300)), ..Mock::default() };
        assert_eq!(patient(slow, Some(prompt)).get("a").unwrap(), None);
        assert_eq!(told.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn threads_share_the_budget_and_the_patience() {
        let (prompt, told) = somebody(Duration::from_millis(200));
        let hanging = patient(Mock { hang: Some(Duration::from_secs(9)), ..Mock::default() }, Some(prompt));
        let begun = Instant::now();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert!(hanging.get("a").is_err()));
            }
        });
        assert!(begun.elapsed() < Duration::from_secs(5), "each thread had a budget of its own");
        assert_eq!(told.load(Ordering::Relaxed), 1, "somebody was waited for again");
    }
}
