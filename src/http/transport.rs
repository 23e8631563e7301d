//! [`Transport`]: the HTTP library, and the runtime that it needs, on the thread of whoever waits for an answer. A thread
//! for the runtime would cost a tenth of what a short run takes.

use std::future::Future;

use reqwest::{ClientBuilder, Method, Request, RequestBuilder, Response};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use super::failure;
use crate::error::{Error, Exit, Result};

/// Connections, kept open from one request to the next. Several threads may wait for answers at the same time.
pub(super) struct Transport {
    http: reqwest::Client,
    /// There until it is dropped.
    runtime: Option<Runtime>,
}

/// Why there is no body.
#[derive(Debug)]
pub(super) enum Unread {
    /// The connection broke, the time was up, or it could not be decoded.
    Broken(reqwest::Error),
    /// It is longer than it may be.
    TooLong,
}

impl Transport {
    /// Prepares it; nothing is sent.
    ///
    /// # Errors
    /// Where the system refuses what it takes, or has no certificates.
    pub(super) fn new(builder: ClientBuilder) -> Result<Self> {
        let failed = |cause| Error::new(Exit::Error, "could not set up HTTPS").caused_by(cause);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| failed(error.into()))?;
        let http = builder.build().map_err(|error| failed(failure::cause(error)))?;
        Ok(Self { http, runtime: Some(runtime) })
    }

    /// Begins a request.
    pub(super) fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.http.request(method, url)
    }

    /// Sends a request, and waits for the head of the answer.
    pub(super) fn send(&self, request: Request) -> reqwest::Result<Response> {
        self.wait(async {
            // While nobody waits, nothing moves: a connection that the server has closed since is not known to be closed,
            // and a request on it would be lost. The first turn asks the system what has come, the second acts on it.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            self.http.execute(request).await
        })
    }

    /// Reads an answer's body to its end, unless it is longer than so many bytes.
    pub(super) fn body(&self, mut answer: Response, longest: usize) -> Result<Vec<u8>, Unread> {
        self.wait(async {
            // What it says of its length is a hint: it may say what it likes.
            let told = answer.content_length().and_then(|length| usize::try_from(length).ok());
            let mut body = Vec::with_capacity(told.unwrap_or(32 * 1024).min(1024 * 1024));
            while let Some(chunk) = answer.chunk().await.map_err(Unread::Broken)? {
                body.extend_from_slice(&chunk);
                if body.len() > longest {
                    return Err(Unread::TooLong);
                }
            }
            Ok(body)
        })
    }

    fn wait<T>(&self, answer: impl Future<Output = T>) -> T {
        match &self.runtime {
            Some(runtime) => runtime.block_on(answer),
            None => unreachable!("it is taken when it is dropped"),
        }
    }
}

impl Drop for Transport {
    /// A name may still be looked up, in a thread that knows no timeout: it is not waited for.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::sync::mpsc::{self, Receiver};
    use std::thread;
    use std::time::{Duration, Instant};

    /// The bytes of an answer: more than come at once.
    const LONG: usize = 300_000;

    /// Answers so many requests on each connection, then closes it: no answer says that it will. Tells each connection.
    fn server(answers: usize) -> (Url, Receiver<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let (tell, connections) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                tell.send(()).unwrap();
                let mut stream = BufReader::new(stream.unwrap());
                for _ in 0..answers {
                    if !has_request(&mut stream) {
                        break;
                    }
                    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {LONG}\r\n\r\n{}", "x".repeat(LONG));
                    // The client may have had enough of it.
                    let _ = stream.get_mut().write_all(answer.as_bytes());
                }
                // By then the client has read all of it, and waits for nothing.
                thread::sleep(Duration::from_millis(30));
            }
        });
        (url, connections)
    }

    fn has_request(stream: &mut BufReader<TcpStream>) -> bool {
        stream.lines().map_while(std::result::Result::ok).any(|line| line.is_empty())
    }

    fn transport() -> Transport {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Transport::new(reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30))).unwrap()
    }

    fn post(transport: &Transport, url: &Url) -> usize {
        let request = transport.request(Method::POST, url.clone()).build().unwrap();
        transport.body(transport.send(request).unwrap(), LONG).unwrap().len()
    }

    /// How many connections there were. The server sees the next one when the last is closed.
    fn count(transport: Transport, connections: &Receiver<()>) -> usize {
        drop(transport);
        std::iter::from_fn(|| connections.recv_timeout(Duration::from_millis(200)).ok()).count()
    }

    #[test]
    fn one_connection_serves_one_request_after_another() {
        let (url, connections) = server(usize::MAX);
        let transport = transport();
        for _ in 0..50 {
            assert_eq!(post(&transport, &url), LONG);
        }
        assert_eq!(count(transport, &connections), 1);
    }

    #[test]
    fn a_connection_that_the_server_has_closed_is_not_used_again() {
        let (url, connections) = server(1);
        let transport = transport();
        for _ in 0..10 {
            assert_eq!(post(&transport, &url), LONG);
            // Nobody waits for an answer while the end comes.
            thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(count(transport, &connections), 10);
    }

    #[test]
    fn a_body_is_read_as_far_as_it_may_be_long() {
        let (url, _connections) = server(usize::MAX);
        let transport = transport();
        let get = || transport.send(transport.request(Method::GET, url.clone()).build().unwrap()).unwrap();
        assert_eq!(transport.body(get(), LONG).unwrap().len(), LONG);
        assert!(matches!(transport.body(get(), LONG - 1), Err(Unread::TooLong)));
    }

    #[test]
    fn what_is_still_looked_up_is_not_waited_for() {
        let transport = transport();
        let begun = Instant::now();
        let look_up = || thread::sleep(Duration::from_secs(20));
        transport.runtime.as_ref().unwrap().spawn_blocking(look_up);
        drop(transport);
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}
