//! Runs one case against a tenant or socket of its own.

use super::*;

/// A server at another origin, to which the program must not connect.
pub(super) struct OtherOrigin {
    pub(super) url: String,
    pub(super) connections: Arc<AtomicUsize>,
}

pub(super) static OTHER_ORIGIN: LazyLock<OtherOrigin> = LazyLock::new(|| {
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    let url = serve_connections(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    OtherOrigin { url: format!("http://{url}"), connections }
});

/// Starts a server that handles each connection in a thread of its own. Returns its address.
pub(super) fn serve_connections(handle: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let handle = Arc::new(handle);
    std::thread::spawn(move || {
        for stream in socket.incoming().flatten() {
            let handle = Arc::clone(&handle);
            std::thread::spawn(move || handle(stream));
        }
    });
    address
}

/// The methods of the requests that a socket received.
pub(super) type MethodLog = Arc<Mutex<Vec<String>>>;

/// Starts a server that sends these bytes as soon as it receives something, then does what `end` says. With
/// `lists_no_keys`, it responds to GET requests with an empty list.
pub(super) fn serve_raw(bytes: &'static [u8], end: SocketEnd, lists_no_keys: bool) -> (String, MethodLog) {
    let methods = MethodLog::default();
    let log = Arc::clone(&methods);
    let address = serve_connections(move |mut stream| {
        // Peek leaves the request unread, so that closing the connection resets it.
        let mut head = [0; 16];
        let Ok(count @ 1..) = stream.peek(&mut head) else { return };
        let head = String::from_utf8_lossy(&head[..count]).into_owned();
        let is_search = lists_no_keys && head.starts_with("GET ");
        log.lock().unwrap().push(head.split(' ').next().unwrap_or_default().to_owned());
        if is_search {
            let _ = stream.read(&mut [0; 4096]);
            let _ =
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"data\":[]}");
            return;
        }
        let _ = stream.write_all(bytes);
        match end {
            SocketEnd::Reset => std::thread::sleep(Duration::from_millis(20)),
            SocketEnd::Silence => while stream.read(&mut [0; 4096]).is_ok_and(|count| count > 0) {},
            SocketEnd::Flood => while stream.write_all(&[b' '; 1 << 16]).is_ok() {},
            SocketEnd::Drip => {
                while stream.write_all(b" ").is_ok() {
                    std::thread::sleep(Duration::from_millis(50));
                }
            }
        }
    });
    (format!("http://{address}"), methods)
}

/// The observed outcome of a case.
pub(super) struct Observed {
    pub(super) output: CliOutput,
    pub(super) methods: Vec<String>,
    /// The number of keys that the create created.
    pub(super) created_keys: usize,
    pub(super) duration: Duration,
}

/// The tenant or socket of a case.
pub(super) struct Target {
    pub(super) url: String,
    pub(super) site: Option<TestSite>,
    pub(super) methods: MethodLog,
}

impl Target {
    pub(super) fn for_case(case: &FaultCase) -> Self {
        let with_faults = |site: TestSite, faults: &Vec<(RequestMatcher, usize, Fault)>| {
            let url = site.listener.url();
            for (when, times, fault) in faults {
                site.listener.tenant().fail_when(when.clone(), *times, fill_urls(fault.clone(), &url));
            }
            Self { url, site: Some(site), methods: MethodLog::default() }
        };
        match &case.responder {
            Responder::Tenant(faults) => with_faults(TestSite::new(), faults),
            Responder::ThreePages(faults) => with_faults(TestSite::empty(|tenant| tenant.add_keys(247)), faults),
            Responder::Socket(bytes, end) => {
                let (url, methods) = serve_raw(bytes, *end, case.command.starts_with("CREATE"));
                Self { url, site: None, methods }
            }
            Responder::Unreachable => {
                Self { url: format!("http://{UNREACHABLE_ADDRESS}"), site: None, methods: MethodLog::default() }
            }
        }
    }

    pub(super) fn methods(&self) -> Vec<String> {
        let Some(site) = &self.site else { return self.methods.lock().unwrap().clone() };
        site.take_requests().iter().map(|request| request.split(' ').next().unwrap().to_owned()).collect()
    }

    /// The number of keys with the description of the create.
    pub(super) fn count_created_keys(&self) -> usize {
        let Some(site) = &self.site else { return 0 };
        site.listener.tenant().clear_faults();
        site.get_body("/api/v1/api-keys?limit=100&sort=-created").matches("\"once\"").count()
    }
}

