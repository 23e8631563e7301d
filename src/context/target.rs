//! Resolves the tenant and the credential of a run. The first of these that is given wins:
//!
//! 1. `--context`
//! 2. `--server` with a credential of the run
//! 3. `QLIK_CONTEXT`
//! 4. `QLIK_SERVER` with a credential of the run
//! 5. the current context of the profile
//!
//! The server of one is never combined with the credential of another, so a stored secret is sent only to its own
//! tenant.

use super::credential::CREDENTIAL_HINT;
use super::{Context, CredentialSource, LazyProfile, Profile, QlikCliFile, Server};
use crate::environment::{CONTEXT_VARIABLE, Environment, SERVER_VARIABLE};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;
use crate::shell;

/// The flags that name a tenant or a credential.
#[derive(Clone, Debug, Default)]
pub struct TargetFlags {
    /// `--context`
    pub context: Option<String>,
    /// `--server`
    pub server: Option<String>,
    /// The value of the `Authorization` header in `--headers`.
    pub authorization: Option<Secret>,
}

/// The tenant of a run and how to sign in to it. No secret has been read yet.
#[derive(Debug)]
pub enum Target<'a> {
    /// A server and a credential from flags or the environment.
    Direct {
        /// The tenant.
        server: Server,
        /// The flag or variable that names the server.
        source: &'static str,
        /// Where the credential comes from.
        credential: CredentialSource<'a>,
    },
    /// A context in the profile.
    Context {
        /// The context.
        context: Context,
        /// The flag, variable or file that names the context.
        source: String,
    },
}

impl Target<'_> {
    /// The tenant.
    pub fn server(&self) -> &Server {
        match self {
            Self::Direct { server, .. } => server,
            Self::Context { context, .. } => &context.server,
        }
    }

    /// The context, if the target is one.
    pub fn context(&self) -> Option<&Context> {
        match self {
            Self::Direct { .. } => None,
            Self::Context { context, .. } => Some(context),
        }
    }
}

/// Resolves the tenant and the credential. Reads the profile only if a context is needed.
///
/// # Errors
/// Exit 2 for an invalid server or several credentials, exit 3 for a missing tenant or credential, exit 5 for a context
/// that does not exist, exit 1 for a profile that can't be read.
pub fn resolve_target<'a>(
    flags: &TargetFlags,
    environment: &'a Environment,
    profile: &LazyProfile,
) -> Result<Target<'a>> {
    match find_target(flags, environment, profile)? {
        Some(target) => Ok(target),
        None => Err(no_target_error(profile.get()?, environment)),
    }
}

/// As [`resolve_target`], but returns `None` if neither a tenant nor a credential is given.
///
/// # Errors
/// See [`resolve_target`].
pub fn find_target<'a>(
    flags: &TargetFlags,
    environment: &'a Environment,
    profile: &LazyProfile,
) -> Result<Option<Target<'a>>> {
    if let Some(name) = &flags.context {
        let context = profile.get()?.context(name)?;
        return target_for_context(flags, context, "--context".to_owned()).map(Some);
    }
    let credential = || CredentialSource::find(flags.authorization.as_ref(), environment);
    if let Some(text) = &flags.server {
        let server = parse_server(text, "--server")?;
        return target_for_server(server, "--server", credential()?, environment, profile).map(Some);
    }
    if let Some(name) = environment.get(CONTEXT_VARIABLE)? {
        let context = profile.get()?.context(&name)?;
        return target_for_context(flags, context, CONTEXT_VARIABLE.to_owned()).map(Some);
    }
    let credential = credential()?;
    if let Some(text) = environment.get(SERVER_VARIABLE)? {
        let server = parse_server(&text, SERVER_VARIABLE)?;
        return target_for_server(server, SERVER_VARIABLE, credential, environment, profile).map(Some);
    }
    if let Some(credential) = credential {
        let message = format!("a credential is set ({}), but no tenant is", credential.name);
        let hint = format!("{SERVER_HINT}; a credential and its server must be set together");
        return Err(Error::new(Exit::Auth, message).with_hint(hint));
    }
    if profile.path().is_err() {
        // Without a configuration folder there is no profile.
        return Ok(None);
    }
    let named = find_named_context(profile.get()?, environment)?;
    Ok(named.map(|(context, source)| Target::Context { context, source }))
}

