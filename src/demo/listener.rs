//! A tenant on a port of the loopback: accepts connections, a thread for each, and ends them all when it is dropped.
//! It must not know HTTP, nor the tenant's state.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::tenant::Tenant;
use super::wire::{Connection, serve};

/// How long a client may be silent.
const IDLE: Duration = Duration::from_secs(60);
/// How long a connection that is closed from this side still drains what the client sends: closing it earlier would
/// reset it, and could destroy the last answer on its way.
const LINGER: Duration = Duration::from_millis(500);

/// A tenant that listens on 127.0.0.1. Dropping it stops it.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    shared: Arc<Shared>,
    secure: bool,
    accepting: Option<JoinHandle<()>>,
}

/// What the listener and its threads share.
#[derive(Debug)]
struct Shared {
    tenant: Mutex<Tenant>,
    stop: Arc<AtomicBool>,
    open: Mutex<HashMap<u64, TcpStream>>,
}

impl Listener {
    /// Starts to listen for HTTP; port 0 takes any free one.
    pub fn start(tenant: Tenant, port: u16) -> io::Result<Listener> {
        Listener::begin(tenant, port, false, Ok)
    }

    /// Starts to listen for HTTPS: `wrap` makes the TLS stream of a connection.
    pub fn start_tls<S, W>(tenant: Tenant, port: u16, wrap: W) -> io::Result<Listener>
    where
        S: Read + Write,
        W: Fn(TcpStream) -> io::Result<S> + Send + Sync + 'static,
    {
        Listener::begin(tenant, port, true, wrap)
    }

    fn begin<S, W>(tenant: Tenant, port: u16, secure: bool, wrap: W) -> io::Result<Listener>
    where
        S: Read + Write,
        W: Fn(TcpStream) -> io::Result<S> + Send + Sync + 'static,
    {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared { tenant: Mutex::new(tenant), stop: Arc::default(), open: Mutex::default() });
        let accepting = {
            let shared = Arc::clone(&shared);
            let wrap = Arc::new(wrap);
            thread::Builder::new()
                .name("demo tenant".to_owned())
                .spawn(move || accept(&socket, &shared, secure, &wrap))?
        };
        Ok(Listener { address, shared, secure, accepting: Some(accepting) })
    }

    /// Returns the URL of the tenant, such as `http://127.0.0.1:4711`.
    pub fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Locks the tenant; requests wait until the guard is dropped.
    pub fn tenant(&self) -> MutexGuard<'_, Tenant> {
        lock(&self.shared.tenant)
    }
}

impl Drop for Listener {
    /// Accepts no more, and ends every connection. Threads of connections end on their own soon after.
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // The accepting thread sleeps until someone connects. If that fails it is left to the end of the process.
        let woken = TcpStream::connect(self.address).is_ok();
        if let Some(accepting) = self.accepting.take().filter(|_| woken) {
            // A thread that panicked has ended as well.
            let _ = accepting.join();
        }
        for stream in lock(&self.shared.open).values() {
            // Fails only for a connection that is closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept<S, W>(socket: &TcpListener, shared: &Arc<Shared>, secure: bool, wrap: &Arc<W>)
where
    S: Read + Write,
    W: Fn(TcpStream) -> io::Result<S> + Send + Sync + 'static,
{
    for (number, stream) in (1..).zip(socket.incoming()) {
        if shared.stop.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else {
            // Out of file descriptors, say: the next try may do, but not at once.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let connection = Connection { number, secure, stop: Arc::clone(&shared.stop) };
        let (shared, wrap) = (Arc::clone(shared), Arc::clone(wrap));
        // Without a thread the connection is dropped, which its client sees.
        let _ = thread::Builder::new()
            .name(format!("demo tenant {number}"))
            .spawn(move || attend(stream, &shared, &connection, wrap.as_ref()));
    }
}

/// Serves one connection from its first byte to its last; a failure ends it, and the client sees that.
fn attend<S, W>(stream: TcpStream, shared: &Shared, connection: &Connection, wrap: &W)
where
    S: Read + Write,
    W: Fn(TcpStream) -> io::Result<S>,
{
    let Ok(ours) = prepared(&stream, shared, connection.number) else {
        return;
    };
    if let Ok(stream) = wrap(stream) {
        serve(stream, &shared.tenant, connection);
    }
    drain(&ours);
    lock(&shared.open).remove(&connection.number);
}

fn prepared(stream: &TcpStream, shared: &Shared, number: u64) -> io::Result<TcpStream> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    let mut open = lock(&shared.open);
    open.insert(number, stream.try_clone()?);
    stream.try_clone()
}

/// Ends this side of a connection, and drops what still comes until the client ends its side.
fn drain(mut stream: &TcpStream) {
    let end = Instant::now() + LINGER;
    let mut block = [0; 8192];
    let quiet = stream.shutdown(Shutdown::Write).and(stream.set_read_timeout(Some(LINGER)));
    if quiet.is_err() {
        return;
    }
    while Instant::now() < end && stream.read(&mut block).is_ok_and(|count| count > 0) {}
}
