//! Handles Ctrl-C during work that must not stop halfway.

use std::sync::atomic::{AtomicBool, Ordering};

use super::App;
use crate::error::Exit;

impl App<'_> {
    /// From now on the first Ctrl-C prints this notice only, and the second one ends the program with exit 130.
    pub fn defer_interrupt(&self, notice: &'static str) {
        let terminal = *self.terminal;
        on_first_interrupt(move || terminal.print(notice));
    }
}

/// From now on the first Ctrl-C runs this action, and the second one ends the program with exit 130.
pub fn on_first_interrupt(action: impl Fn() + Send + 'static) {
    let pressed = AtomicBool::new(false);
    // Fails if a handler is set already. That one stays.
    let _ = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Interrupted.code()));
        }
        action();
    });
}
