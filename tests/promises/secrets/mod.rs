//! No secret shows in stdout, stderr, a file or a child process, for any command, format, error and sign-in method. The
//! only exceptions are places where the user put the secret or asked for it.

mod commands;
mod errors;
mod mistakes;
#[cfg(target_os = "linux")]
mod processes;
mod sandbox;
mod scanner;

use std::sync::Mutex;

use sandbox::Sandbox;

fn variable_names(variables: &[(&str, String)]) -> Vec<String> {
    variables.iter().map(|(name, _)| (*name).to_owned()).collect()
}

/// The ways to sign in; [`sign_in_with`] returns their environment variables and flags.
const SIGN_IN_METHODS: [&str; 8] = [
    "variable",
    "key file",
    "header",
    "OAuth variables",
    "context stored",
    "context oauth",
    "context env",
    "context command",
];

fn sign_in_with(sandbox: &Sandbox, method: &str) -> (Vec<(&'static str, String)>, Vec<String>) {
    let server = ("QLIK_SERVER", sandbox.site.listener.url());
    let (id, secret) = sandbox.oauth_client.clone();
    match method {
        "variable" => (vec![server, ("QLIK_API_KEY", sandbox.token.clone())], vec![]),
        "key file" => (vec![server, ("QLIK_API_KEY_FILE", sandbox.key_file_path().display().to_string())], vec![]),
        "header" => (vec![server], vec!["--headers".into(), format!("Authorization=Bearer {}", sandbox.token)]),
        "OAuth variables" => (vec![server, ("QLIK_OAUTH_CLIENT_ID", id), ("QLIK_OAUTH_CLIENT_SECRET", secret)], vec![]),
        _ => {
            let name = method.strip_prefix("context ").unwrap().to_owned();
            (vec![("QLIK_CONTEXT", name), ("SANDBOX_KEY", sandbox.token.clone())], vec![])
        }
    }
}

/// Builds a command line: flags, words with placeholders replaced, and more flags, without the empty ones.
fn build_arguments<'a>(
    flags: &'a [String],
    words: &[&'a str],
    more: &[&'a str],
    values: &'a [(&str, String)],
) -> Vec<&'a str> {
    let fill = |word: &&'a str| values.iter().find(|(name, _)| name == word).map_or(*word, |(_, value)| value.as_str());
    let more = more.iter().filter(|word| !word.is_empty());
    flags.iter().map(String::as_str).chain(words.iter().map(fill)).chain(more.copied()).collect()
}

/// Runs jobs four at a time and returns the sum of their results.
fn run_four_at_a_time<J: Send>(jobs: Vec<J>, work: impl Fn(J) -> usize + Sync) -> usize {
    let jobs = Mutex::new(jobs);
    std::thread::scope(|scope| {
        let worker = || std::iter::from_fn(|| jobs.lock().unwrap().pop()).map(&work).sum::<usize>();
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}
