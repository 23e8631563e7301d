//! The store `keyring`: the Secret Service on Linux, the Keychain on macOS, the Credential Manager on Windows.
//! The daemon behind it may be missing, locked or hanging, so each call runs in a thread of its own with a deadline.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use keyring::{Entry, Error as KeyringError};

use super::{Patience, Vault};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;

/// What all of the program's entries are filed under.
const SERVICE: &str = "qlik-api-key";

/// How long the calls of one run may take in all, when nobody is there to unlock it.
const BUDGET: Duration = Duration::from_secs(3);

/// What a call gets even when the budget is used up: by then somebody has unlocked the keyring, or none is left.
const LEAST: Duration = Duration::from_millis(100);

/// What to do where there is no keyring.
pub(super) const CHOICES: &str = "unlock the keyring; or --store file (a file for you alone), --api-key-env NAME or \
     --api-key-command CMD for the context; or QLIK_SERVER and QLIK_API_KEY";

/// The operating system's keyring; in tests, one that fails as they want.
trait Backend: Send + Sync {
    fn get(&self, user: &str) -> keyring::Result<String>;
    fn set(&self, user: &str, secret: &str) -> keyring::Result<()>;
    fn remove(&self, user: &str) -> keyring::Result<()>;
}

struct Native;

impl Backend for Native {
    fn get(&self, user: &str) -> keyring::Result<String> {
        Entry::new(SERVICE, user)?.get_password()
    }

    fn set(&self, user: &str, secret: &str) -> keyring::Result<()> {
        Entry::new(SERVICE, user)?.set_password(secret)
    }

    fn remove(&self, user: &str) -> keyring::Result<()> {
        Entry::new(SERVICE, user)?.delete_credential()
    }
}

pub(super) struct Keyring {
    backend: Arc<dyn Backend>,
    /// Held during a call: the threads of a run take turns, and share its time.
    left: Mutex<Left>,
}

/// What a run can still wait.
struct Left {
    budget: Duration,
    patience: Option<Patience>,
}

impl Keyring {
    pub(super) fn new(patience: Option<Patience>) -> Self {
        Self { backend: Arc::new(Native), left: Mutex::new(Left { budget: BUDGET, patience }) }
    }

    /// Runs a call, and gives up on it after the budget: a hanging daemon never answers.
    fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Backend) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let backend = Arc::clone(&self.backend);
        let (sender, receiver) = mpsc::channel();
        let begun = Instant::now();
        // If nobody waits for the answer any more, it is dropped.
        thread::spawn(move || drop(sender.send(call(&*backend))));
        let mut answer = receiver.recv_timeout(left.budget.max(LEAST));
        if matches!(answer, Err(RecvTimeoutError::Timeout))
            && let Some(patience) = left.patience.take()
        {
            (patience.tell)("waiting for the keyring; it may be asking for its password in another window");
            answer = receiver.recv_timeout(patience.wait);
            // Somebody who didn't come is not waited for again.
            left.patience = Some(patience).filter(|_| answer.is_ok());
        }
        left.budget = left.budget.saturating_sub(begun.elapsed());
        match answer {
            Ok(answer) => answer.map_err(failed),
            Err(_) => Err(Error::new(Exit::Auth, "the keyring does not answer").hint(CHOICES)),
        }
    }
}

