//! A tenant and two machines whose contexts belong to its users.

use std::collections::BTreeSet;

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use qlik_api_key::demo::{KeySpec, TestUser};

use super::case::{Case, Disturbance, Rotation};
use super::disturb::Process;
use super::machine::{Machine, RunResult, STATES, start};
use crate::support::TestSite;
use crate::support::process::output;

/// The description of all keys, so that they differ only in their IDs.
pub const DESCRIPTION: &str = "robot";

/// How often `rotate --resume` is repeated everywhere.
const MAX_RESUMES: usize = 6;

pub struct World {
    pub site: TestSite,
    pub machines: [Machine; 2],
    pub random: Rng,
    /// The keys that somebody made on purpose and that no store contains.
    pub unstored_ids: BTreeSet<String>,
    /// Unfinished rotations of such keys.
    pub replacements: Vec<Replacement>,
    /// Whether time passes between the rotations.
    has_running_clock: bool,
    names: u32,
    log: Vec<String>,
}

/// The rotation of a key that no store contains.
pub struct Replacement {
    pub old_id: String,
    /// The index of the machine.
    pub machine: usize,
    /// The new context.
    pub context: String,
}

impl World {
    /// Two machines with two contexts of the administrator and one of the developer each.
    pub fn new(mut random: Rng) -> Self {
        let site = TestSite::empty(|tenant| {
            tenant.set_rate_limits(1_000_000, 1_000_000);
            tenant.configure("/max_keys_per_user", &1000.into()).unwrap();
            tenant.configure("/max_api_key_expiry", &"P365D".into()).unwrap();
        });
        let has_running_clock = random.bool();
        let mut world = Self {
            site,
            machines: [Machine::new(), Machine::new()],
            random,
            unstored_ids: BTreeSet::new(),
            replacements: Vec::new(),
            has_running_clock,
            names: 0,
            log: Vec::new(),
        };
        for machine in 0..world.machines.len() {
            for user in [TestUser::Admin, TestUser::Admin, TestUser::Developer] {
                world.add_context(machine, user);
            }
        }
        world
    }

    fn add_context(&mut self, machine: usize, user: TestUser) {
        let (id, name, url) = (self.add_key(user), self.new_context_name(), self.site.listener.url());
        let token = self.site.listener.tenant().key_token(&id).unwrap().to_owned();
        let arguments = ["context", "create", &name, "--server", &url, "--api-key", &token, "--store", "file"];
        let run = output(&mut self.machines[machine].command(STATES[0], &arguments));
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    fn add_key(&mut self, user: TestUser) -> String {
        let mut tenant = self.site.listener.tenant();
        let created = tenant.now(Timestamp::now());
        let expiry = created + SignedDuration::from_hours(24 * 300);
        tenant.add_key(KeySpec::new(DESCRIPTION).owner(user).created(created).expiry(expiry))
    }

    /// Adds a key of a user that no store contains, and returns its ID.
    pub fn add_key_without_store(&mut self, user_id: &str) -> String {
        let is_admin = self.site.listener.tenant().user_id(TestUser::Admin) == user_id;
        let id = self.add_key(if is_admin { TestUser::Admin } else { TestUser::Developer });
        self.unstored_ids.insert(id.clone());
        id
    }

    pub fn new_context_name(&mut self) -> String {
        self.names += 1;
        format!("c{}", self.names)
    }

    /// Adds a line to the log.
    pub fn record(&mut self, line: String) {
        self.log.push(line);
    }

    /// What was done so far.
    pub fn log(&self) -> String {
        self.log.join("\n")
    }

    pub fn record_run(&mut self, what: &str, run: &RunResult) {
        self.record(format!("{what}: {:?} {}", run.code, run.stderr.trim_end()));
        assert!(run.code != Some(101), "the program panicked\n{}", self.log());
    }

    /// Runs the program to its end.
    pub fn execute(&mut self, machine: usize, state: &str, arguments: &[&str]) -> RunResult {
        let run = RunResult::from_child(start(self.machines[machine].command(state, arguments)));
        self.record_run(&format!("machine {machine}, {state}: {}", arguments.join(" ")), &run);
        run
    }

    /// Runs a rotation and disturbs it.
    pub fn run(&mut self, case: &Case) {
        if self.has_running_clock {
            let seconds = self.random.i64(0..4);
            self.site.listener.tenant().advance_clock(SignedDuration::from_secs(seconds));
        }
        if let Rotation::NewContext { id, name } = &case.rotation {
            let (old_id, context) = (id.clone(), name.clone());
            self.replacements.push(Replacement { old_id, machine: case.machine, context });
        }
        let process = Process {
            machine: case.machine,
            state: case.state,
            context: &case.context,
            destination: case.destination(),
            arguments: case.arguments(),
        };
        self.run_disturbed(&process, &case.disturbance);
        if let Some(child) = case.afterwards.and_then(|action| self.act(&process, action)) {
            self.record_run("the rotation with the other state folder", &RunResult::from_child(child));
        }
    }

    /// Runs `rotate --resume` with all contexts of both machines and both state folders, as long as there is something
    /// to resume. If an overlap has to end first, lets it end.
    pub fn settle(&mut self, mut disturbance: Option<&Disturbance>) -> Result<(), String> {
        for _ in 0..MAX_RESUMES {
            if !self.resume_everywhere(&mut disturbance) {
                return Ok(());
            }
            self.site.listener.tenant().advance_clock(SignedDuration::from_hours(25));
        }
        Err("there is still something to resume".to_owned())
    }

    /// Disturbs the first run. Returns whether there was something to resume.
    fn resume_everywhere(&mut self, disturbance: &mut Option<&Disturbance>) -> bool {
        let mut has_resumed = false;
        for machine in 0..self.machines.len() {
            let mut contexts = self.machines[machine].contexts();
            self.random.shuffle(&mut contexts);
            for (state, context) in STATES.iter().flat_map(|state| contexts.iter().map(move |name| (state, name))) {
                if self.machines[machine].journal(state).is_empty() {
                    continue;
                }
                has_resumed = true;
                let arguments = vec!["--context", context, "rotate", "--resume", "--retry", "0"];
                match disturbance.take() {
                    None => drop(self.execute(machine, state, &arguments)),
                    Some(disturbance) => {
                        let process = Process { machine, state, context, destination: context, arguments };
                        self.run_disturbed(&process, disturbance);
                    }
                }
            }
        }
        has_resumed
    }
}
