//! What is rotated, and what disturbs it when.

use std::time::Duration;

use fastrand::Rng;
use qlik_api_key::demo::Fault;
use rustix::process::Signal;

use super::machine::{STATES, claim};
use super::world::World;

/// How long the tenant waits before it sends the response during which something happens.
pub const HOLD: Duration = Duration::from_millis(800);

/// More contexts than this on one machine would only make the test slower.
const MAX_CONTEXTS: usize = 6;

/// A rotation and its disturbance.
#[derive(Debug)]
pub struct Case {
    /// The index of the machine.
    pub machine: usize,
    pub state: &'static str,
    /// The context that signs in.
    pub context: String,
    pub rotation: Rotation,
    /// Whether the old key is to be removed a day later.
    pub overlaps: bool,
    /// Whether failed requests are repeated.
    pub retries: bool,
    pub disturbance: Disturbance,
    /// What others do after the end of the process, before it is resumed.
    pub afterwards: Option<Action>,
    /// What disturbs the first run of `rotate --resume`.
    pub on_resume: Option<Disturbance>,
    /// Whether `rotate --resume` runs before the next rotation.
    pub resumes: bool,
}

/// What happens to a running process.
#[derive(Debug)]
pub struct Disturbance {
    pub step: Step,
    /// What others do while the tenant delays the response.
    pub actions: Vec<Action>,
    pub ending: Ending,
}

/// Which key is rotated, and where its new token goes.
#[derive(Debug)]
pub enum Rotation {
    /// The key of the context that signs in; the token goes there.
    Own,
    /// The key of another context of the same user; the token goes to that context.
    OtherContext { id: String, name: String },
    /// A key that no store contains; the token goes to a new context.
    NewContext { id: String, name: String },
}

/// When a disturbance happens.
#[derive(Clone, Debug)]
pub enum Step {
    /// A request, given by its method and a part of its target.
    Request(&'static str, &'static str),
    /// The journal contains this step.
    Journaled(&'static str),
    /// The profile contains this context.
    InProfile(String),
    /// The store contains a token that is not in use yet.
    PendingToken,
    /// This time has passed since the start.
    Elapsed(Duration),
}

/// What other processes do during a rotation.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// Rename the context that the token goes to.
    Rename,
    /// Create a key with the same description, with a copy of the secret of the context.
    Create,
    /// Create a key with the same description on the other machine, and store its token in a new context there.
    CreateAndSave,
    /// Rotate a key of the other machine.
    RotateElsewhere,
    /// Rotate the key of the same context with the other state folder.
    RotateWithOtherState,
}

/// How the disturbance ends.
#[derive(Clone, Debug)]
pub enum Ending {
    Continue,
    /// The request fails or, after actions, a later one.
    Fault(Fault),
    Kill,
    /// The process is killed and the tenant does not process the request.
    KillUnprocessed,
    Signal(Signal),
    SignalTwice(Signal),
}

/// The requests of a rotation, in order.
const REQUESTS: [Step; 8] = [
    Step::Request("GET", "api-keys/"),
    Step::Request("GET", "configs"),
    Step::Request("GET", "status=active"),
    Step::Request("GET", "createdByUser"),
    Step::Request("POST", "api-keys"),
    Step::Request("GET", "users/me"),
    Step::Request("PATCH", "api-keys"),
    Step::Request("DELETE", "api-keys"),
];

/// The index of the create in [`REQUESTS`].
const CREATE: usize = 4;

const JOURNALED: [Step; 5] = [
    Step::Journaled("creating"),
    Step::Journaled("created"),
    Step::Journaled("stored"),
    Step::Journaled("handing-over"),
    Step::Journaled("in-place"),
];

const SIGNALS: [Signal; 3] = [Signal::HUP, Signal::INT, Signal::TERM];

const ACTIONS: [Action; 5] =
    [Action::Rename, Action::Create, Action::CreateAndSave, Action::RotateElsewhere, Action::RotateWithOtherState];

impl Case {
    /// A case that fits the contexts and keys that there are now.
    pub fn random(world: &mut World) -> Self {
        let machine = world.random.usize(..world.machines.len());
        let mut contexts = world.machines[machine].contexts();
        // A context whose rotation is unfinished may have no token yet.
        contexts.retain(|name| world.machines[machine].token(name).is_some());
        let context = contexts[world.random.usize(..contexts.len())].clone();
        let rotation = random_rotation(world, machine, &context);
        let random = &mut world.random;
        Self {
            machine,
            state: STATES[usize::from(random.u8(..4) == 0)],
            context,
            overlaps: random.u8(..8) == 0,
            retries: random.u8(..6) == 0,
            disturbance: Disturbance::random(random, &rotation),
            afterwards: random.bool().then(|| pick(random, &ACTIONS)),
            on_resume: (random.u8(..4) == 0).then(|| Disturbance::random_fault_or_kill(random)),
            resumes: random.u8(..3) > 0,
            rotation,
        }
    }

