//! A list that never ends takes no more memory the longer it runs.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::TcpListener;
use std::process::Stdio;
use std::sync::mpsc::channel;

use crate::support::isolated_in;
use crate::support::process::{self, Child};
use crate::support::std_binary;

/// Starts a tenant whose list never ends: two rows on each page, no row and no cursor twice. Each row and each cursor is
/// longer than `length`. Returns its URL.
fn serve_endless_list(length: usize) -> String {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in socket.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            for page in 0.. {
                if !read_request(&mut stream) {
                    break;
                }
                let link = format!("/api/v1/api-keys?startingAfter={page}{}", "x".repeat(length));
                let padding = "x".repeat(length);
                let row = |id: &str| format!(r#"{{"id":"{id}{page}","description":"a key","padding":"{padding}"}}"#);
                let rows = format!("{},{}", row("a"), row("b"));
                let body = format!(r#"{{"data":[{rows}],"links":{{"next":{{"href":"{link}"}}}}}}"#);
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                if stream.get_mut().write_all((head + &body).as_bytes()).is_err() {
                    break;
                }
            }
        }
    });
    url
}

/// Reads the head of a request. Returns false at the end of the stream.
fn read_request(stream: &mut BufReader<impl Read>) -> bool {
    stream.lines().map_while(Result::ok).any(|line| line.is_empty())
}

/// The largest amount of memory that a process has used so far, in KiB.
fn peak_memory(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Runs a command until it has printed this many lines, and closes the pipe. Returns the peak memory after a tenth of
/// the lines and at the end.
fn measure(mut command: std::process::Command, line_count: usize) -> [u64; 2] {
    let mut child = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    let (id, stdout) = (child.id(), child.stdout.take().unwrap());
    let (sender, peaks) = channel();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stdout).lines();
        for count in [line_count / 10, line_count - line_count / 10] {
            assert!((0..count).all(|_| lines.next().is_some_and(|line| line.is_ok())));
            sender.send(peak_memory(id)).unwrap();
        }
    });
    let peaks = [(); 2].map(|()| peaks.recv_timeout(process::DEADLINE).expect("the output ends early"));
    let output = child.output();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    peaks
}

#[test]
fn endless_pages_take_constant_memory() {
    let home = tempfile::tempdir().unwrap();
    let url = serve_endless_list(12 * 1024);
    for arguments in [
        &["ls", "-q"][..],
        &["ls", "-ojsonl"],
        &["ls", "-ocsv"],
        &["ls", "-otsv", "--match", "key"],
        &["ls", "-ojsonl", "--jq", ".id"],
    ] {
        // With the completion cache.
        let mut command = isolated_in(home.path(), std_binary());
        command.env("QLIK_SERVER", &url).env("QLIK_API_KEY", "fake").args(arguments);
        let [early, late] = measure(command, 1200);
        assert!(late < early + 2 * 1024, "{arguments:?}: {early} KiB, then {late} KiB");
    }
}
