//! The environment variables that win over a context of the profile.

use super::{Context, Server};
use crate::environment::{CONTEXT_VARIABLE, Environment, SERVER_VARIABLE, SIGN_IN_VARIABLES};

/// The variables that keep commands without `--context` from using this context, even if it is the current one.
pub fn overriding_variables(environment: &Environment, context: &Context) -> Vec<&'static str> {
    if let Some(name) = environment.get_os(CONTEXT_VARIABLE) {
        return if name == context.name.as_str() { Vec::new() } else { vec![CONTEXT_VARIABLE] };
    }
    let set: Vec<_> = SIGN_IN_VARIABLES.into_iter().filter(|name| environment.get_os(name).is_some()).collect();
    // A server without a credential selects the current context, if that is for the same server.
    if set == [SERVER_VARIABLE] && names_server_of(environment, context) { Vec::new() } else { set }
}

fn names_server_of(environment: &Environment, context: &Context) -> bool {
    let server = environment.get(SERVER_VARIABLE).ok().flatten().and_then(|text| Server::parse(&text).ok());
    server.as_ref() == Some(&context.server)
}
