//! A rotation that is killed at each of its steps, twenty times each, and what `rotate --resume` makes of it: the context
//! signs in at every moment, no live key stays that nobody knows of, and the old one goes only after the new one signed in.
//! `cargo test --test it killed -- --nocapture` prints the table.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use qlik_api_key::demo::{DemoRequest, Fault, KeySpec, RequestMatcher, TestUser};

use crate::support::CliOutput;
use crate::support::home::TestHome;
use crate::support::process::Child;

const RUNS_PER_STEP: usize = 20;

/// What a step waits for, so that the kill comes in it and not before or after.
#[derive(Clone, Copy, Debug)]
enum KillPoint {
    /// This request has been processed, and its answer does not come.
    Unanswered(&'static str, &'static str),
    /// This request has come, and is not processed before the kill.
    Unprocessed(&'static str, &'static str),
    /// The journal says this.
    Journaled(&'static str),
    /// At most so many milliseconds into the run, wherever that is.
    RandomTime(u64),
}

/// The steps, in the order in which a rotation takes them.
const STEPS: [(&str, KillPoint); 12] = [
    ("1 look ahead: the configuration is asked for", KillPoint::Unanswered("GET", "configs")),
    ("1 look ahead: the own keys are asked for", KillPoint::Unanswered("GET", "createdByUser")),
    ("2 the create is noted", KillPoint::Journaled("creating")),
    ("2 the create is sent and dropped", KillPoint::Unprocessed("POST", "api-keys")),
    ("2 the create is processed, unanswered", KillPoint::Unanswered("POST", "api-keys")),
    ("2 the new key is noted", KillPoint::Journaled("created")),
    ("3 the token is kept beside the old one", KillPoint::Journaled("stored")),
    ("4 the new key signs in, unanswered", KillPoint::Unanswered("GET", "users/me")),
    ("5 the context is switched", KillPoint::Journaled("in-place")),
    ("6 the old key is removed, unanswered", KillPoint::Unanswered("DELETE", "api-keys")),
    ("at any moment", KillPoint::RandomTime(60)),
    ("at any moment, later", KillPoint::RandomTime(200)),
];

struct RotationHome {
    home: TestHome,
    /// The key that the context signed in with before the run that is killed.
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

    /// The ID of the key that the context holds, if it signs in. A file that is just being written is read again.
    fn working_key_id(&self) -> Option<String> {
        let secrets: toml_edit::DocumentMut =
            std::fs::read_to_string(self.credentials_path()).unwrap().parse().unwrap();
        let own = format!("prod {}", self.home.site.listener.url());
        let token = secrets.get(&own)?.as_str()?.to_owned();
        let mut tenant = self.home.site.listener.tenant();
        let reply =
            tenant.handle(&DemoRequest::new("GET", "/api/v1/tenants/me").with_bearer_token(&token), Timestamp::now());
        (reply.response()?.status == 200).then(|| jti(&token))
    }

    /// The IDs of the active keys that a rotation may have made, and the one that it began with.
    fn active_key_ids(&self) -> Vec<String> {
        let keys: serde_json::Value = {
            let mut tenant = self.home.site.listener.tenant();
            let token = tenant.user_token(TestUser::Admin).to_owned();
            let request = DemoRequest::new("GET", "/api/v1/api-keys?status=active&limit=100").with_bearer_token(&token);
            serde_json::from_slice(&tenant.handle(&request, Timestamp::now()).response().unwrap().body).unwrap()
        };
        let robots = keys["data"].as_array().unwrap().iter().filter(|key| key["description"] == "robot").cloned();
        robots.map(|key| key["id"].as_str().unwrap().to_owned()).collect()
    }

    fn read_journal(&self) -> String {
        let folder = self.home.folder.path().join(".local/state/qlik");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        files
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
            .fold(String::new(), |text, path| text + &std::fs::read_to_string(path).unwrap_or_default())
    }

    fn start_rotation(&self) -> Child {
        let mut command = self.home.std_command(&["rotate"]);
        Child::start(command.stdout(Stdio::null()).stderr(Stdio::null()))
    }

    /// Whether a request came.
    fn has_received(&self, method: &str, part: &str) -> bool {
        let tenant = self.home.site.listener.tenant();
        tenant.requests().iter().any(|logged| logged.request.method == method && logged.request.target.contains(part))
    }

