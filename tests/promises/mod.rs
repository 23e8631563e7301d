//! What holds for all commands, in spite of faults, kills and hostile text.

#[cfg(target_os = "linux")]
mod children;
#[cfg(target_os = "linux")]
mod clock_warning;
#[cfg(target_os = "linux")]
mod delivery;
#[cfg(target_os = "linux")]
mod endless_lists;
#[cfg(unix)]
mod escapes;
mod faults;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod header_values;
#[cfg(target_os = "linux")]
mod jq_limits;
#[cfg(target_os = "linux")]
mod killed_rotation;
#[cfg(target_os = "linux")]
mod limits;
mod log_masks;
#[cfg(unix)]
mod many_rotations;
#[cfg(target_os = "linux")]
mod odd_ids;
mod outcomes;
#[cfg(target_os = "linux")]
mod planted_links;
#[cfg(target_os = "linux")]
mod protect;
#[cfg(target_os = "linux")]
mod random_rotations;
#[cfg(target_os = "linux")]
mod rotation_context;
#[cfg(target_os = "linux")]
mod rotation_faults;
#[cfg(target_os = "linux")]
mod rotation_recovery;
#[cfg(unix)]
mod secrets;
#[cfg(target_os = "linux")]
mod shared_keys;
#[cfg(target_os = "linux")]
mod signals;
mod unusable_proxy;
