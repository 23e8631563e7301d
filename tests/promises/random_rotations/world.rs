//! A tenant and two machines whose contexts belong to its users.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};

use super::case::{Action, Case, Ending, HOLD, Rotation, Step};
use super::machine::{Machine, RunResult, STATES, claim, start};
use crate::support::TestSite;
use crate::support::process::{Child, output, wait_until};

/// The description of all keys, so that they differ only in their IDs.
const DESCRIPTION: &str = "robot";

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

    fn record_run(&mut self, what: &str, run: &RunResult) {
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
        self.prepare_fault(case);
        let child = start(self.machines[case.machine].command(case.state, &case.arguments()));
        self.wait_for_step(case, &child);
        let concurrent: Vec<_> = case.actions.iter().filter_map(|action| self.act(case, *action)).collect();
        self.end(case, &child);
        let run = RunResult::from_child(child);
        self.record_run("the rotation", &run);
        for child in concurrent {
            let run = RunResult::from_child(child);
            self.record_run("the rotation with the other state folder", &run);
        }
        self.site.listener.tenant().clear_faults();
    }

    fn prepare_fault(&self, case: &Case) {
        self.site.listener.tenant().clear_requests();
        match &case.ending {
            Ending::Fault(fault) if case.actions.is_empty() => self.add_fault(case.step, fault.clone()),
            Ending::KillUnprocessed => self.add_fault(case.step, Fault::DropRequest),
            _ => self.add_fault(case.step, Fault::Delay(HOLD)),
        }
    }

    /// Adds a fault for the next request of this step.
    fn add_fault(&self, step: Step, fault: Fault) {
        if let Step::Request(method, part) = step {
            let matcher = RequestMatcher::any().method(method).target_contains(part);
            self.site.listener.tenant().fail_when(matcher, 1, fault);
        }
    }

    /// Waits until a rotation has reached the step of its disturbance, or has ended.
    fn wait_for_step(&self, case: &Case, child: &Child) {
        let started = Instant::now();
        let is_reached = || match case.step {
            Step::Request(method, part) => self
                .site
                .listener
                .tenant()
                .requests()
                .iter()
                .any(|logged| logged.request.method == method && logged.request.target.contains(part)),
            Step::Elapsed(time) => started.elapsed() >= time,
            Step::Journaled(step) => {
                self.machines[case.machine].journal(case.state).contains(&format!("\"step\": \"{step}\""))
            }
        };
        wait_until("the step", || is_reached() || child.has_exited());
    }

    fn end(&self, case: &Case, child: &Child) {
        match &case.ending {
            Ending::Continue => {}
            Ending::Fault(fault) if !case.actions.is_empty() => {
                self.site.listener.tenant().clear_faults();
                for step in [Step::Request("PATCH", "api-keys"), Step::Request("DELETE", "api-keys")] {
                    self.add_fault(step, fault.clone());
                }
            }
            Ending::Fault(_) => {}
            Ending::Kill | Ending::KillUnprocessed => child.kill(),
            Ending::Signal(signal) if !child.has_exited() => child.signal(*signal),
            Ending::SignalTwice(signal) if !child.has_exited() => {
                child.signal(*signal);
                std::thread::sleep(Duration::from_millis(30));
                if !child.has_exited() {
                    child.signal(*signal);
                }
            }
            Ending::Signal(_) | Ending::SignalTwice(_) => {}
        }
    }

    /// Does what another process does meanwhile. Returns a run that may have to wait for the end of the rotation.
    fn act(&mut self, case: &Case, action: Action) -> Option<Child> {
        let other = 1 - case.machine;
        match action {
            Action::Rename => self.rename(case),
            Action::Create => self.create_with_copied_secret(case),
            Action::CreateAndSave => {
                let (context, name) = (self.random_context(other), self.new_context_name());
                let create = ["--context", &context, "create", "--description", DESCRIPTION, "-q"];
                self.execute(other, STATES[0], &[&create[..], &["--save-to", &name, "--store", "file"]].concat());
            }
            Action::RotateElsewhere => {
                let context = self.random_context(other);
                self.execute(other, STATES[0], &["--context", &context, "rotate", "--retry", "0"]);
            }
            Action::RotateWithOtherState => {
                let state = if case.state == STATES[0] { STATES[1] } else { STATES[0] };
                let arguments = ["--context", &case.context, "rotate", "--retry", "0"];
                return Some(start(self.machines[case.machine].command(state, &arguments)));
            }
        }
        None
    }

    fn random_context(&mut self, machine: usize) -> String {
        let contexts = self.machines[machine].contexts();
        contexts[self.random.usize(..contexts.len())].clone()
    }

    fn rename(&mut self, case: &Case) {
        let (old, new) = (case.destination(), self.new_context_name());
        let run = self.execute(case.machine, STATES[0], &["context", "rename", old, &new]);
        if run.code == Some(0) {
            for replacement in self.replacements.iter_mut().filter(|replacement| replacement.context == old) {
                replacement.context.clone_from(&new);
            }
        }
    }

    /// Creates a key on the other machine with a copy of the secret of the context that signs in.
    fn create_with_copied_secret(&mut self, case: &Case) {
        let Some(token) = self.machines[case.machine].token(&case.context) else { return };
        let arguments = ["create", "--description", DESCRIPTION, "--token-only"];
        let mut command = self.machines[1 - case.machine].command(STATES[0], &arguments);
        command.env("QLIK_SERVER", self.site.listener.url()).env("QLIK_API_KEY", token);
        let run = RunResult::from_child(start(command));
        self.record_run("create with a copy of the secret", &run);
        if run.code == Some(0) {
            self.unstored_ids.insert(claim(run.stdout.trim(), "jti"));
        }
    }

    /// Runs `rotate --resume` with all contexts of both machines and both state folders, as long as there is something
    /// to resume. If an overlap has to end first, lets it end.
    pub fn settle(&mut self, fault: Option<&(Step, Fault)>) -> Result<(), String> {
        if let Some((step, fault)) = fault {
            self.add_fault(*step, fault.clone());
        }
        for _ in 0..MAX_RESUMES {
            let has_resumed = self.resume_everywhere();
            self.site.listener.tenant().clear_faults();
            if !has_resumed {
                return Ok(());
            }
            self.site.listener.tenant().advance_clock(SignedDuration::from_hours(25));
        }
        Err("there is still something to resume".to_owned())
    }

    /// Returns whether there was something to resume.
    fn resume_everywhere(&mut self) -> bool {
        let mut has_resumed = false;
        for machine in 0..self.machines.len() {
            let mut contexts = self.machines[machine].contexts();
            self.random.shuffle(&mut contexts);
            for (state, context) in STATES.iter().flat_map(|state| contexts.iter().map(move |name| (state, name))) {
                if !self.machines[machine].journal(state).is_empty() {
                    self.execute(machine, state, &["--context", context, "rotate", "--resume", "--retry", "0"]);
                    has_resumed = true;
                }
            }
        }
        has_resumed
    }
}
