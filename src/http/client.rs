//! [`Client`]: sends requests to one tenant and repeats them where that is safe.

use std::mem::ManuallyDrop;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Method;
use reqwest::blocking::{Client as HttpClient, ClientBuilder};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::error::RequestError;
use super::pagination::{Direction, Paginator};
use super::rate_limit::RateLimiter;
use super::redaction::Redactor;
use super::request::Request;
use super::response::Response;
use super::retry::{RetryPolicy, RetryState};
use super::tls::{self, RootCertificates};
use super::{error, trace};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;

/// How long a connection may take to be established.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Prints a message for the user.
pub type MessageHandler = Box<dyn Fn(&str) + Send + Sync>;

/// Receives the tenant's time.
pub type DateHandler = Box<dyn FnOnce(Timestamp) + Send>;

/// How to reach a tenant.
pub struct Settings {
    /// The origin of the tenant. Every request goes there and nowhere else.
    pub server: Url,
    /// Additional request headers.
    pub headers: Vec<(String, Secret)>,
    /// Which certificate authorities are trusted.
    pub roots: RootCertificates,
    /// How long one attempt of a request may take, its body included.
    pub timeout: Duration,
    /// The longest accepted response body, in MiB.
    pub max_body_mib: u16,
    /// How often and how fast a request is repeated.
    pub retry: RetryPolicy,
    /// What to do about a credential that the tenant rejects (401).
    pub unauthorized_hint: String,
    /// Prints each entry of the trace, if one is wanted.
    pub trace: Option<MessageHandler>,
    /// Prints what the user should know while the client waits.
    pub notice: MessageHandler,
}

/// An HTTP client for one tenant. Clones share its connections, in other threads too.
#[derive(Clone)]
pub struct Client {
    http: LeakedClient,
    settings: Arc<Settings>,
    retry: RetryPolicy,
    /// The rate limit that the requests of a batch share.
    rate_limiter: Option<Arc<RateLimiter>>,
    /// Used instead of [`Settings::notice`].
    notice: Option<Arc<MessageHandler>>,
    headers: HeaderMap,
    pub(super) redactor: Redactor,
    /// Taken by the first response with a date.
    on_first_date: Arc<Mutex<Option<DateHandler>>>,
}

/// The HTTP library's client, which is never dropped: that would wait for its thread, and the thread for a DNS lookup,
/// which has no timeout.
type LeakedClient = ManuallyDrop<HttpClient>;

