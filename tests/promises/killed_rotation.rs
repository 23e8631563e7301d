//! A rotation is killed at each of its steps, twenty times each, and `rotate --resume` recovers it: the context can always
//! sign in, no active key remains whose token is lost, and the old key is removed only after the new one has signed in.
//! The same holds if SIGHUP, SIGINT or SIGTERM end it, once or twice.
//! `cargo test --test it killed_rotation -- --nocapture` prints the outcomes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use qlik_api_key::demo::{DemoRequest, Fault, KeySpec, RequestMatcher, TestUser};
#[cfg(unix)]
use rustix::process::Signal;

use crate::support::home::TestHome;
use crate::support::process::Child;
use crate::support::{CliOutput, journal_paths, repetitions};

const RUNS_PER_STEP: usize = repetitions(20);

/// When the rotation is killed. A request is given by its method and a part of its target.
#[derive(Clone, Copy, Debug)]
enum KillPoint {
    /// After this request was processed, and before its response arrives.
    Unanswered(&'static str, &'static str),
    /// After this request arrived; it is not processed.
    Unprocessed(&'static str, &'static str),
    /// When the journal contains this step.
    Journaled(&'static str),
    /// At a random time within this many milliseconds after the start.
    RandomTime(u64),
}

/// What stops a rotation.
#[derive(Clone, Copy, Debug)]
enum Stop {
    Kill,
    /// The rotation finishes, if it has sent the create.
    #[cfg(unix)]
    Signal(Signal),
    #[cfg(unix)]
    SignalTwice(Signal),
}

impl Stop {
    fn apply(self, child: &Child) {
        match self {
            Self::Kill => child.kill(),
            #[cfg(unix)]
            Self::Signal(signal) => send(signal, child),
            #[cfg(unix)]
            Self::SignalTwice(signal) => {
                send(signal, child);
                // Otherwise the system may deliver both signals as one.
                std::thread::sleep(Duration::from_millis(20));
                send(signal, child);
            }
        }
        child.wait();
    }

    /// How long the tenant waits before it sends a response.
    fn delay(self) -> Duration {
        match self {
            Self::Kill => Duration::from_secs(5),
            #[cfg(unix)]
            Self::SignalTwice(_) => Duration::from_secs(5),
            #[cfg(unix)]
            Self::Signal(_) => Duration::from_millis(200),
        }
    }
}

#[cfg(unix)]
fn send(signal: Signal, child: &Child) {
    if !child.has_exited() {
        child.signal(signal);
    }
}

/// The steps of a rotation, in order.
const STEPS: [(&str, KillPoint); 14] = [
    ("1 the configuration is read", KillPoint::Unanswered("GET", "configs")),
    ("1 the own keys are listed", KillPoint::Unanswered("GET", "createdByUser")),
    ("2 the create is journaled", KillPoint::Journaled("creating")),
    ("2 the create is sent and not processed", KillPoint::Unprocessed("POST", "api-keys")),
    ("2 the create is processed, no response", KillPoint::Unanswered("POST", "api-keys")),
    ("2 the new key is journaled", KillPoint::Journaled("created")),
    ("3 the new token is stored next to the old one", KillPoint::Journaled("stored")),
    ("4 the new key signs in, no response", KillPoint::Unanswered("GET", "users/me")),
    ("5 the context is switched", KillPoint::Journaled("in-place")),
    ("6 the mark is removed, no response", KillPoint::Unanswered("PATCH", "api-keys")),
    ("6 the mark is to be removed, not processed", KillPoint::Unprocessed("PATCH", "api-keys")),
    ("7 the old key is removed, no response", KillPoint::Unanswered("DELETE", "api-keys")),
    ("at a random time", KillPoint::RandomTime(60)),
    ("at a random time, later", KillPoint::RandomTime(200)),
];

/// A home folder with a context whose key is rotated.
struct RotationHome {
    home: TestHome,
    /// The ID of the context's key before the killed run.
    old_key_id: String,
}

impl RotationHome {
    fn new() -> Self {
        let mut home = TestHome::new();
        let old = {
            let mut tenant = home.site.listener.tenant();
            tenant.set_rate_limits(100_000, 100_000);
            let id = tenant.add_key(KeySpec::new("robot"));
            home.token = tenant.key_token(&id).unwrap().to_owned();
            id
        };
        home.create_context("prod", &[]);
        Self { home, old_key_id: old }
    }

    fn credentials_path(&self) -> PathBuf {
        self.home.profile_path().with_file_name("credentials.toml")
    }

