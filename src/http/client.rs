//! [`Client`]: sends requests to one tenant and retries them where that is safe.

use std::mem::ManuallyDrop;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Method;
use reqwest::blocking::{Client as HttpClient, ClientBuilder};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use url::Url;

use super::dns::{ResolveError, Resolver};
use super::error::RequestError;
use super::header_map::{default_headers, sensitive_header_value};
use super::pagination::{Direction, Paginator};
use super::rate_limit::RateLimiter;
use super::redaction::Redactor;
use super::request::Request;
use super::response::Response;
use super::retry::{RetryPolicy, RetryState};
use super::tls::{self, RootCertificates};
use super::{deprecation, error, proxy, trace};
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;

/// The maximum time to establish a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Receives a message for the user.
pub type MessageHandler = Box<dyn Fn(&str) + Send + Sync>;

/// Receives the `Date` of a response.
pub type DateHandler = Box<dyn FnOnce(Timestamp) + Send>;

/// The settings of a [`Client`].
pub struct Settings {
    /// The origin of the tenant. The client sends requests to this origin only.
    pub server: Url,
    /// Additional headers for every request.
    pub headers: Vec<(String, Secret)>,
    /// A header for every request, unless `headers` contains one of that name.
    pub version_header: (&'static str, &'static str),
    /// The trusted certificate authorities.
    pub roots: RootCertificates,
    /// The time limit for one attempt, including the response body.
    pub timeout: Duration,
    /// The longest accepted response body, in MiB.
    pub max_body_mib: u16,
    /// When failed requests are retried.
    pub retry: RetryPolicy,
    /// What to do if the server's name does not resolve.
    pub unresolved_hint: String,
    /// Receives the entries of the `--verbose` trace.
    pub trace: Option<MessageHandler>,
    /// Receives notices, such as that a request will be retried.
    pub notice: MessageHandler,
    /// Receives a warning for each response that announces a deprecation.
    pub deprecation: MessageHandler,
}

/// An HTTP client for one tenant. Clones share its connections, also across threads.
#[derive(Clone)]
pub struct Client {
    http: LeakedClient,
    settings: Arc<Settings>,
    retry: RetryPolicy,
    /// The rate limiter that the requests of a batch share.
    rate_limiter: Option<Arc<RateLimiter>>,
    /// Overrides [`Settings::notice`].
    notice: Option<Arc<MessageHandler>>,
    headers: HeaderMap,
    /// What to do about a response with a given status, instead of the hint of the request.
    hints: Vec<(u16, String)>,
    pub(super) redactor: Redactor,
    /// Taken by the first 2xx response with a `Date`.
    on_first_date: Arc<Mutex<Option<DateHandler>>>,
}

/// A `reqwest` client that is never dropped. A drop waits for its thread, which may be stuck in a DNS lookup.
type LeakedClient = ManuallyDrop<HttpClient>;

