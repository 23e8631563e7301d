//! Limits the filter's process in what it may use. On Windows, nothing is limited. macOS does not limit memory.

/// The maximum CPU time in seconds, for all inputs together.
#[cfg(unix)]
const MAX_CPU_SECONDS: u64 = 60;

/// The maximum address space in bytes, without that for the inputs. A quarter of it is the stack.
#[cfg(unix)]
const MAX_MEMORY: u64 = 1024 * 1024 * 1024;

/// The additional address space for each byte of the inputs.
#[cfg(unix)]
const MEMORY_PER_INPUT_BYTE: u64 = 32;

/// The limits of this process. Lower limits of the user (`ulimit`) stay.
pub(super) struct Limits {
    /// The user's limit of the address space in bytes.
    #[cfg(unix)]
    inherited_memory: Option<u64>,
}

#[cfg(unix)]
impl Limits {
    /// Makes the end of the parent process end this one (on Linux), limits the CPU time, and turns core dumps off, since
    /// they would contain tokens.
    pub(super) fn apply() -> Self {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        #[cfg(target_os = "linux")]
        let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
        let inherited = getrlimit(Resource::Cpu);
        let seconds = inherited.current.map_or(MAX_CPU_SECONDS, |seconds| seconds.min(MAX_CPU_SECONDS));
        // The process gets SIGXCPU, which it may have inherited as ignored, and a second later SIGKILL.
        let maximum = inherited.maximum.map_or(seconds + 1, |maximum| maximum.min(seconds + 1));
        // A limit that can't be set leaves the filter as it would be on other systems.
        let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(seconds), maximum: Some(maximum) });
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        Self { inherited_memory: getrlimit(Resource::As).current }
    }

    /// Limits the memory to what a filter may need for inputs of this length in bytes.
    pub(super) fn limit_memory(&self, input_length: usize) {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let for_inputs = MEMORY_PER_INPUT_BYTE.saturating_mul(input_length as u64);
        let bytes = MAX_MEMORY.saturating_add(for_inputs).min(self.inherited_memory.unwrap_or(u64::MAX));
        let maximum = getrlimit(Resource::As).maximum;
        let _ = setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum });
    }
}

#[cfg(not(unix))]
impl Limits {
    pub(super) fn apply() -> Self {
        Self {}
    }

    pub(super) fn limit_memory(&self, _: usize) {}
}