    /// The arguments of the run.
    pub fn arguments(&self) -> Vec<&str> {
        let mut arguments = vec!["--context", &self.context, "rotate"];
        match &self.rotation {
            Rotation::Own => {}
            Rotation::OtherContext { id, name } => arguments.extend([id, "--save-to", name]),
            Rotation::NewContext { id, name } => arguments.extend([id, "--save-to", name, "--store", "file"]),
        }
        arguments.extend(match self.rotation {
            _ if self.overlaps => &["--overlap", "P1D"][..],
            Rotation::Own => &[],
            _ => &["--remove-old"],
        });
        if !self.retries {
            arguments.extend(["--retry", "0"]);
        }
        arguments
    }

    /// The context that the new token goes to.
    pub fn destination(&self) -> &str {
        match &self.rotation {
            Rotation::Own => &self.context,
            Rotation::OtherContext { name, .. } | Rotation::NewContext { name, .. } => name,
        }
    }
}

impl Disturbance {
    fn random(random: &mut Rng, rotation: &Rotation) -> Self {
        let ending = random_ending(random);
        let count = match ending {
            Ending::Continue => 1,
            Ending::KillUnprocessed => 0,
            _ => random.usize(..2),
        };
        let actions: Vec<_> = (0..count).map(|_| pick(random, &ACTIONS)).collect();
        let step = match ending {
            Ending::Kill if actions.is_empty() => random_moment(random, rotation),
            _ => random_request(random),
        };
        Self { step, actions, ending }
    }

    fn random_fault_or_kill(random: &mut Rng) -> Self {
        let ending = if random.bool() { Ending::Kill } else { Ending::Fault(random_fault(random)) };
        Self { step: random_request(random), actions: Vec::new(), ending }
    }
}

fn random_rotation(world: &mut World, machine: usize, context: &str) -> Rotation {
    let user = |token: Option<String>| claim(&token.unwrap(), "sub");
    let own_user = user(world.machines[machine].token(context));
    let contexts = world.machines[machine].contexts();
    match world.random.u8(..8) {
        0 => {
            let machine = &world.machines[machine];
            let is_candidate = |name: &&String| {
                *name != context && machine.token(name).is_some_and(|token| user(Some(token)) == own_user)
            };
            match contexts.iter().find(is_candidate) {
                Some(name) => {
                    Rotation::OtherContext { id: claim(&machine.token(name).unwrap(), "jti"), name: name.clone() }
                }
                None => Rotation::Own,
            }
        }
        1 if contexts.len() < MAX_CONTEXTS => {
            let id = world.add_key_without_store(&own_user);
            Rotation::NewContext { id, name: world.new_context_name() }
        }
        _ => Rotation::Own,
    }
}

/// A random request, mostly the create or a later one.
fn random_request(random: &mut Rng) -> Step {
    let requests = match random.u8(..4) {
        0 => &REQUESTS[..],
        1 => &REQUESTS[CREATE..=CREATE],
        _ => &REQUESTS[CREATE..],
    };
    pick(random, requests)
}

/// Any step, also those without a request.
fn random_moment(random: &mut Rng, rotation: &Rotation) -> Step {
    match (random.u8(..4), rotation) {
        (0, _) => random_request(random),
        (1, _) => Step::Elapsed(Duration::from_millis(random.u64(..200))),
        (2, Rotation::NewContext { name, .. }) => Step::InProfile(name.clone()),
        (2, _) => Step::PendingToken,
        _ => pick(random, &JOURNALED),
    }
}

fn random_fault(random: &mut Rng) -> Fault {
    let faults = [
        Fault::status(502),
        Fault::status(500),
        Fault::LoseResponse(502),
        Fault::LoseResponse(504),
        Fault::DropRequest,
        Fault::DropResponse,
        Fault::TruncateResponse,
    ];
    pick(random, &faults)
}

fn random_ending(random: &mut Rng) -> Ending {
    match random.u8(..10) {
        0..=1 => Ending::Continue,
        2..=5 => Ending::Fault(random_fault(random)),
        6..=7 => Ending::Kill,
        8 if random.bool() => Ending::KillUnprocessed,
        8 => Ending::Signal(pick(random, &SIGNALS)),
        _ => Ending::SignalTwice(pick(random, &SIGNALS)),
    }
}

fn pick<T: Clone>(random: &mut Rng, items: &[T]) -> T {
    items[random.usize(..items.len())].clone()
}
