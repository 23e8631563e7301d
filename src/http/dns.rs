//! [`Resolver`]: resolves host names as the system does, but with a time limit: the system may wait for 30 seconds if no
//! DNS server answers.

use std::error::Error as StdError;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::mpsc;
use std::time::Duration;
use std::{fmt, io, thread};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The time limit for a lookup.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// Looks up the addresses of a host. It may block its thread.
type Lookup = fn(&str) -> io::Result<Vec<SocketAddr>>;

/// The system's resolver with a time limit.
pub(super) struct Resolver {
    lookup: Lookup,
    time_limit: Duration,
}

impl Default for Resolver {
    fn default() -> Self {
        Self { lookup: look_up, time_limit: TIME_LIMIT }
    }
}

/// A host name without an address.
#[derive(Debug)]
pub(super) struct ResolveError {
    pub(super) host: String,
    reason: String,
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl StdError for ResolveError {}

impl ResolveError {
    /// The cause of an error, if it is this one.
    pub(super) fn find<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Self> {
        std::iter::successors(Some(error), |error| (*error).source()).find_map(|error| error.downcast_ref())
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (host, lookup, time_limit) = (name.as_str().to_owned(), self.lookup, self.time_limit);
        Box::pin(async move {
            // This blocks the thread of the client's connections, but at most for the time limit.
            match look_up_within(time_limit, lookup, &host) {
                Ok(addresses) => Ok(Box::new(addresses.into_iter()) as Addrs),
                Err(error) => Err(ResolveError { host, reason: error.to_string() }.into()),
            }
        })
    }
}

/// Looks up a host in a thread, which is abandoned at the time limit.
fn look_up_within(time_limit: Duration, lookup: Lookup, host: &str) -> io::Result<Vec<SocketAddr>> {
    let (sender, receiver) = mpsc::channel();
    let name = host.to_owned();
    thread::Builder::new().spawn(move || sender.send(lookup(&name)))?;
    let no_answer = |_| io::Error::other(format!("no DNS server answered within {} s", time_limit.as_secs_f32()));
    receiver.recv_timeout(time_limit).map_err(no_answer)?
}

fn look_up(host: &str) -> io::Result<Vec<SocketAddr>> {
    // The port is replaced by that of the URL.
    Ok((host, 0).to_socket_addrs()?.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::time::Instant;

    use reqwest::blocking::Client;

    use crate::http::tls;

    /// The host and the reason of a failed request with this lookup.
    fn resolve_error(lookup: Lookup) -> (String, String) {
        let resolver = Resolver { lookup, time_limit: Duration::from_millis(100) };
        let builder = tls::without_roots(Client::builder().no_proxy()).unwrap().dns_resolver(Arc::new(resolver));
        let error = builder.build().unwrap().get("http://tenant.invalid/").send().unwrap_err();
        let found = ResolveError::find(&error).expect("another error");
        (found.host.clone(), found.to_string())
    }

    #[test]
    fn a_slow_lookup_is_abandoned_at_the_time_limit() {
        let started = Instant::now();
        let (host, reason) = resolve_error(|_| {
            std::thread::sleep(Duration::from_secs(20));
            Ok(Vec::new())
        });
        assert_eq!((&*host, &*reason), ("tenant.invalid", "no DNS server answered within 0.1 s"));
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn the_reason_of_a_failed_lookup_is_kept() {
        let (host, reason) = resolve_error(|_| Err(io::Error::other("no such name")));
        assert_eq!((&*host, &*reason), ("tenant.invalid", "no such name"));
    }
}
