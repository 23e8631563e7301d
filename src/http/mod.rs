//! HTTP, and nothing about API keys: requests with a credential, retries, pages, errors.
//! Knows nothing of contexts, of what the answers mean, or of how they are shown.

mod ahead;
mod date;
mod echo;
mod failure;
mod limit;
mod pace;
mod paging;
mod request;
mod response;
mod retry;
mod tls;
mod trace;
mod transport;

pub use ahead::Pages;
pub use failure::Failure;
pub use pace::Pace;
pub use paging::Direction;
pub use request::Request;
pub use response::Response;
pub use retry::Retry;
pub use tls::Roots;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::error::{Error, Result};
use crate::secret::Secret;
use echo::Echo;
use limit::Quota;
use pace::Turn;
use paging::Walk;
use retry::Waits;
use transport::Transport;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Says something to the user.
pub type Say = Box<dyn Fn(&str) + Send + Sync>;

/// Is told the tenant's time.
pub type OnDate = Box<dyn FnOnce(Timestamp) + Send>;

/// What a client is told about its tenant and its manners.
pub struct Settings {
    /// The origin of the tenant: everything is sent there and nowhere else.
    pub server: Url,
    /// Further request headers.
    pub headers: Vec<(String, Secret)>,
    /// Which certificate authorities vouch for the tenant.
    pub roots: Roots,
    /// How long one request may take.
    pub timeout: Duration,
    /// How long the body of an answer may be, in MiB: a tenant, or what passes for it, could send without end.
    pub max_body: u16,
    /// How often and how fast it is repeated.
    pub retry: Retry,
    /// What to do about a credential that the tenant refuses.
    pub unauthorized_hint: String,
    /// Is told each line of the trace, if there is to be one.
    pub trace: Option<Say>,
    /// Is told what the user should know while waiting.
    pub notice: Say,
}

/// A connection to one tenant. Clones share it, in other threads too.
#[derive(Clone)]
pub struct Client {
    transport: Arc<Transport>,
    settings: Arc<Settings>,
    retry: Retry,
    /// What it shares with the other requests of a batch.
    pace: Option<Arc<Pace>>,
    headers: HeaderMap,
    echo: Echo,
    /// Taken by the first answer that it is for.
    on_first_date: Arc<Mutex<Option<OnDate>>>,
}

impl Client {
    /// Prepares a connection; nothing is sent.
    ///
    /// # Errors
    /// Where the certificates can't be read, or a header can't be sent.
    pub fn new(settings: Settings) -> Result<Self> {
        let encrypted = settings.server.scheme() == "https";
        let builder = reqwest::Client::builder()
            .user_agent(concat!("qlik-api-key/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .https_only(encrypted)
            .timeout(settings.timeout)
            // Earlier than the request's time is up, so that it is known that nothing was sent.
            .connect_timeout(CONNECT_TIMEOUT.min(settings.timeout * 9 / 10));
        // Plain http stays on this machine, so no proxy may see it.
        let builder = if encrypted { settings.roots.apply(builder)? } else { tls::unused(builder)?.no_proxy() };
        let transport = Transport::new(builder)?;
        let mut headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        for (name, value) in &settings.headers {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| Error::usage(format!("--headers: {name} is no header name")))?;
            // Whatever a user adds may be a credential, whatever it is called.
            let mut value = header_value(value)?;
            value.set_sensitive(true);
            headers.append(name, value);
        }
        Ok(Self {
            transport: Arc::new(transport),
            retry: settings.retry,
            pace: None,
            settings: Arc::new(settings),
            headers,
            echo: Echo::default(),
            on_first_date: Arc::default(),
        })
    }

    /// The same connection with a credential: the value of `Authorization`.
    ///
    /// # Errors
    /// Where a header can't carry it.
    pub fn signed_in(mut self, authorization: &Secret) -> Result<Self> {
        let mut value = header_value(authorization)?;
        value.set_sensitive(true);
        self.headers.insert(AUTHORIZATION, value);
        self.echo = Echo::of(authorization);
        Ok(self)
    }

    /// The same connection, whose first 2xx answer with a `Date` tells the tenant's time: once, whichever clone it comes to.
    pub fn on_first_date(mut self, tell: OnDate) -> Self {
        self.on_first_date = Arc::new(Mutex::new(Some(tell)));
        self
    }

    /// The same connection, on which nothing is repeated.
    pub fn once(&self) -> Self {
        Self { retry: Retry { times: 0, ..self.retry }, ..self.clone() }
    }

    /// The same connection for the requests of a batch.
    pub fn paced(&self, pace: &Arc<Pace>) -> Self {
        Self { pace: Some(Arc::clone(pace)), ..self.clone() }
    }

    /// Sends a request, repeated where that does no harm, and gives back the answer if it is a 2xx.
    ///
    /// # Errors
    /// As [`Failure`] says, with the exit code that goes with it.
    pub fn send(&self, request: &Request) -> Result<Response> {
        self.try_send(request).map_err(Error::from)
    }

    /// As [`Client::send`], but for a resource that stands for another one of the same tenant: a redirect to it is followed,
    /// once. One to anywhere else is refused like every redirect, since the credential is for the tenant alone.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn send_redirected(&self, request: &Request) -> Result<Response> {
        let answered = self.try_send(request).or_else(|failure| match &failure.elsewhere {
            Some(url) => self.fetch(request, url),
            None => Err(failure),
        });
        answered.map_err(Error::from)
    }