    /// Starts a rotation and kills it at that moment, unless it has ended before.
    fn rotate_and_kill(&self, moment: KillPoint) {
        let plan = |method: &str, part: &str, fault| {
            let when = RequestMatcher::any().method(method).target_contains(part);
            self.home.site.listener.tenant().fail_when(when, 1, fault);
        };
        match moment {
            KillPoint::Unanswered(method, part) => plan(method, part, Fault::Delay(Duration::from_secs(5))),
            KillPoint::Unprocessed(method, part) => plan(method, part, Fault::DropRequest),
            KillPoint::Journaled(_) | KillPoint::RandomTime(_) => {}
        }
        let child = self.start_rotation();
        let (begun, chance) = (Instant::now(), fastrand::f64());
        let is_there = || match moment {
            KillPoint::Unanswered(method, part) | KillPoint::Unprocessed(method, part) => {
                self.has_received(method, part)
            }
            KillPoint::Journaled(step) => self.read_journal().contains(&format!("\"step\": \"{step}\"")),
            KillPoint::RandomTime(longest) => begun.elapsed() >= Duration::from_millis(longest).mul_f64(chance),
        };
        while !is_there() && !child.has_exited() {
            std::thread::sleep(Duration::from_micros(20));
        }
        child.kill();
        self.home.site.listener.tenant().clear_faults();
    }

    /// The old key went, if it did, after a key that signs in was seen to.
    fn check_removal_order(&self) -> Result<(), String> {
        let tenant = self.home.site.listener.tenant();
        let mut signed_in = false;
        for logged in tenant.requests() {
            let request = &logged.request;
            let token = request.header("Authorization").unwrap_or_default();
            let is_new = !jti(token.trim_start_matches("Bearer ")).eq(&self.old_key_id);
            signed_in |= is_new && request.target.ends_with("/users/me") && logged.status == Some(200);
            if request.method == "DELETE" && request.target.ends_with(&self.old_key_id) && !signed_in {
                return Err("the old key went before the new one signed in".to_owned());
            }
        }
        Ok(())
    }

    /// Resumes, and judges; gives back what was done about the interrupted rotation.
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
        let active = self.active_key_ids();
        if active != [now.clone()] {
            return Err(format!("{} keys are alive, one is known", active.len()));
        }
        let secrets = std::fs::read_to_string(self.credentials_path()).unwrap();
        if !self.read_journal().is_empty() || secrets.lines().count() != 1 {
            let kept = secrets.lines().count();
            return Err(format!(
                "something is left of the rotation: {kept} secrets are kept, {:?}",
                self.read_journal()
            ));
        }
        let undone = now == self.old_key_id;
        self.old_key_id = now;
        self.home.site.listener.tenant().clear_requests();
        Ok(match (run.stderr.contains("there is nothing to finish"), undone) {
            (true, true) => "had not begun",
            (true, false) => "was over",
            (false, true) => "undone",
            (false, false) => "finished",
        })
    }
}

/// `jti` of a token.
fn jti(token: &str) -> String {
    use base64::Engine as _;
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap_or_default());
    let claims: serde_json::Value = serde_json::from_slice(&payload.unwrap_or_default()).unwrap_or_default();
    claims["jti"].as_str().unwrap_or_default().to_owned()
}

/// What became of the rotations that were killed at one moment.
fn count_outcomes(moment: KillPoint) -> Result<BTreeMap<&'static str, usize>, String> {
    let mut stage = RotationHome::new();
    let mut ends = BTreeMap::new();
    for _ in 0..RUNS_PER_STEP {
        stage.rotate_and_kill(moment);
        *ends.entry(stage.resume_and_check()?).or_default() += 1;
    }
    Ok(ends)
}

#[test]
fn resume_recovers_a_rotation_killed_at_any_step() {
    let ends: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = STEPS.iter().map(|(_, moment)| scope.spawn(|| count_outcomes(*moment))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut seen = BTreeMap::new();
    for ((step, _), end) in STEPS.iter().zip(&ends) {
        eprintln!("{step:<48} {end:?}");
        let end = end.as_ref().unwrap_or_else(|wrong| panic!("{step}: {wrong}"));
        assert_eq!(end.values().sum::<usize>(), RUNS_PER_STEP, "{step}");
        for (what, count) in end {
            *seen.entry(*what).or_insert(0) += count;
        }
    }
    assert!(["finished", "undone"].iter().all(|what| seen.contains_key(what)), "not every end was met: {seen:?}");
}
