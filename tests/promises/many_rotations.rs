//! `rotate --all-contexts` with 12 contexts on 4 tenants, two of which share a key, while one tenant refuses new keys
//! or the program is killed: every context signs in at any time, and after `--resume` no key is left that no context
//! holds. `PROPERTY_SEED` sets the seed of the random moments.

use std::process::Stdio;
use std::time::{Duration, Instant};

use qlik_api_key::demo::{Fault, RequestMatcher};
use serde_json::Value;

use crate::support::process::Child;
use crate::support::test_tenants::TestTenants;
use crate::support::{CliOutput, repetitions};

const TENANTS: usize = 4;

const CONTEXTS: usize = 12;

/// The contexts that share a key.
const SHARING: [&str; 2] = ["c1", "c5"];

/// The steps in a journal.
const STEPS: [&str; 5] = ["creating", "created", "stored", "handing-over", "in-place"];

const RUNS_PER_STEP: usize = 2;

const RUNS_AT_RANDOM_TIMES: usize = repetitions(10);

/// Contexts "c1" to "c12", one after the other of each tenant.
fn twelve_contexts() -> TestTenants {
    let tenants = TestTenants::new(TENANTS as u64);
    let mut shared = None;
    for number in 1..=CONTEXTS {
        let (name, tenant) = (format!("c{number}"), (number - 1) % TENANTS);
        let key = match &shared {
            Some(key) if name == SHARING[1] => String::clone(key),
            _ => tenants.add_key(tenant),
        };
        tenants.add_context(&name, tenant, &key);
        shared.get_or_insert(key);
    }
    tenants
}

fn results(run: &CliOutput) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    run.json().as_array().unwrap().iter().map(|row| (text(&row["context"]), text(&row["result"]))).collect()
}

#[test]
fn all_contexts_of_the_other_tenants_are_rotated_if_one_refuses() {
    let tenants = twelve_contexts();
    let before = tenants.key_ids();
    tenants.sites[2].listener.tenant().fail_when(RequestMatcher::any().method("POST"), 99, Fault::status(403));
    let run = tenants.run(&["rotate", "--all-contexts", "--yes", "--json"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    let expected = (1..=CONTEXTS).map(|number| {
        let result = if (number - 1) % TENANTS == 2 { "failed" } else { "rotated" };
        (format!("c{number}"), result.to_owned())
    });
    assert_eq!(results(&run), expected.collect::<Vec<_>>());
    assert_eq!(run.stderr.lines().count(), 3, "one error for each key: {}", run.stderr);
    let after = tenants.key_ids();
    assert_eq!(after[SHARING[0]], after[SHARING[1]]);
    for (context, result) in results(&run) {
        assert_eq!(after[&context] != before[&context], result == "rotated", "{context}");
    }
    tenants.check_nothing_is_left().unwrap();
}

/// Starts a rotation, and kills it when `is_reached` returns true, unless it has ended before.
fn rotate_and_kill(tenants: &TestTenants, is_reached: impl Fn(&TestTenants, Instant) -> bool) {
    let mut command = tenants.std_command(&["rotate", "--all-contexts", "--yes"]);
    let child = Child::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
    let started = Instant::now();
    while !is_reached(tenants, started) && !child.has_exited() {
        std::thread::sleep(Duration::from_micros(50));
    }
    child.kill();
    tenants.check_sign_in().unwrap_or_else(|problem| panic!("after the kill: {problem}"));
}

/// Resumes. Returns whether there was anything to do.
fn resume_and_check(tenants: &TestTenants, when: &str) -> bool {
    let run = tenants.run(&["rotate", "--all-contexts", "--resume"]);
    assert!(run.code == 0 && run.stdout.is_empty(), "{when}: {}", run.stderr);
    tenants.check_nothing_is_left().unwrap_or_else(|problem| panic!("{when}: {problem}\n{}", run.stderr));
    assert_eq!(tenants.key_id(SHARING[0]), tenants.key_id(SHARING[1]), "{when}");
    run.stderr != "there is nothing to finish\n"
}

#[test]
fn resume_recovers_all_rotations_that_were_killed_at_any_step() {
    let tenants = twelve_contexts();
    let mut resumed = 0;
    for step in STEPS.repeat(RUNS_PER_STEP) {
        rotate_and_kill(&tenants, |tenants, _| tenants.journals().contains(&format!("\"step\": \"{step}\"")));
        resumed += usize::from(resume_and_check(&tenants, step));
    }
    assert!(resumed >= STEPS.len(), "few rotations were interrupted: {resumed}");
}

#[test]
fn resume_recovers_all_rotations_that_were_killed_at_random_times() {
    let seed = std::env::var("PROPERTY_SEED").map_or(1, |seed| seed.parse().expect("PROPERTY_SEED must be a number"));
    let (tenants, mut random) = (twelve_contexts(), fastrand::Rng::with_seed(seed));
    for number in 0..RUNS_AT_RANDOM_TIMES {
        let time = Duration::from_millis(random.u64(..400));
        rotate_and_kill(&tenants, |_, started| started.elapsed() >= time);
        resume_and_check(&tenants, &format!("seed {seed}, run {number}, killed after {time:?}"));
    }
}
