//! What holds for all commands: no fault, kill or hostile text breaks it.

#[cfg(unix)]
mod escapes;
mod faults;
#[cfg(target_os = "linux")]
mod files;
#[cfg(unix)]
mod killed_rotation;
#[cfg(unix)]
mod protect;
#[cfg(unix)]
mod secrets;
