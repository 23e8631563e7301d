//! Masks secrets in the log of GitHub Actions, before they are printed.

use crate::app::App;
use crate::secret::Secret;

/// Whether the program runs in GitHub Actions, where stdout and stderr become a log.
pub fn is_github_actions(app: &App) -> bool {
    app.environment.get_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// In GitHub Actions, prints a workflow command for each text, which has no line break. From then on the log shows `***`
/// in its place
/// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions#masking-a-value-in-a-log>).
pub fn print_masks(app: &App, texts: &[Secret]) {
    if !is_github_actions(app) {
        return;
    }
    for text in texts {
        // The runner decodes this escape.
        app.terminal.print(&format!("::add-mask::{}", text.expose().replace('%', "%25")));
    }
}