/// The error if neither a tenant nor a credential is given. If there are contexts, the hint says how to select one; if
/// only qlik-cli has contexts, how to import them.
fn no_target_error(profile: &Profile, environment: &Environment) -> Error {
    let error = Error::new(Exit::Auth, "no tenant or credential is set");
    match profile.names().as_slice() {
        [] => {}
        [name] => return error.with_hint(format!("qlik-api-key context use {}", shell::quoted(name))),
        names => {
            let names = names.join(", ");
            return error.with_hint(format!("qlik-api-key context use NAME (existing contexts: {names})"));
        }
    }
    let import = QlikCliFile::find(environment).map_or_else(String::new, |path| {
        format!("qlik-api-key context import (imports the contexts of {}); or ", path.display())
    });
    error.with_hint(format!("{import}qlik-api-key context init; or {SERVER_HINT}; and {CREDENTIAL_HINT}"))
}

const SERVER_HINT: &str = "set QLIK_SERVER to https://TENANT.REGION.qlikcloud.com, or pass --server";

fn parse_server(text: &str, source: &str) -> Result<Server> {
    Server::parse(text).map_err(|message| Error::usage(format!("{source}: {message}")))
}

/// The context that `QLIK_CONTEXT` names, else the current one, and the source of its name.
fn find_named_context(profile: &Profile, environment: &Environment) -> Result<Option<(Context, String)>> {
    if let Some(name) = environment.get(CONTEXT_VARIABLE)? {
        return Ok(Some((profile.context(&name)?, CONTEXT_VARIABLE.to_owned())));
    }
    let Some(name) = profile.current() else {
        return Ok(None);
    };
    Ok(Some((profile.context(name)?, format!("current in {}", profile.path().display()))))
}

/// The target for the given context. It is an error if the flags contradict the context.
fn target_for_context<'a>(flags: &TargetFlags, context: Context, source: String) -> Result<Target<'a>> {
    let name = &context.name;
    if flags.authorization.is_some() {
        return Err(Error::usage(format!(
            "more than one credential is given: --headers Authorization; context \"{name}\""
        )));
    }
    if let Some(text) = &flags.server
        && parse_server(text, "--server")? != context.server
    {
        return Err(Error::usage(format!(
            "--server differs from the server of context \"{name}\", {}",
            context.server
        ))
        .with_hint("omit --server; a stored secret is sent only to its own tenant"));
    }
    Ok(Target::Context { context, source })
}