impl Vault for Keyring {
    fn get(&self, user: &str) -> Result<Option<Secret>> {
        let user = user.to_owned();
        self.call(move |backend| match backend.get(&user) {
            Ok(password) => Ok(Some(Secret::new(password))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, user: &str, secret: &Secret) -> Result<()> {
        let (user, secret) = (user.to_owned(), secret.clone());
        self.call(move |backend| backend.set(&user, secret.expose()))
    }

    fn remove(&self, user: &str) -> Result<()> {
        let user = user.to_owned();
        self.call(move |backend| match backend.remove(&user) {
            Err(KeyringError::NoEntry) => Ok(()),
            other => other,
        })
    }
}

fn failed(error: KeyringError) -> Error {
    let told = |what: &str| Error::new(Exit::Auth, what).hint(CHOICES);
    match error {
        KeyringError::NoDefaultStore => match Entry::store_status() {
            Err(reason) => told("there is no keyring").caused_by(anyhow::Error::msg(reason.to_string())),
            Ok(()) => told("there is no keyring"),
        },
        KeyringError::NoStorageAccess(reason) => {
            told("the keyring is locked").caused_by(anyhow::Error::msg(reason.to_string()))
        }
        KeyringError::TooLong(_, limit) => {
            told(&format!("the secret is too long for the keyring, which takes {limit} characters"))
        }
        // The error holds the secret's bytes, so it is not shown.
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => {
            told("the keyring's entry is not what was put there")
        }
        KeyringError::Ambiguous(_) => told("the keyring holds several entries of the same name"),
        other => told("the keyring failed").caused_by(anyhow::Error::msg(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Fails once with the error that it holds, then holds a secret.
    #[derive(Default)]
    struct Mock {
        error: Mutex<Option<KeyringError>>,
        hang: Option<Duration>,
        secret: Mutex<Option<String>>,
    }

    impl Mock {
        fn answer<T>(&self, value: impl FnOnce() -> keyring::Result<T>) -> keyring::Result<T> {
            self.hang.into_iter().for_each(thread::sleep);
            self.error.lock().unwrap().take().map_or_else(value, Err)
        }
    }

    impl Backend for Mock {
        fn get(&self, _: &str) -> keyring::Result<String> {
            self.answer(|| self.secret.lock().unwrap().clone().ok_or(KeyringError::NoEntry))
        }

        fn set(&self, _: &str, secret: &str) -> keyring::Result<()> {
            self.answer(|| {
                *self.secret.lock().unwrap() = Some(secret.to_owned());
                Ok(())
            })
        }

        fn remove(&self, _: &str) -> keyring::Result<()> {
            self.answer(|| self.secret.lock().unwrap().take().map(drop).ok_or(KeyringError::NoEntry))
        }
    }

    fn keyring(mock: Mock) -> Keyring {
        patient(mock, None)
    }

    fn patient(mock: Mock, patience: Option<Patience>) -> Keyring {
        Keyring { backend: Arc::new(mock), left: Mutex::new(Left { budget: Duration::from_millis(100), patience }) }
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
    fn every_error_is_exit_3_with_the_choices_and_without_the_secret() {
        let platform = || -> Box<dyn std::error::Error + Send + Sync> { "a reason".into() };
        let fake = || b"fake-secret".to_vec();
        for (error, told) in [
            (KeyringError::NoStorageAccess(platform()), "the keyring is locked\ncaused by: a reason"),
            (KeyringError::PlatformFailure(platform()), "the keyring failed"),
            (KeyringError::BadEncoding(fake()), "not what was put there"),
            (KeyringError::BadDataFormat(fake(), platform()), "not what was put there"),
            (KeyringError::BadStoreFormat("x".into()), "the keyring failed"),
            (KeyringError::TooLong("password".into(), 1280), "takes 1280 characters"),
            (KeyringError::Invalid("user".into(), "x".into()), "the keyring failed"),
            (KeyringError::Ambiguous(Vec::new()), "several entries"),
            (KeyringError::NotSupportedByStore("x".into()), "the keyring failed"),
        ] {
            let failing = keyring(Mock { error: Mutex::new(Some(error)), ..Mock::default() });
            let error = failing.get("a").unwrap_err();
            assert_eq!(error.exit(), Exit::Auth);
            assert!(error.text().contains(told), "{told}: {}", error.text());
            for choice in ["--store file", "--api-key-env", "--api-key-command", "QLIK_API_KEY"] {
                assert!(error.text().contains(choice), "{}", error.text());
            }
            assert!(!error.text().contains("fake-secret"), "the secret is in the error");
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
    fn somebody(wait: Duration) -> (Patience, Arc<AtomicUsize>) {
        let told = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&told);
        let tell = Box::new(move |_: &str| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        (Patience { wait, tell }, told)
    }

    #[test]
    fn somebody_at_a_terminal_is_told_and_waited_for() {
        let (patience, told) = somebody(Duration::from_secs(10));
        let slow = Mock { hang: Some(Duration::from_millis(300)), ..Mock::default() };
        assert_eq!(patient(slow, Some(patience)).get("a").unwrap(), None);
        assert_eq!(told.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn threads_share_the_budget_and_the_patience() {
        let (patience, told) = somebody(Duration::from_millis(200));
        let hanging = patient(Mock { hang: Some(Duration::from_secs(9)), ..Mock::default() }, Some(patience));
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
