//! Runs the program and disturbs it.

use std::time::{Duration, Instant};

use qlik_api_key::demo::{Fault, RequestMatcher};

use super::case::{Action, Disturbance, Ending, HOLD, Step};
use super::machine::{RunResult, STATES, claim, start};
use super::world::{DESCRIPTION, World};
use crate::support::process::Child;

/// A run of the program.
pub struct Process<'a> {
    /// The index of the machine.
    pub machine: usize,
    pub state: &'a str,
    /// The context that signs in.
    pub context: &'a str,
    /// The context that the token of a rotation goes to.
    pub destination: &'a str,
    pub arguments: Vec<&'a str>,
}

impl World {
    /// Runs a process, disturbs it, and waits for its end.
    pub fn run_disturbed(&mut self, process: &Process, disturbance: &Disturbance) {
        self.prepare_fault(disturbance);
        let child = start(self.machines[process.machine].command(process.state, &process.arguments));
        self.wait_for_step(process, &disturbance.step, &child);
        let concurrent: Vec<_> = disturbance.actions.iter().filter_map(|action| self.act(process, *action)).collect();
        self.end(disturbance, &child);
        let run = RunResult::from_child(child);
        self.record_run(&format!("disturbed on machine {}: {}", process.machine, process.arguments.join(" ")), &run);
        for child in concurrent {
            let run = RunResult::from_child(child);
            self.record_run("the rotation with the other state folder", &run);
        }
        self.site.listener.tenant().clear_faults();
    }

    fn prepare_fault(&self, disturbance: &Disturbance) {
        self.site.listener.tenant().clear_requests();
        match &disturbance.ending {
            Ending::Fault(fault) if disturbance.actions.is_empty() => self.add_fault(&disturbance.step, fault.clone()),
            Ending::KillUnprocessed => self.add_fault(&disturbance.step, Fault::DropRequest),
            _ => self.add_fault(&disturbance.step, Fault::Delay(HOLD)),
        }
    }

    /// Adds a fault for the next request of this step.
    fn add_fault(&self, step: &Step, fault: Fault) {
        if let Step::Request(method, part) = step {
            let matcher = RequestMatcher::any().method(method).target_contains(part);
            self.site.listener.tenant().fail_when(matcher, 1, fault);
        }
    }

    /// Waits until a process has reached the step of its disturbance, or has ended.
    fn wait_for_step(&self, process: &Process, step: &Step, child: &Child) {
        let (started, machine) = (Instant::now(), &self.machines[process.machine]);
        let is_reached = || match step {
            Step::Request(method, part) => self.has_received(method, part),
            Step::Journaled(step) => machine.journal(process.state).contains(&format!("\"step\": \"{step}\"")),
            Step::InProfile(name) => machine.contexts().contains(name),
            Step::PendingToken => machine.entries().iter().any(|(name, _)| name.ends_with(" next")),
            Step::Elapsed(time) => started.elapsed() >= *time,
        };
        // The files may change within less than the interval of `wait_until`.
        while !is_reached() && !child.has_exited() {
            std::thread::sleep(Duration::from_micros(50));
        }
    }

    fn has_received(&self, method: &str, part: &str) -> bool {
        let tenant = self.site.listener.tenant();
        tenant.requests().iter().any(|logged| logged.request.method == method && logged.request.target.contains(part))
    }

    fn end(&self, disturbance: &Disturbance, child: &Child) {
        match &disturbance.ending {
            Ending::Continue => {}
            Ending::Fault(fault) if !disturbance.actions.is_empty() => {
                self.site.listener.tenant().clear_faults();
                for step in [Step::Request("PATCH", "api-keys"), Step::Request("DELETE", "api-keys")] {
                    self.add_fault(&step, fault.clone());
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
    pub fn act(&mut self, process: &Process, action: Action) -> Option<Child> {
        let other = 1 - process.machine;
        match action {
            Action::Rename => self.rename(process),
            Action::Create => self.create_with_copied_secret(process),
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
                let state = if process.state == STATES[0] { STATES[1] } else { STATES[0] };
                let arguments = ["--context", process.context, "rotate", "--retry", "0"];
                return Some(start(self.machines[process.machine].command(state, &arguments)));
            }
        }
        None
    }

    fn random_context(&mut self, machine: usize) -> String {
        let contexts = self.machines[machine].contexts();
        contexts[self.random.usize(..contexts.len())].clone()
    }

    fn rename(&mut self, process: &Process) {
        // Nobody renames a context without a token, which an unfinished rotation leaves.
        if self.machines[process.machine].token(process.destination).is_none() {
            return;
        }
        let (old, new) = (process.destination, self.new_context_name());
        let run = self.execute(process.machine, STATES[0], &["context", "rename", old, &new]);
        if run.code == Some(0) {
            for replacement in self.replacements.iter_mut().filter(|replacement| replacement.context == old) {
                replacement.context.clone_from(&new);
            }
        }
    }

    /// Creates a key on the other machine with a copy of the secret of the context that signs in.
    fn create_with_copied_secret(&mut self, process: &Process) {
        let Some(token) = self.machines[process.machine].token(process.context) else { return };
        let arguments = ["create", "--description", DESCRIPTION, "--token-only"];
        let mut command = self.machines[1 - process.machine].command(STATES[0], &arguments);
        command.env("QLIK_SERVER", self.site.listener.url()).env("QLIK_API_KEY", token);
        let run = RunResult::from_child(start(command));
        self.record_run("create with a copy of the secret", &run);
        if run.code == Some(0) {
            self.unstored_ids.insert(claim(run.stdout.trim(), "jti"));
        }
    }
}
