//! No secret shows in stdout, stderr, a file or a child process, for any command, format, error and way to sign in. The
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

/// The ways to sign in: the variables of the run, and the flags in front of its command.
const SIGN_IN_METHODS: [&str; 8] = [
    "variable",
    "key file",
    "header",
    "OAuth variables",
    "context kept",
    "context oauth",
    "context env",
    "context command",
];

fn sign_in_with(place: &Sandbox, way: &str) -> (Vec<(&'static str, String)>, Vec<String>) {
    let server = ("QLIK_SERVER", place.site.listener.url());
    let (id, secret) = place.oauth_client.clone();
    match way {
        "variable" => (vec![server, ("QLIK_API_KEY", place.token.clone())], vec![]),
        "key file" => (vec![server, ("QLIK_API_KEY_FILE", place.key_file_path().display().to_string())], vec![]),
        "header" => (vec![server], vec!["--headers".into(), format!("Authorization=Bearer {}", place.token)]),
        "OAuth variables" => (vec![server, ("QLIK_OAUTH_CLIENT_ID", id), ("QLIK_OAUTH_CLIENT_SECRET", secret)], vec![]),
        _ => {
            let name = way.strip_prefix("context ").unwrap().to_owned();
            (vec![("QLIK_CONTEXT", name), ("CANARY_KEY", place.token.clone())], vec![])
        }
    }
}

/// One line of the sweep, its placeholders filled.
fn build_arguments<'a>(
    flags: &'a [String],
    words: &[&'a str],
    more: &[&'a str],
    filled: &'a [(&str, String)],
) -> Vec<&'a str> {
    let fill = |word: &&'a str| filled.iter().find(|(name, _)| name == word).map_or(*word, |(_, value)| value.as_str());
    let more = more.iter().filter(|word| !word.is_empty());
    flags.iter().map(String::as_str).chain(words.iter().map(fill)).chain(more.copied()).collect()
}

/// Does jobs four at a time, and gives back the sum of what they count.
fn run_four_at_a_time<J: Send>(jobs: Vec<J>, work: impl Fn(J) -> usize + Sync) -> usize {
    let jobs = Mutex::new(jobs);
    std::thread::scope(|scope| {
        let worker = || std::iter::from_fn(|| jobs.lock().unwrap().pop()).map(&work).sum::<usize>();
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}