    /// The ID of the context's stored key, if it can sign in.
    fn working_key_id(&self) -> Option<String> {
        let secrets: toml_edit::DocumentMut =
            std::fs::read_to_string(self.credentials_path()).unwrap().parse().unwrap();
        let entry = format!("prod {}", self.home.site.listener.url());
        let token = secrets.get(&entry)?.as_str()?.to_owned();
        let mut tenant = self.home.site.listener.tenant();
        let reply =
            tenant.handle(&DemoRequest::new("GET", "/api/v1/tenants/me").with_bearer_token(&token), Timestamp::now());
        (reply.response()?.status == 200).then(|| parse_jti(&token))
    }

    /// The IDs and descriptions of the active keys whose description starts with that of the rotated key.
    fn active_keys(&self) -> Vec<(String, String)> {
        let keys: serde_json::Value = {
            let mut tenant = self.home.site.listener.tenant();
            let token = tenant.user_token(TestUser::Admin).to_owned();
            let request = DemoRequest::new("GET", "/api/v1/api-keys?status=active&limit=100").with_bearer_token(&token);
            serde_json::from_slice(&tenant.handle(&request, Timestamp::now()).response().unwrap().body).unwrap()
        };
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let keys = keys["data"].as_array().unwrap().iter().map(|key| (text(&key["id"]), text(&key["description"])));
        keys.filter(|(_, description)| description.starts_with("robot")).collect()
    }

    fn read_journal(&self) -> String {
        let journals = journal_paths(self.home.folder.path()).into_iter();
        journals.map(|path| std::fs::read_to_string(path).unwrap_or_default()).collect()
    }

    fn start_rotation(&self) -> Child {
        let mut command = self.home.std_command(&["rotate"]);
        Child::start(command.stdout(Stdio::null()).stderr(Stdio::null()))
    }

    /// Whether the tenant has received this request.
    fn has_received(&self, method: &str, part: &str) -> bool {
        let tenant = self.home.site.listener.tenant();
        tenant.requests().iter().any(|logged| logged.request.method == method && logged.request.target.contains(part))
    }

    /// Starts a rotation and stops it at `kill_point`, unless it has ended before.
    fn rotate_and_stop(&self, kill_point: KillPoint, stop: Stop) {
        let add_fault = |method: &str, part: &str, fault| {
            let when = RequestMatcher::any().method(method).target_contains(part);
            self.home.site.listener.tenant().fail_when(when, 1, fault);
        };
        match kill_point {
            KillPoint::Unanswered(method, part) => add_fault(method, part, Fault::Delay(stop.delay())),
            KillPoint::Unprocessed(method, part) => add_fault(method, part, Fault::DropRequest),
            KillPoint::Journaled(_) | KillPoint::RandomTime(_) => {}
        }
        let child = self.start_rotation();
        let (started, part) = (Instant::now(), fastrand::f64());
        let is_reached = || match kill_point {
            KillPoint::Unanswered(method, part) | KillPoint::Unprocessed(method, part) => {
                self.has_received(method, part)
            }
            KillPoint::Journaled(step) => self.read_journal().contains(&format!("\"step\": \"{step}\"")),
            KillPoint::RandomTime(longest) => started.elapsed() >= Duration::from_millis(longest).mul_f64(part),
        };
        while !is_reached() && !child.has_exited() {
            std::thread::sleep(Duration::from_micros(20));
        }
        stop.apply(&child);
        self.home.site.listener.tenant().clear_faults();
    }

    /// Returns an error if the old key was removed before another key signed in.
    fn check_removal_order(&self) -> Result<(), String> {
        let tenant = self.home.site.listener.tenant();
        let mut signed_in = false;
        for logged in tenant.requests() {
            let request = &logged.request;
            let token = request.header("Authorization").unwrap_or_default();
            let is_new = !parse_jti(token.trim_start_matches("Bearer ")).eq(&self.old_key_id);
            signed_in |= is_new && request.target.ends_with("/users/me") && logged.status == Some(200);
            if request.method == "DELETE" && request.target.ends_with(&self.old_key_id) && !signed_in {
                return Err("the old key was removed before the new one signed in".to_owned());
            }
        }
        Ok(())
    }