    /// As [`Client::send`], for a caller that needs to know whether the request may have been processed.
    pub fn try_send(&self, request: &Request) -> Result<Response, Failure> {
        let url = request.url(&self.settings.server).map_err(Failure::not_sent)?;
        self.fetch(request, &url)
    }

    /// The pages of a list until so many rows have come, beginning with the answer to `request`.
    pub fn pages(&self, request: Request, direction: Direction, wanted: u64) -> Pages {
        Pages::of(Walk::new(self.clone(), request, direction, wanted))
    }

    /// Sends a request to a URL of the tenant: its own, or one that the tenant gave.
    fn fetch(&self, request: &Request, url: &Url) -> Result<Response, Failure> {
        let mut waits = self.retry.start(request.method == Method::POST);
        let mut before = None;
        loop {
            let Some(turn) = self.turn() else {
                return Err(before.unwrap_or_else(Failure::stopped));
            };
            let mut failure = match self.attempt(request, url, &waits) {
                Ok(response) => return Ok(response),
                Err(failure) => failure,
            };
            let Some(wait) = waits.next(&mut failure) else {
                if let Some(pace) = self.pace.as_ref().filter(|_| failure.is_for_all()) {
                    // While the turn is held, so that no other request goes out before.
                    pace.stop();
                }
                return Err(failure);
            };
            self.tell(&format!(
                "could not {}: {}; trying again in {} s",
                request.purpose,
                failure.short(),
                wait.as_secs_f32().round()
            ));
            self.wait(wait, failure.is_rate_limit(), turn);
            before = Some(failure).filter(|failure| !failure.is_rate_limit()).or(before);
        }
    }

    fn turn(&self) -> Option<Turn<'_>> {
        self.pace.as_ref().map_or_else(|| Some(Turn::free()), |pace| pace.turn())
    }

    /// Waits before the next attempt. In a batch nobody goes where the tenant's rate limit is what is waited for.
    fn wait(&self, wait: Duration, limited: bool, turn: Turn) {
        match &self.pace {
            None => std::thread::sleep(wait),
            Some(pace) if limited => pace.hold(wait),
            Some(pace) => {
                drop(turn);
                pace.pause(wait);
            }
        }
    }

    fn tell(&self, text: &str) {
        match &self.pace {
            Some(pace) => pace.tell(text),
            None => (self.settings.notice)(text),
        }
    }

    fn attempt(&self, request: &Request, url: &Url, waits: &Waits) -> Result<Response, Failure> {
        let with_its_own = request.secret.as_ref().map(|secret| self.echo.and(secret.expose()));
        let echo = with_its_own.as_ref().unwrap_or(&self.echo);
        let mut builder = self.transport.request(request.method.clone(), url.clone()).headers(self.headers.clone());
        if let Some(body) = &request.body {
            builder = builder.header(CONTENT_TYPE, "application/json").body(body.expose().to_owned());
        }
        if let Some(left) = waits.left() {
            builder = builder.timeout(left.min(self.settings.timeout));
        }
        let built = builder.build().map_err(|error| Failure::transport(request, url, error))?;
        self.trace(|| trace::request(&built));
        let begun = Instant::now();
        let answer = self.transport.send(built).map_err(|error| Failure::transport(request, url, error));
        let answer = answer.inspect_err(|failure| self.trace(|| format!("< {}", failure.short())))?;
        // A refusal that concerns every request of a batch is judged first: it may let none go out.
        if let Some(pace) = self.pace.as_ref().filter(|_| !Failure::concerns_all(answer.status().as_u16())) {
            pace.told(Quota::of(answer.headers()));
        }
        self.trace(|| echo.masked(&trace::response(&answer, begun.elapsed())).into_owned());
        let response = response::read(request, url, answer, &self.transport, waits.repeated(), echo, &self.settings)?;
        if let Some(date) = response.date {
            let tell = self.on_first_date.lock().unwrap_or_else(PoisonError::into_inner).take();
            tell.into_iter().for_each(|tell| tell(date));
        }
        Ok(response)
    }

    fn trace(&self, text: impl FnOnce() -> String) {
        if let Some(trace) = &self.settings.trace {
            trace(&text());
        }
    }
}

fn header_value(text: &Secret) -> Result<HeaderValue> {
    HeaderValue::from_str(text.expose())
        .map_err(|_| Error::usage("the value of a header holds a character that no header can carry"))
}
