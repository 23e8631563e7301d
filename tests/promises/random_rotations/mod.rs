//! Rotations that are disturbed at random steps: by faults of the tenant or the network, kills, signals, a renamed
//! context, other processes and a second machine. After `rotate --resume` wherever there is something to resume:
//!
//! - every context signs in,
//! - every active key is stored once, on one machine, or somebody made it on purpose outside of the rotations,
//! - all keys that were made on purpose are active, unless a rotation replaced them,
//! - no description contains a mark.
//!
//! `PROPERTY_SEED` sets the seed, and `PROPERTY_ROTATIONS` the number of rotations. With the same seed, the same
//! disturbances are tried; what processes do at the same time still varies.

mod case;
mod disturb;
mod invariants;
mod machine;
mod world;

use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use case::Case;
use world::World;

const DEFAULT_SEED: u64 = 1;
const DEFAULT_ROTATIONS: u64 = 200;

/// The number of rotations that one tenant and its machines go through.
const ROTATIONS_PER_WORLD: u64 = 10;

/// The number of tenants that are tested at the same time. Most of the time, they wait for a delayed response.
const THREADS: usize = 20;

fn variable<T: FromStr>(name: &str, default: T) -> T {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} must be a number")))
}

/// Runs the rotations of one tenant. Returns a description of the first violation, with what was done before.
fn run_world(seed: u64, number: u64) -> Result<(), String> {
    let mut world = World::new(fastrand::Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(number)));
    for rotation in 1..=ROTATIONS_PER_WORLD {
        let case = Case::random(&mut world);
        world.record(format!("-- rotation {rotation}: {case:?}"));
        world.run(&case);
        let result = if case.resumes || rotation == ROTATIONS_PER_WORLD {
            world.settle(case.on_resume.as_ref()).and_then(|()| invariants::check(&mut world))
        } else {
            Ok(())
        };
        result.map_err(|problem| format!("world {number}, rotation {rotation}: {problem}\n{}", world.log()))?;
    }
    Ok(())
}

#[test]
fn disturbed_rotations_leave_every_context_working_and_no_key_unknown() {
    let seed = variable("PROPERTY_SEED", DEFAULT_SEED);
    let worlds = variable("PROPERTY_ROTATIONS", DEFAULT_ROTATIONS).div_ceil(ROTATIONS_PER_WORLD);
    let (next, problems) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= worlds {
                        break;
                    }
                    let result = run_world(seed, number);
                    problems.lock().unwrap().extend(result.err());
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    assert!(problems.is_empty(), "PROPERTY_SEED={seed}: {} violations\n{}", problems.len(), problems.join("\n\n"));
}
