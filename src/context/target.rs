//! Which tenant a run talks to, and as whom: a server and its credential are chosen together, as a whole.
//! The first of: `--context`; `--server` with a credential of the run; `QLIK_CONTEXT`; `QLIK_SERVER` with one; the
//! current context. Halves never mix, so a stored secret goes to its own tenant alone.

use std::path::{Path, PathBuf};

use super::credential::WAYS;
use super::{Context, CredentialSource, Profile, QlikCli, Server};
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;

/// What the command line says of it.
#[derive(Clone, Debug, Default)]
pub struct TargetFlags {
    /// `--context`
    pub context: Option<String>,
    /// `--server`
    pub server: Option<String>,
    /// The value of an `Authorization` of `--headers`.
    pub authorization: Option<Secret>,
}

/// What was chosen, and why. No secret has been read for it yet.
#[derive(Debug)]
pub enum Target<'a> {
    /// A server and a credential that came with the run.
    Direct {
        /// The tenant.
        server: Server,
        /// The flag or variable that named it.
        source: &'static str,
        /// How to get the credential.
        way: CredentialSource<'a>,
    },
    /// A context.
    Context {
        /// The context.
        context: Context,
        /// The flag, variable or file that named it.
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
}

const SERVER: &str = "QLIK_SERVER";
const CONTEXT: &str = "QLIK_CONTEXT";

/// Where the profile is: `--config`, `QLIK_PROFILE`, or the user's configuration folder.
///
/// # Errors
/// Where there is no such folder.
pub fn profile_path(config: Option<&Path>, environment: &Environment) -> Result<PathBuf> {
    if let Some(path) = config.or_else(|| environment.raw("QLIK_PROFILE").map(Path::new)) {
        return Ok(path.to_owned());
    }
    let folder = dirs::config_dir().ok_or_else(|| {
        Error::new(Exit::Error, "there is no folder for configuration: HOME is not set").hint("give --config FILE")
    })?;
    Ok(folder.join("qlik").join("contexts.toml"))
}

/// Chooses.
///
/// # Errors
/// Exit 2 for a bad server or several credentials, exit 3 where one is missing, exit 5 for an unknown context.
pub fn resolve<'a>(asked: &TargetFlags, config: Option<&Path>, environment: &'a Environment) -> Result<Target<'a>> {
    let profile = || Profile::read(&profile_path(config, environment)?);
    if let Some(name) = &asked.context {
        let context = profile()?.context(name)?;
        return of_context(asked, context, "--context".to_owned());
    }
    if let Some(text) = &asked.server {
        let server = parse(text, "--server")?;
        return match CredentialSource::find(asked.authorization.as_ref(), environment)? {
            Some(way) => Ok(Target::Direct { server, source: "--server", way }),
            None => of_same_origin(&server, "--server", named(&profile()?, environment)?),
        };
    }
    if let Some(name) = environment.get(CONTEXT)? {
        let context = profile()?.context(&name)?;
        return of_context(asked, context, CONTEXT.to_owned());
    }
    let way = CredentialSource::find(asked.authorization.as_ref(), environment)?;
    match (environment.get(SERVER)?, way) {
        (Some(text), Some(way)) => Ok(Target::Direct { server: parse(&text, SERVER)?, source: SERVER, way }),
        (Some(text), None) => of_same_origin(&parse(&text, SERVER)?, SERVER, named(&profile()?, environment)?),
        (None, Some(way)) => Err(Error::new(Exit::Auth, format!("{} is given, but no tenant is named", way.source))
            .hint(format!("{NAME_SERVER}; a credential and its server go together"))),
        (None, None) => {
            let profile = profile()?;
            match named(&profile, environment)? {
                Some((context, source)) => Ok(Target::Context { context, source }),
                None => Err(nothing_named(&profile, environment)),
            }
        }
    }
}

/// Says how to sign in; where there is no context at all, also that there are some of Qlik's own tool.
fn nothing_named(profile: &Profile, environment: &Environment) -> Error {
    let theirs = if profile.names().is_empty() { QlikCli::find(environment) } else { None };
    let import = theirs.map_or_else(String::new, |path| {
        format!("qlik-api-key context import (takes over the contexts of {}); or ", path.display())
    });
    Error::new(Exit::Auth, "no tenant is named, and no credential to sign in with")
        .hint(format!("{import}qlik-api-key context init; or {NAME_SERVER}; and {WAYS}"))
}

const NAME_SERVER: &str = "set QLIK_SERVER to https://TENANT.REGION.qlikcloud.com, or give --server";

fn parse(text: &str, source: &str) -> Result<Server> {
    Server::parse(text).map_err(|wrong| Error::usage(format!("{source}: {wrong}")))
}