/// Replaces `TENANT` and `OTHER_ORIGIN` in a response with their URLs.
pub(super) fn fill_urls(fault: Fault, url: &str) -> Fault {
    let fill = |text: &str| text.replace("TENANT", url).replace("OTHER_ORIGIN", &OTHER_ORIGIN.url);
    match fault {
        Fault::Response(mut response) => {
            for (_, value) in &mut response.headers {
                *value = fill(value);
            }
            if let Some(text) = std::str::from_utf8(&response.body).ok().filter(|text| text.len() < 1000) {
                response.body = fill(text).into();
            }
            Fault::Response(response)
        }
        other => other,
    }
}

/// The token of the administrator in every demo tenant, the ID of a key in [`TestSite::new`], and the last ID of three pages.
pub(super) static DEMO_VALUES: LazyLock<(String, String, String)> = LazyLock::new(|| {
    let site = TestSite::new();
    let keys: serde_json::Value = serde_json::from_str(&site.get_body("/api/v1/api-keys?limit=100")).unwrap();
    let keys = keys["data"].as_array().unwrap();
    let id = keys.iter().find(|key| key["description"] == "CI pipeline").unwrap()["id"].as_str().unwrap();
    let pages = TestSite::empty(|tenant| tenant.add_keys(247)).run(&["ls", "-q"]).stdout;
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    (token, id.to_owned(), pages.lines().last().unwrap().to_owned())
});

/// A configuration file that differs from the tenant's configuration.
pub(super) static CONFIG_FILE: LazyLock<String> = LazyLock::new(|| {
    let path = format!("{}/config.toml", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, "max_keys_per_user = 5\n").unwrap();
    path
});

/// A file with the token of the key that [`DEMO_VALUES`] names.
pub(super) static LOG_FILE: LazyLock<String> = LazyLock::new(|| {
    let path = format!("{}/build.log", env!("CARGO_TARGET_TMPDIR"));
    let site = TestSite::new();
    std::fs::write(&path, site.listener.tenant().key_token(&DEMO_VALUES.1).unwrap()).unwrap();
    path
});

/// Replaces URLs with `TENANT` and `OTHER_ORIGIN`, and tokens with `TOKEN`.
pub(super) fn normalize(text: &str, url: &str) -> String {
    redact_tokens(&text.replace(url, "TENANT").replace(&OTHER_ORIGIN.url, "OTHER_ORIGIN"))
}

/// Replaces tokens, so that a failed test can print the output.
pub(super) fn redact_output(run: CliOutput) -> CliOutput {
    CliOutput { code: run.code, stdout: redact_tokens(&run.stdout), stderr: redact_tokens(&run.stderr) }
}

pub(super) fn redact_tokens(text: &str) -> String {
    let mut redacted = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("eyJ") {
        redacted.push_str(&rest[..start]);
        redacted.push_str("TOKEN");
        let is_end = |c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c);
        rest = rest[start..].find(is_end).map_or("", |end| &rest[start + end..]);
    }
    redacted + rest
}

pub(super) fn run_case(case: &FaultCase) -> Observed {
    let target = Target::for_case(case);
    let (token, id, last) = &*DEMO_VALUES;
    let line = case
        .command
        .replace("CREATE", CREATE)
        .replace("ID", id)
        .replace("LAST", last)
        .replace("CONFIG_FILE", &CONFIG_FILE)
        .replace("LOG_FILE", &LOG_FILE);
    let started = Instant::now();
    let mut command = binary();
    command.env("QLIK_SERVER", &target.url).env("QLIK_API_KEY", token).timeout(Duration::from_secs(60));
    let output = command.args(line.split(' ')).output().unwrap();
    assert!(output.status.code().is_some(), "{}: it was killed at the deadline", case.name);
    let run = CliOutput::from(output);
    let duration = started.elapsed();
    let methods = target.methods();
    let signature = token.rsplit('.').next().unwrap();
    assert!(
        !run.stdout.contains(signature) && !run.stderr.contains(signature),
        "{}: the token is in the output",
        case.name
    );
    let run = CliOutput {
        code: run.code,
        stdout: normalize(&run.stdout, &target.url),
        stderr: normalize(&run.stderr, &target.url),
    };
    Observed { output: run, methods, created_keys: target.count_created_keys(), duration }
}
