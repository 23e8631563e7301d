//! What holds for all commands, in spite of faults, kills and hostile text.

#[cfg(unix)] // Runs POSIX shell scripts.
mod children;
mod clock_warning;
#[cfg(unix)] // Runs POSIX shell scripts.
mod delivery;
#[cfg(target_os = "linux")] // Measures memory in /proc.
mod endless_lists;
#[cfg(unix)] // Needs a pseudo-terminal.
mod escapes;
mod faults;
mod files;
mod header_values;
#[cfg(target_os = "linux")]
mod jq_limits;
mod killed_rotation;
#[cfg(target_os = "linux")]
mod limits;
mod log_masks;
mod many_rotations;
mod odd_ids;
mod outcomes;
#[cfg(target_os = "linux")]
mod planted_links;
mod protect;
#[cfg(unix)] // Ends rotations by signals.
mod random_rotations;
mod rotation_context;
mod rotation_faults;
#[cfg(unix)] // Needs resource limits.
mod rotation_limits;
mod rotation_recovery;
mod secrets;
mod shared_keys;
#[cfg(target_os = "linux")]
mod signals;
mod unusable_proxy;