/// The context that `QLIK_CONTEXT` or the profile names.
fn named(profile: &Profile, environment: &Environment) -> Result<Option<(Context, String)>> {
    if let Some(name) = environment.get(CONTEXT)? {
        return Ok(Some((profile.context(&name)?, CONTEXT.to_owned())));
    }
    let Some(name) = profile.current() else {
        return Ok(None);
    };
    Ok(Some((profile.context(name)?, format!("current in {}", profile.path().display()))))
}

/// A context that was named, unless the command line contradicts it.
fn of_context<'a>(asked: &TargetFlags, context: Context, source: String) -> Result<Target<'a>> {
    let name = &context.name;
    if asked.authorization.is_some() {
        return Err(Error::usage(format!(
            "more than one credential is given: --headers Authorization; context \"{name}\""
        )));
    }
    if let Some(text) = &asked.server
        && parse(text, "--server")? != context.server
    {
        return Err(Error::usage(format!("--server is not the server of context \"{name}\", {}", context.server))
            .hint("leave --server out; a stored secret goes to its own tenant alone"));
    }
    Ok(Target::Context { context, source })
}

/// A server without a credential of its own: the named context's will do where it is that server's.
fn of_same_origin<'a>(server: &Server, source: &str, named: Option<(Context, String)>) -> Result<Target<'a>> {
    match named {
        Some((context, named_by)) if context.server == *server => {
            Ok(Target::Context { context, source: format!("{source}, {named_by}") })
        }
        Some((context, _)) => Err(Error::new(
            Exit::Auth,
            format!(
                "{source} names {server}, but no credential for it; context \"{}\" is of {}, where alone its secret goes",
                context.name, context.server
            ),
        )
        .hint(WAYS)),
        None => Err(Error::new(Exit::Auth, format!("{source} names {server}, but no credential to sign in with")).hint(WAYS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str = "current = \"a\"\n\
        [contexts.a]\nserver = \"https://a.example\"\nauth = \"api-key\"\nstore = \"file\"\n\
        [contexts.b]\nserver = \"https://b.example\"\nauth = \"api-key\"\nstore = \"file\"\n";

    /// What is chosen: "server by source", or the exit code of the refusal.
    fn chosen(asked: &TargetFlags, variables: &[(&str, &str)], profile: &str) -> Result<String, u8> {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("p.toml");
        std::fs::write(&path, profile).unwrap();
        let environment = Environment::new(variables.iter().map(|(name, value)| (name.into(), value.into())));
        match resolve(asked, Some(&path), &environment) {
            Ok(Target::Direct { server, source, way }) => Ok(format!("{} by {source}, {}", server.host(), way.source)),
            Ok(Target::Context { context, source }) => {
                assert_eq!(context.server.host(), format!("{}.example", context.name));
                Ok(format!("{} by {}", context.name, source.replace(&path.display().to_string(), "file")))
            }
            Err(error) => Err(error.exit().code()),
        }
    }

    #[test]
    fn every_way_of_choosing_crossed_with_every_other() {
        let key = ("QLIK_API_KEY", "fake");
        let server = ("QLIK_SERVER", "c.example");
        let b = ("QLIK_CONTEXT", "b");
        let flag = |context: Option<&str>, server: Option<&str>| TargetFlags {
            context: context.map(Into::into),
            server: server.map(Into::into),
            authorization: None,
        };
        let none = flag(None, None);
        for (asked, variables, result) in [
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
            assert_eq!(chosen(&asked, variables, PROFILE), result.map(str::to_owned), "{asked:?} {variables:?}");
        }
        assert_eq!(chosen(&none, &[], ""), Err(3));
        assert_eq!(chosen(&none, &[], "current = \"gone\"\n"), Err(5));
        let header = TargetFlags { authorization: Some(Secret::new("fake".into())), ..flag(None, None) };
        assert_eq!(chosen(&header, &[server], ""), Ok("c.example by QLIK_SERVER, --headers Authorization".into()));
        assert_eq!(chosen(&header, &[], PROFILE), Err(3));
        assert_eq!(chosen(&header, &[b], PROFILE), Err(2));
        assert_eq!(chosen(&header, &[key, server], ""), Err(2));
    }

    #[test]
    fn the_profile_is_not_read_where_it_is_not_needed() {
        let environment =
            Environment::new([("QLIK_SERVER".into(), "c.example".into()), ("QLIK_API_KEY".into(), "fake".into())]);
        let folder = Path::new("/");
        assert!(matches!(resolve(&TargetFlags::default(), Some(folder), &environment), Ok(Target::Direct { .. })));
    }
}
