//! Serves a tenant on a loopback port, with one thread per connection.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::connection::{Connection, serve_stream};
use super::state::tenant::Tenant;

/// How long a read from or a write to a client may block.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);
/// How long to read and discard what the client sends after the last response. Closing a socket with unread bytes
/// resets the connection, and the client could lose that response (RFC 9112, section 9.6).
const DRAIN_TIMEOUT: Duration = Duration::from_millis(500);

/// Serves one connection until it ends or fails.
type ConnectionHandler = dyn Fn(TcpStream, &Mutex<Tenant>, &Connection) + Send + Sync;

/// A server for one tenant on 127.0.0.1. Dropping it stops the server.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    shared: Arc<Shared>,
    secure: bool,
    accept_thread: Option<JoinHandle<()>>,
}

/// The state that the listener shares with its threads.
#[derive(Debug)]
struct Shared {
    tenant: Mutex<Tenant>,
    stop: Arc<AtomicBool>,
    /// The open connections by number.
    open_connections: Mutex<HashMap<u64, TcpStream>>,
}

impl Listener {
    /// Listens for HTTP. Port 0 selects a free port.
    ///
    /// # Errors
    ///
    /// The port is in use.
    pub fn start(tenant: Tenant, port: u16) -> io::Result<Listener> {
        Listener::bind(tenant, port, false, Arc::new(serve_stream))
    }

    /// Listens for HTTPS. `wrap` creates the TLS stream of a connection.
    ///
    /// # Errors
    ///
    /// The port is in use.
    pub fn start_tls<S, W>(tenant: Tenant, port: u16, wrap: W) -> io::Result<Listener>
    where
        S: Read + Write,
        W: Fn(TcpStream) -> io::Result<S> + Send + Sync + 'static,
    {
        let serve_tls = move |stream, tenant: &_, connection: &_| {
            if let Ok(stream) = wrap(stream) {
                serve_stream(stream, tenant, connection);
            }
        };
        Listener::bind(tenant, port, true, Arc::new(serve_tls))
    }

    fn bind(tenant: Tenant, port: u16, secure: bool, serve: Arc<ConnectionHandler>) -> io::Result<Listener> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = socket.local_addr()?;
        let shared =
            Arc::new(Shared { tenant: Mutex::new(tenant), stop: Arc::default(), open_connections: Mutex::default() });
        let accept_thread = {
            let shared = Arc::clone(&shared);
            thread::Builder::new()
                .name("demo tenant".to_owned())
                .spawn(move || accept_connections(&socket, &shared, secure, &serve))?
        };
        Ok(Listener { address, shared, secure, accept_thread: Some(accept_thread) })
    }

    /// Returns the URL of the server, such as `http://127.0.0.1:4711`.
    pub fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Locks the tenant. Requests wait until the guard is dropped.
    pub fn tenant(&self) -> MutexGuard<'_, Tenant> {
        lock(&self.shared.tenant)
    }
}

impl Drop for Listener {
    /// Stops accepting connections and closes the open ones. Their threads end soon after.
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // The accepting thread checks `stop` when a client connects. If this connection fails, don't wait for the
        // thread: it ends with the process.
        let connected = TcpStream::connect(self.address).is_ok();
        if let Some(thread) = self.accept_thread.take().filter(|_| connected) {
            // An error means that the thread has panicked, so it has ended.
            let _ = thread.join();
        }
        for stream in lock(&self.shared.open_connections).values() {
            // An error means that the connection is already closed.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept_connections(socket: &TcpListener, shared: &Arc<Shared>, secure: bool, serve: &Arc<ConnectionHandler>) {
    for (number, stream) in (1..).zip(socket.incoming()) {
        if shared.stop.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else {
            // The process may have run out of file descriptors. Wait for other connections to close.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let connection = Connection { number, secure, stop: Arc::clone(&shared.stop) };
        let (shared, serve) = (Arc::clone(shared), Arc::clone(serve));
        // If no thread can be started, the connection is closed and its client gets an error.
        let _ = thread::Builder::new().name(format!("demo tenant {number}")).spawn(move || {
            let Ok(raw_stream) = register(&stream, &shared, number) else {
                return;
            };
            serve(stream, &shared.tenant, &connection);
            drain(&raw_stream);
            lock(&shared.open_connections).remove(&number);
        });
    }
}

/// Sets the timeouts of a connection, adds it to the open connections, and returns a second handle to its socket.
fn register(stream: &TcpStream, shared: &Shared, number: u64) -> io::Result<TcpStream> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(IDLE_TIMEOUT))?;
    stream.set_write_timeout(Some(IDLE_TIMEOUT))?;
    let mut open = lock(&shared.open_connections);
    open.insert(number, stream.try_clone()?);
    stream.try_clone()
}

/// Closes the sending side of a connection, then reads until the client closes its side, for at most [`DRAIN_TIMEOUT`].
fn drain(mut stream: &TcpStream) {
    let deadline = Instant::now() + DRAIN_TIMEOUT;
    let mut block = [0; 8192];
    if stream.shutdown(Shutdown::Write).and(stream.set_read_timeout(Some(DRAIN_TIMEOUT))).is_err() {
        return;
    }
    while Instant::now() < deadline && stream.read(&mut block).is_ok_and(|count| count > 0) {}
}
