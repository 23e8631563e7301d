//! Which server and credential a run uses.

use qlik_api_key::demo::TestUser;

use crate::support::home::TestHome;
use crate::support::{CliOutput, TestSite};

#[test]
fn verbose_output_names_server_and_credential() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let run = home.run(&["ls", "-q", "-v"]);
    let expected = format!(
        "* {} from context \"a\" (current in {}), signing in with api-key from file",
        home.site.listener.url(),
        home.profile_path().display()
    );
    assert_eq!(run.stderr.lines().next(), Some(&*expected));
    assert!(!run.stderr.contains(home.token_signature()), "the key is in the trace");
    let run: CliOutput = home.command(&["ls", "-q", "-v"]).envs(home.site.env_vars()).output().unwrap().into();
    let expected = format!("* {} from QLIK_SERVER, signing in with QLIK_API_KEY", home.site.listener.url());
    assert_eq!(run.stderr.lines().next(), Some(&*expected));
}

/// The ways in which a run selects a server and a credential; `None` leaves one out.
#[derive(Debug)]
struct Selection<'a> {
    context_flag: Option<&'a str>,
    server_flag: Option<&'a str>,
    context_variable: Option<&'a str>,
    server_variable: Option<&'a str>,
    api_key_variable: Option<&'a str>,
}

impl<'a> Selection<'a> {
    /// All combinations of these contexts and servers, without and with the key "fake-key" in `QLIK_API_KEY`.
    fn combinations(contexts: [Option<&'a str>; 3], servers: [Option<&'a str>; 3]) -> Vec<Self> {
        let mut combinations = Vec::new();
        for context_flag in contexts {
            for server_flag in servers {
                for context_variable in contexts {
                    for server_variable in servers {
                        combinations.extend([None, Some("fake-key")].map(|api_key_variable| Self {
                            context_flag,
                            server_flag,
                            context_variable,
                            server_variable,
                            api_key_variable,
                        }));
                    }
                }
            }
        }
        combinations
    }

    fn run(&self, home: &TestHome) -> CliOutput {
        let mut command = home.command(&["ls", "-q", "--limit", "1", "--retry", "0"]);
        for (flag, value) in [("--context", self.context_flag), ("--server", self.server_flag)] {
            command.args(value.map(|value| [flag, value]).into_iter().flatten());
        }
        for (name, value) in [
            ("QLIK_CONTEXT", self.context_variable),
            ("QLIK_SERVER", self.server_variable),
            ("QLIK_API_KEY", self.api_key_variable),
        ] {
            command.envs(value.map(|value| (name, value)));
        }
        command.output().unwrap().into()
    }

    fn names_server(&self, url: &str) -> bool {
        [self.server_flag, self.server_variable].contains(&Some(url))
    }
}

/// Tries all combinations of flags, variables and current context with two tenants. A stored key is sent only to its
/// own tenant, and the key in `QLIK_API_KEY` only to a server that the run names.
#[test]
fn no_key_is_sent_to_another_tenant() {
    let (a, b) = (TestHome::new(), TestSite::new().signed_in_as(TestUser::Developer));
    a.create_context("a", &[]);
    let (url_a, url_b) = (a.site.listener.url(), b.listener.url());
    let token_b = b.listener.tenant().user_token(TestUser::Developer).to_owned();
    let create = ["context", "create", "b", "-s", &url_b, "--api-key-stdin", "--store", "file"];
    assert_eq!(a.run_with_stdin(&create, &token_b).code, 0);
    let contexts = [None, Some("a"), Some("b")];
    let mut accepted = 0;
    for current in contexts {
        assert_eq!(a.run(&current.map_or(vec!["context", "clear"], |name| vec!["context", "use", name])).code, 0);
        for selection in Selection::combinations(contexts, [None, Some(&url_a), Some(&url_b)]) {
            let run = selection.run(&a);
            for (site, url, own_key) in [(&a.site, &url_a, &a.token), (&b, &url_b, &token_b)] {
                let mut tenant = site.listener.tenant();
                for logged in tenant.requests() {
                    let sent = logged.request.header("authorization").unwrap();
                    let is_env_key = sent == "Bearer fake-key" && selection.names_server(url);
                    assert!(
                        is_env_key || sent == format!("Bearer {own_key}"),
                        "a key was sent to another tenant: current {current:?}, {selection:?}"
                    );
                    accepted += usize::from(run.code == 0);
                }
                tenant.clear_requests();
            }
            assert!([0, 2, 3].contains(&run.code), "current {current:?}, {selection:?}: {}", run.stderr);
        }
    }
    assert!(accepted > 100, "only {accepted} requests were accepted");
}