/// The target for the given server. Without a credential, uses the named or current context if it has the same server.
fn target_for_server<'a>(
    server: Server,
    source: &'static str,
    credential: Option<CredentialSource<'a>>,
    environment: &Environment,
    profile: &LazyProfile,
) -> Result<Target<'a>> {
    if let Some(credential) = credential {
        return Ok(Target::Direct { server, source, credential });
    }
    let message = match find_named_context(profile.get()?, environment)? {
        Some((context, named_by)) if context.server == server => {
            return Ok(Target::Context { context, source: format!("{source}, {named_by}") });
        }
        Some((context, _)) => format!(
            "{source} is {server}, but no credential for it is set; the secret of context \"{}\" is sent only to {}",
            context.name, context.server
        ),
        None => format!("{source} is {server}, but no credential is set"),
    };
    Err(Error::new(Exit::Auth, message).with_hint(CREDENTIAL_HINT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const PROFILE: &str = "current = \"a\"\n\
        [contexts.a]\nserver = \"https://a.example\"\nauth = \"api-key\"\nstore = \"file\"\n\
        [contexts.b]\nserver = \"https://b.example\"\nauth = \"api-key\"\nstore = \"file\"\n";

    /// Resolves a target. Returns "server by source", or the exit code of the error.
    fn describe_target(flags: &TargetFlags, variables: &[(&str, &str)], profile: &str) -> Result<String, u8> {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("p.toml");
        std::fs::write(&path, profile).unwrap();
        let environment = Environment::new(variables.iter().map(|(name, value)| (name.into(), value.into())));
        match resolve_target(flags, &environment, &LazyProfile::new(Some(&path), &environment)) {
            Ok(Target::Direct { server, source, credential }) => {
                Ok(format!("{} by {source}, {}", server.host_and_port(), credential.name))
            }
            Ok(Target::Context { context, source }) => {
                assert_eq!(context.server.host_and_port(), format!("{}.example", context.name));
                Ok(format!("{} by {}", context.name, source.replace(&path.display().to_string(), "file")))
            }
            Err(error) => Err(error.exit().code()),
        }
    }

    #[test]
    fn resolves_every_combination_of_flags_and_variables() {
        let key = ("QLIK_API_KEY", "fake");
        let server = ("QLIK_SERVER", "c.example");
        let b = ("QLIK_CONTEXT", "b");
        let flag = |context: Option<&str>, server: Option<&str>| TargetFlags {
            context: context.map(Into::into),
            server: server.map(Into::into),
            authorization: None,
        };
        let none = flag(None, None);
        for (flags, variables, result) in [
            (flag(Some("b"), None), &[][..], Ok("b by --context")),
            (flag(Some("b"), None), &[key, server, ("QLIK_CONTEXT", "a")], Ok("b by --context")),
            (flag(Some("b"), Some("b.example")), &[], Ok("b by --context")),
            (flag(Some("b"), Some("a.example")), &[], Err(2)),
            (flag(Some("nope"), None), &[key, server], Err(5)),
            (flag(None, Some("d.example")), &[key], Ok("d.example by --server, QLIK_API_KEY")),
            (flag(None, Some("d.example")), &[key, server, b], Ok("d.example by --server, QLIK_API_KEY")),
            (flag(None, Some("d.example")), &[], Err(3)),
            (flag(None, Some("a.example")), &[], Ok("a by --server, current in file")),
            (flag(None, Some("b.example")), &[], Err(3)),
            (flag(None, Some("b.example")), &[b], Ok("b by --server, QLIK_CONTEXT")),
            (none.clone(), &[b], Ok("b by QLIK_CONTEXT")),
            (none.clone(), &[b, server, key], Ok("b by QLIK_CONTEXT")),
            (none.clone(), &[b, key], Ok("b by QLIK_CONTEXT")),
            (none.clone(), &[("QLIK_CONTEXT", "nope"), server, key], Err(5)),
            (none.clone(), &[server, key], Ok("c.example by QLIK_SERVER, QLIK_API_KEY")),
            (none.clone(), &[server], Err(3)),
            (none.clone(), &[("QLIK_SERVER", "a.example")], Ok("a by QLIK_SERVER, current in file")),
            (none.clone(), &[key], Err(3)),
            (none.clone(), &[key, ("QLIK_API_KEY_FILE", "x"), server], Err(2)),
            (none.clone(), &[], Ok("a by current in file")),
        ] {
            assert_eq!(
                describe_target(&flags, variables, PROFILE),
                result.map(str::to_owned),
                "{flags:?} {variables:?}"
            );
        }
        assert_eq!(describe_target(&none, &[], ""), Err(3));
        assert_eq!(describe_target(&none, &[], "current = \"gone\"\n"), Err(5));
        let header = TargetFlags { authorization: Some(Secret::new("fake".into())), ..flag(None, None) };
        assert_eq!(
            describe_target(&header, &[server], ""),
            Ok("c.example by QLIK_SERVER, --headers Authorization".into())
        );
        assert_eq!(describe_target(&header, &[], PROFILE), Err(3));
        assert_eq!(describe_target(&header, &[b], PROFILE), Err(2));
        assert_eq!(describe_target(&header, &[key, server], ""), Err(2));
    }

    #[test]
    fn the_profile_is_read_only_if_it_is_needed() {
        let environment =
            Environment::new([("QLIK_SERVER".into(), "c.example".into()), ("QLIK_API_KEY".into(), "fake".into())]);
        let profile = LazyProfile::new(Some(Path::new("/")), &environment);
        assert!(profile.get().is_err(), "a folder was read as a profile");
        assert!(matches!(resolve_target(&TargetFlags::default(), &environment, &profile), Ok(Target::Direct { .. })));
    }
}