impl Client {
    /// Creates a client without a credential. Sends nothing.
    ///
    /// # Errors
    /// Exit 2 if the certificates can't be read, a header is invalid or the proxy can't be used, exit 1 if HTTPS
    /// can't be set up.
    pub fn new(settings: Settings) -> Result<Self> {
        let encrypted = settings.server.scheme() == "https";
        if encrypted {
            proxy::check_variables(&settings.server)?;
        }
        let builder = HttpClient::builder()
            .user_agent(concat!("qlik-api-key/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .https_only(encrypted)
            .dns_resolver(Arc::new(Resolver::default()))
            // Shorter than the request's timeout, so that a slow connect is reported as such: nothing was sent.
            .connect_timeout(CONNECT_TIMEOUT.min(settings.timeout * 9 / 10));
        // Plain HTTP is for loopback only and must not go through a proxy.
        let builder = if encrypted { settings.roots.apply(builder)? } else { tls::without_roots(builder)?.no_proxy() };
        Ok(Self {
            http: build_client(builder)?,
            retry: settings.retry,
            rate_limiter: None,
            notice: None,
            headers: default_headers(&settings.headers, settings.version_header)?,
            hints: Vec::new(),
            redactor: Redactor::from_headers(&settings.headers),
            settings: Arc::new(settings),
            on_first_date: Arc::default(),
        })
    }

    /// Adds a credential: the value of the `Authorization` header.
    ///
    /// # Errors
    /// Exit 2 if it isn't a valid header value.
    pub fn with_authorization(mut self, authorization: &Secret) -> Result<Self> {
        self.headers.insert(AUTHORIZATION, sensitive_header_value(authorization)?);
        self.redactor = self.redactor.with_authorization(authorization);
        Ok(self)
    }

    /// Replaces the hint for responses with this status, such as what to do about a rejected credential (401).
    pub fn with_hint(mut self, status: u16, hint: impl Into<String>) -> Self {
        self.hints.retain(|(hint_status, _)| *hint_status != status);
        self.hints.push((status, hint.into()));
        self
    }

    /// Sets a handler for the first 2xx response with a `Date` that this client or a clone receives. It is called once.
    pub fn on_first_date(mut self, handler: DateHandler) -> Self {
        self.on_first_date = Arc::new(Mutex::new(Some(handler)));
        self
    }

    /// Returns a clone that never retries.
    pub fn without_retries(&self) -> Self {
        Self { retry: RetryPolicy { max_retries: 0, ..self.retry }, ..self.clone() }
    }

    /// Returns a client for the requests of a batch, which share `limiter` and send their notices to `notice`.
    pub fn with_rate_limiter(&self, limiter: Arc<RateLimiter>, notice: MessageHandler) -> Self {
        Self { rate_limiter: Some(limiter), notice: Some(Arc::new(notice)), ..self.clone() }
    }

    /// Sends a request, retries it where that is safe, and returns the 2xx response.
    ///
    /// # Errors
    /// Fails without a 2xx response. The exit code tells why, see [`Exit`].
    pub fn send(&self, request: &Request) -> Result<Response> {
        self.try_send(request).map_err(Error::from)
    }

    /// Like [`Client::send`], but follows one redirect within the tenant's API. Any other redirect is an error, because
    /// the credential must not leave the tenant.
    ///
    /// # Errors
    /// See [`Client::send`].
    pub fn send_following_redirect(&self, request: &Request) -> Result<Response> {
        let response = self.try_send(request).or_else(|error| match &error.redirect {
            Some(url) => self.send_to_url(request, url),
            None => Err(error),
        });
        response.map_err(Error::from)
    }

    /// Like [`Client::send`], but its error tells whether the tenant may have processed the request.
    ///
    /// # Errors
    /// Fails without a 2xx response.
    pub fn try_send(&self, request: &Request) -> Result<Response, RequestError> {
        let url = request.url(&self.settings.server).map_err(RequestError::not_sent)?;
        self.send_to_url(request, &url)
    }

    /// Returns the pages of a list, starting with the response to `request`, until they hold `limit` rows.
    pub fn pages(&self, request: Request, direction: Direction, limit: u64) -> Paginator {
        Paginator::new(self.clone(), request, direction, limit)
    }

    /// The origin of the tenant.
    pub(super) fn server(&self) -> &Url {
        &self.settings.server
    }

    /// Sends a request to its own URL, or to a checked link or redirect. Retries it where that is safe.
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
                // While the permit is held: otherwise another request could be sent first.
                Some(limiter) if error.is_rate_limit() => limiter.block_for(wait),
                Some(limiter) => {
                    drop(permit);
                    limiter.sleep(wait);
                }
            }
            last_error = Some(error).filter(|error| !error.is_rate_limit()).or(last_error);
        }
    }

    /// Sends a request once and checks the status of the response.
    fn attempt(&self, request: &Request, url: &Url, retries: &RetryState) -> Result<Response, RequestError> {
        let timeout = retries.time_left().map_or(self.settings.timeout, |left| left.min(self.settings.timeout));
        let response = self.execute(request, url, timeout, &self.redactor_for(request))?;
        // A retried DELETE gets a 404 if an earlier attempt deleted the resource.
        let is_already_deleted = response.status == 404 && request.method == Method::DELETE && retries.is_retry();
        let response = if is_already_deleted { response } else { self.check_status(request, response)? };
        if let Some(date) = response.date {
            let handler = self.on_first_date.lock().unwrap_or_else(PoisonError::into_inner).take();
            handler.into_iter().for_each(|handler| handler(date));
        }
        Ok(response)
    }

    /// Returns a 2xx response to a request, and converts any other to an error.
    ///
    /// # Errors
    /// The status is not 2xx.
    pub fn check_status(&self, request: &Request, response: Response) -> Result<Response, RequestError> {
        if (200..=299).contains(&response.status) {
            return Ok(response);
        }
        let client_hint = self.hints.iter().find(|(status, _)| *status == response.status);
        let hint = client_hint.map(|(_, hint)| hint.as_str()).or_else(|| request.hint_for(response.status));
        Err(RequestError::from_response(request, &response, &self.redactor_for(request), hint))
    }

    /// The redactor for a request, which may have a secret of its own.
    fn redactor_for(&self, request: &Request) -> Redactor {
        match &request.secret {
            Some(secret) => self.redactor.with_secret(secret.expose()),
            None => self.redactor.clone(),
        }
    }

    /// Sends a request once and reads the whole response, whatever its status.
    fn execute(
        &self,
        request: &Request,
        url: &Url,
        timeout: Duration,
        redactor: &Redactor,
    ) -> Result<Response, RequestError> {
        let line = redactor.redact(&error::request_line(&request.method, url)).into_owned();
        let mut builder = self.http.request(request.method.clone(), url.clone()).headers(self.headers.clone());
        if let Some(body) = &request.body {
            builder = builder.header(CONTENT_TYPE, "application/json").body(body.expose().to_owned());
        }
        // The timeout of a request covers the whole body. The timeout of a `reqwest` client would cover each read.
        let http_request =
            builder.timeout(timeout).build().map_err(|error| self.transport_error(request, url, &line, error))?;
        self.trace(|| redactor.redact(&trace::format_request(&http_request)).into_owned());
        let started = Instant::now();
        let result = self.http.execute(http_request).map_err(|error| self.transport_error(request, url, &line, error));
        let response = result.inspect_err(|error| self.trace(|| format!("< {}", error.summary())))?;
        if let Some(limiter) = self.rate_limiter.as_ref().filter(|_| response.status() != 429) {
            limiter.observe(response.headers());
        }
        self.trace(|| redactor.redact(&trace::format_response(&response, started.elapsed())).into_owned());
        if let Some(warning) = deprecation::find_warning(&request.method, url, response.headers()) {
            (self.settings.deprecation)(&redactor.redact(&warning));
        }
        let max_body_mib = self.settings.max_body_mib;
        let status = response.status().as_u16();
        Response::read(response, &line, usize::from(max_body_mib).saturating_mul(1024 * 1024))
            .map_err(|error| RequestError::incomplete_body(request, &line, &error))?
            .ok_or_else(|| RequestError::body_too_long(&line, status, max_body_mib))
    }

    /// The error of a request that got no response.
    fn transport_error(&self, request: &Request, url: &Url, line: &str, error: reqwest::Error) -> RequestError {
        match ResolveError::find(&error) {
            Some(unresolved) => {
                RequestError::unresolved(request, url, line, unresolved, &self.settings.unresolved_hint)
            }
            None => RequestError::from_transport(request, url, line, error),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::dns::{Name, Resolve, Resolving};
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;

    /// A server that answers one request per connection and closes it after 30 ms, without `Connection: close`.
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
            version_header: ("x-version", "1"),
            roots: RootCertificates::System,
            timeout: second * 30,
            max_body_mib: 1,
            retry: RetryPolicy { max_retries: 0, interval: second, max_wait: second, deadline: None },
            unresolved_hint: String::new(),
            trace: None,
            notice: Box::new(|_| ()),
            deprecation: Box::new(|_| ()),
        });
        let (client, request) = (client.unwrap(), Request::delete("remove it", &["x"]));
        for _ in 0..10 {
            client.send(&request).unwrap();
            thread::sleep(second / 10);
        }
    }

    /// A resolver that blocks its thread for longer than the test waits.
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
