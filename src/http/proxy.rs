//! Checks the proxy variables. `reqwest` ignores a value that it can't use and connects directly, which the user may
//! not want.

use std::env;
use std::ffi::OsString;

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use crate::error::{Error, Result};

/// Variables in the order in which `reqwest` reads them. An empty value counts as unset, and the lowercase name is used
/// only if the uppercase one is not set at all.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// Checks that the proxy for a server can be used, if the environment names one.
///
/// # Errors
/// Exit 2 with the name of the variable. The error does not show its value, which may contain a password.
pub(super) fn check_variables(server: &Url) -> Result<()> {
    // `reqwest` uses no proxy in a CGI program, whose variables come from the client.
    if env::var_os("REQUEST_METHOD").is_some() {
        return Ok(());
    }
    let no_proxy = find_variable(["NO_PROXY", "no_proxy"]).and_then(|(_, value)| value.into_string().ok());
    let Some((name, value)) = VARIABLES.into_iter().find_map(find_variable) else { return Ok(()) };
    if is_usable(value.to_str(), server) || !is_proxied(server, &no_proxy.unwrap_or_default()) {
        return Ok(());
    }
    Err(Error::usage(format!("{name} is not the URL of an HTTP proxy"))
        .with_hint(format!("set {name} to http://HOST:PORT, or add {} to NO_PROXY", server.host_str().unwrap_or("it"))))
}

fn find_variable(names: [&'static str; 2]) -> Option<(&'static str, OsString)> {
    let (name, value) = names.into_iter().find_map(|name| Some((name, env::var_os(name)?)))?;
    (!value.is_empty()).then_some((name, value))
}

/// Whether `reqwest` can use a proxy with this URL.
fn is_usable(proxy: Option<&str>, server: &Url) -> bool {
    let proxy = proxy.and_then(|proxy| intercept(proxy, "", server));
    proxy.is_some_and(|(scheme, host)| ["http", "https"].contains(&scheme.as_str()) && !host.is_empty())
}

/// Whether requests to the server go through a proxy.
fn is_proxied(server: &Url, no_proxy: &str) -> bool {
    intercept("http://proxy.invalid", no_proxy, server).is_some()
}

/// The scheme and the host of the proxy that requests to the server go through, as `reqwest` decides.
fn intercept(proxy: &str, no_proxy: &str, server: &Url) -> Option<(String, String)> {
    let matcher = Matcher::builder().https(proxy.to_owned()).no(no_proxy.to_owned()).build();
    let intercept = matcher.intercept(&server.as_str().parse().ok()?)?;
    let uri = intercept.uri();
    Some((uri.scheme_str()?.to_owned(), uri.host()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_the_url_of_a_proxy() {
        let server = Url::parse("https://tenant.example").unwrap();
        for usable in
            ["http://proxy:3128", "https://proxy", "proxy:3128", "proxy", "http://u:p%20w@proxy:1/", "[::1]:1"]
        {
            assert!(is_usable(Some(usable), &server), "{usable}");
        }
        for unusable in
            ["socks5://proxy:1", "ftp://proxy", "http://a b", "http://", "http://:80", "/", "http:/proxy", "://"]
        {
            assert!(!is_usable(Some(unusable), &server), "{unusable}");
        }
        assert!(!is_usable(None, &server), "it is not UTF-8");
        assert!(is_proxied(&server, "") && is_proxied(&server, "other.example"));
        assert!(!is_proxied(&server, "*") && !is_proxied(&server, "a, .example"));
    }
}