    /// Runs `rotate --resume` and checks the result. Returns what it did with the interrupted rotation.
    fn resume_and_check(&mut self) -> Result<&'static str, String> {
        if self.working_key_id().is_none() {
            return Err("no working key after the kill".into());
        }
        let run: CliOutput = self.home.command(&["rotate", "--resume"]).output().unwrap().into();
        if run.code != 0 {
            return Err(format!("--resume ended with {}: {}", run.code, run.stderr));
        }
        self.check_removal_order()?;
        let now = self.working_key_id().ok_or("no working key after --resume")?;
        let active = self.active_keys();
        if active != [(now.clone(), "robot".to_owned())] {
            return Err(format!("one key is stored, and these are active: {active:?}"));
        }
        let secrets = std::fs::read_to_string(self.credentials_path()).unwrap();
        if !self.read_journal().is_empty() || secrets.lines().count() != 1 {
            let count = secrets.lines().count();
            return Err(format!(
                "leftovers of the rotation: {count} secrets are stored, the journal is {:?}",
                self.read_journal()
            ));
        }
        let undone = now == self.old_key_id;
        self.old_key_id = now;
        self.home.site.listener.tenant().clear_requests();
        Ok(match (run.stderr.contains("there is nothing to finish"), undone) {
            (true, true) => "not started",
            (true, false) => "had ended",
            (false, true) => "undone",
            (false, false) => "finished",
        })
    }
}

/// Returns the `jti` claim of a token, which is the ID of its key.
fn parse_jti(token: &str) -> String {
    use base64::Engine as _;
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap_or_default());
    let claims: serde_json::Value = serde_json::from_slice(&payload.unwrap_or_default()).unwrap_or_default();
    claims["jti"].as_str().unwrap_or_default().to_owned()
}

/// How often `--resume` did what with the stopped rotations.
type Outcomes = BTreeMap<&'static str, usize>;

/// Stops rotations at one point, and counts what `--resume` did with them.
fn count_outcomes(kill_point: KillPoint, stops: &[Stop]) -> Result<Outcomes, String> {
    let mut home = RotationHome::new();
    let mut outcomes = BTreeMap::new();
    for stop in stops {
        home.rotate_and_stop(kill_point, *stop);
        *outcomes.entry(home.resume_and_check()?).or_default() += 1;
    }
    Ok(outcomes)
}

/// Stops rotations at each step. Prints and returns what `--resume` did with them, in the order of [`STEPS`].
fn stop_at_each_step(stops: &[Stop]) -> Vec<Outcomes> {
    let results: Vec<_> = std::thread::scope(|scope| {
        let start = |(_, kill_point): &(&str, KillPoint)| {
            let kill_point = *kill_point;
            scope.spawn(move || count_outcomes(kill_point, stops))
        };
        let running: Vec<_> = STEPS.iter().map(start).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let steps = STEPS.iter().zip(results).map(|((step, _), outcomes)| {
        eprintln!("{step:<48} {outcomes:?}");
        outcomes.unwrap_or_else(|problem| panic!("{step}: {problem}"))
    });
    steps.collect()
}

/// The sum over all steps.
fn total(outcomes: &[Outcomes]) -> Outcomes {
    let mut total = Outcomes::new();
    for (outcome, count) in outcomes.iter().flatten() {
        *total.entry(outcome).or_insert(0) += count;
    }
    total
}

#[test]
fn resume_recovers_a_rotation_killed_at_any_step() {
    let total = total(&stop_at_each_step(&[Stop::Kill; RUNS_PER_STEP]));
    assert!(
        ["finished", "undone"].iter().all(|outcome| total.contains_key(outcome)),
        "an outcome never occurred: {total:?}"
    );
}

#[cfg(unix)]
const SIGNALS: [Signal; 3] = [Signal::HUP, Signal::INT, Signal::TERM];

#[cfg(unix)] // Windows has no signals.
#[test]
fn resume_recovers_a_rotation_that_two_signals_end_at_any_step() {
    let total = total(&stop_at_each_step(&SIGNALS.map(Stop::SignalTwice)));
    assert!(total.contains_key("finished") && total.contains_key("undone"), "{total:?}");
}

#[cfg(unix)] // Windows has no signals.
#[test]
fn one_signal_at_any_step_from_the_create_on_finishes_the_rotation() {
    let outcomes = stop_at_each_step(&SIGNALS.map(Stop::Signal));
    for ((step, kill_point), outcomes) in STEPS.iter().zip(outcomes) {
        if let KillPoint::Unanswered("POST" | "PATCH" | "DELETE", _) | KillPoint::Unanswered(_, "users/me") = kill_point
        {
            assert_eq!(outcomes, Outcomes::from([("had ended", SIGNALS.len())]), "{step}");
        }
    }
}