impl Client {
    /// Prepares a client. Nothing is sent.
    ///
    /// # Errors
    /// Fails if the certificates can't be read, or a header can't be sent.
    pub fn new(settings: Settings) -> Result<Self> {
        let encrypted = settings.server.scheme() == "https";
        let builder = HttpClient::builder()
            .user_agent(concat!("qlik-api-key/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .https_only(encrypted)
            // Shorter than the request's timeout: a failed connect is known to have sent nothing.
            .connect_timeout(CONNECT_TIMEOUT.min(settings.timeout * 9 / 10));
        // Plain HTTP stays on this machine, so no proxy may see it.
        let builder = if encrypted { settings.roots.apply(builder)? } else { tls::without_roots(builder)?.no_proxy() };
        Ok(Self {
            http: build_client(builder)?,
            retry: settings.retry,
            rate_limiter: None,
            notice: None,
            headers: default_headers(&settings.headers)?,
            settings: Arc::new(settings),
            redactor: Redactor::default(),
            on_first_date: Arc::default(),
        })
    }

    /// The same client with a credential: the value of `Authorization`.
    ///
    /// # Errors
    /// Fails if a header can't hold it.
    pub fn with_authorization(mut self, authorization: &Secret) -> Result<Self> {
        self.headers.insert(AUTHORIZATION, sensitive_header_value(authorization)?);
        self.redactor = Redactor::from_authorization(authorization);
        Ok(self)
    }

    /// The same client. The first 2xx response with a `Date`, of this client or a clone, calls `tell` once.
    pub fn on_first_date(mut self, tell: DateHandler) -> Self {
        self.on_first_date = Arc::new(Mutex::new(Some(tell)));
        self
    }

    /// A clone that never repeats a request.
    pub fn without_retries(&self) -> Self {
        Self { retry: RetryPolicy { max_retries: 0, ..self.retry }, ..self.clone() }
    }

    /// A clone for the requests of a batch. They keep to its rate limit, and print their notices through `notice`.
    pub fn with_rate_limiter(&self, limiter: Arc<RateLimiter>, notice: MessageHandler) -> Self {
        Self { rate_limiter: Some(limiter), notice: Some(Arc::new(notice)), ..self.clone() }
    }

    /// Sends a request, repeats it where that is safe, and returns the 2xx response.
    ///
    /// # Errors
    /// As [`RequestError`] says, with the matching exit code.
    pub fn send(&self, request: &Request) -> Result<Response> {
        self.try_send(request).map_err(Error::from)
    }

    /// Like [`Client::send`], but follows one redirect to another resource of the same tenant. Any other redirect is
    /// refused as usual, because the credential is for the tenant alone.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn send_following_redirect(&self, request: &Request) -> Result<Response> {
        let response = self.try_send(request).or_else(|error| match &error.redirect {
            Some(url) => self.send_to_url(request, url),
            None => Err(error),
        });
        response.map_err(Error::from)
    }

    /// Like [`Client::send`], for a caller that needs to know whether the tenant may have processed the request.
    ///
    /// # Errors
    /// As [`RequestError`] says.
    pub fn try_send(&self, request: &Request) -> Result<Response, RequestError> {
        let url = request.url(&self.settings.server).map_err(RequestError::not_sent)?;
        self.send_to_url(request, &url)
    }

    /// The pages of a list, starting with the response to `request`, until they hold `limit` rows.
    pub fn pages(&self, request: Request, direction: Direction, limit: u64) -> Paginator {
        Paginator::new(self.clone(), request, direction, limit)
    }

    /// The origin of the tenant.
    pub(super) fn server(&self) -> &Url {
        &self.settings.server
    }

    /// Sends a request to a URL of the tenant: the request's own, or one from a response of the tenant.
    pub(super) fn send_to_url(&self, request: &Request, url: &Url) -> Result<Response, RequestError> {
        let in_batch = self.rate_limiter.is_some();
        let mut retries = RetryState::new(self.retry, request.method == Method::POST, in_batch);
        let mut last_error = None;
        loop {
            let permit = self.rate_limiter.as_ref().map(|limiter| limiter.acquire());
            // The batch was stopped.
            if matches!(permit, Some(None)) {
                return Err(last_error.unwrap_or_else(RequestError::stopped));
            }
            let error = match self.attempt(request, url, &retries) {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let Some(wait) = retries.next_wait(&error) else {
                return Err(error);
            };
            let (purpose, seconds) = (&request.purpose, wait.as_secs_f32().round());
            self.notify(&format!("could not {purpose}: {}; trying again in {seconds} s", error.summary()));
            match &self.rate_limiter {
                None => std::thread::sleep(wait),
                // Before the permit is dropped, so that no other request goes out.
                Some(limiter) if error.is_rate_limit() => limiter.block_for(wait),
                Some(limiter) => {
                    drop(permit);
                    limiter.sleep(wait);
                }
            }
            last_error = Some(error).filter(|error| !error.is_rate_limit()).or(last_error);
        }
    }

    /// Sends a request once.
    fn attempt(&self, request: &Request, url: &Url, retries: &RetryState) -> Result<Response, RequestError> {
        let timeout = retries.time_left().map_or(self.settings.timeout, |left| left.min(self.settings.timeout));
        let redactor = match &request.secret {
            Some(secret) => self.redactor.with_secret(secret.expose()),
            None => self.redactor.clone(),
        };
        let response = self.execute(request, url, timeout, &redactor)?;
        // A DELETE that finds nothing when it is repeated did its work before.
        let is_done = response.status == 404 && request.method == Method::DELETE && retries.is_retry();
        if !(200..=299).contains(&response.status) && !is_done {
            return Err(RequestError::from_response(request, &response, &redactor, &self.settings.unauthorized_hint));
        }
        if let Some(date) = response.date {
            let tell = self.on_first_date.lock().unwrap_or_else(PoisonError::into_inner).take();
            tell.into_iter().for_each(|tell| tell(date));
        }
        Ok(response)
    }

    /// Sends a request once and reads the whole response, of any status.
    fn execute(
        &self,
        request: &Request,
        url: &Url,
        timeout: Duration,
        redactor: &Redactor,
    ) -> Result<Response, RequestError> {
        let mut builder = self.http.request(request.method.clone(), url.clone()).headers(self.headers.clone());
        if let Some(body) = &request.body {
            builder = builder.header(CONTENT_TYPE, "application/json").body(body.expose().to_owned());
        }
        // A timeout of the request limits the body in all. One of the library's client would limit each read of it.
        let built =
            builder.timeout(timeout).build().map_err(|error| RequestError::from_transport(request, url, error))?;
        self.trace(|| trace::format_request(&built));
        let started = Instant::now();
        let sent = self.http.execute(built).map_err(|error| RequestError::from_transport(request, url, error));
        let mut response = sent.inspect_err(|error| self.trace(|| format!("< {}", error.summary())))?;
        if let Some(limiter) = self.rate_limiter.as_ref().filter(|_| response.status() != 429) {
            limiter.observe(response.headers());
        }
        self.trace(|| redactor.redact(&trace::format_response(&response, started.elapsed())).into_owned());
        let max_body = self.settings.max_body_mib;
        Response::read(&mut response, &request.method, usize::from(max_body).saturating_mul(1024 * 1024))
            .map_err(|error| RequestError::incomplete_body(request, url, &error))?
            .ok_or_else(|| RequestError::body_too_long(request, url, response.status().as_u16(), max_body))
    }

    fn notify(&self, text: &str) {
        let notice = self.notice.as_deref().unwrap_or(&self.settings.notice);
        notice(text);
    }

    fn trace(&self, text: impl FnOnce() -> String) {
        if let Some(trace) = &self.settings.trace {
            trace(&text());
        }
    }
}

fn build_client(builder: ClientBuilder) -> Result<LeakedClient> {
    let client = builder
        .build()
        .map_err(|error| Error::new(Exit::Error, "could not set up HTTPS").with_cause(error::root_cause(&error)))?;
    Ok(ManuallyDrop::new(client))
}

/// The headers of every request.
fn default_headers(additional: &[(String, Secret)]) -> Result<HeaderMap> {
    let mut headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    for (name, value) in additional {
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| Error::usage(format!("--headers: {name} is no header name")))?;
        headers.append(name, sensitive_header_value(value)?);
    }
    Ok(headers)
}

/// A header value that is never shown: any header that a user adds may be a credential.
fn sensitive_header_value(text: &Secret) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(text.expose())
        .map_err(|_| Error::usage("the value of a header holds a character that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::dns::{Name, Resolve, Resolving};
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;

    /// A server that answers one request on each connection. It closes the connection a moment later, unannounced.
    fn closing_server() -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = BufReader::new(stream.unwrap());
                if stream.by_ref().lines().any(|line| line.unwrap().is_empty()) {
                    stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").unwrap();
                    thread::sleep(Duration::from_millis(30));
                }
            }
        });
        url
    }

    #[test]
    fn does_not_reuse_a_closed_connection() {
        let second = Duration::from_secs(1);
        let client = Client::new(Settings {
            server: closing_server(),
            headers: Vec::new(),
            roots: RootCertificates::System,
            timeout: second * 30,
            max_body_mib: 1,
            retry: RetryPolicy { max_retries: 0, interval: second, max_wait: second, deadline: None },
            unauthorized_hint: String::new(),
            trace: None,
            notice: Box::new(|_| ()),
        });
        let (client, request) = (client.unwrap(), Request::delete("remove it", &["x"]));
        for _ in 0..10 {
            client.send(&request).unwrap();
            thread::sleep(second / 10);
        }
    }

    /// A resolver that blocks the thread, for longer than the test waits.
    struct SlowResolver;

    impl Resolve for SlowResolver {
        fn resolve(&self, _: Name) -> Resolving {
            thread::sleep(Duration::from_secs(20));
            Box::pin(std::future::pending())
        }
    }

    #[test]
    fn timeout_and_drop_do_not_wait_for_a_slow_dns_lookup() {
        let started = Instant::now();
        {
            let builder = tls::without_roots(HttpClient::builder().no_proxy()).unwrap();
            let http = build_client(builder.dns_resolver(Arc::new(SlowResolver))).unwrap();
            let sent = http.get("http://tenant.invalid").timeout(Duration::from_millis(100)).send();
            assert!(sent.is_err_and(|error| error.is_timeout()));
        }
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
