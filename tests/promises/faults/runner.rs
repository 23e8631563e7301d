//! Where a row is played: a tenant or a socket of its own, and what is seen of a run.

use super::*;

/// Another origin, where nobody may turn up.
pub(super) struct OtherOrigin {
    pub(super) url: String,
    pub(super) connections: Arc<AtomicUsize>,
}

pub(super) static OTHER_ORIGIN: LazyLock<OtherOrigin> = LazyLock::new(|| {
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    let url = serve_connections(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    OtherOrigin { url: format!("http://{url}"), connections: visits }
});

/// An address where each connection is attended to like this.
pub(super) fn serve_connections(attend: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let attend = Arc::new(attend);
    std::thread::spawn(move || {
        for stream in socket.incoming().flatten() {
            let attend = Arc::clone(&attend);
            std::thread::spawn(move || attend(stream));
        }
    });
    address
}

/// The methods of the requests that came to a socket.
pub(super) type MethodLog = Arc<Mutex<Vec<String>>>;

/// A socket that sends these bytes to whoever sends something, and ends so. After a create there are no keys.
pub(super) fn serve_raw(bytes: &'static [u8], end: SocketEnd, of_create: bool) -> (String, MethodLog) {
    let methods = MethodLog::default();
    let seen = Arc::clone(&methods);
    let address = serve_connections(move |mut stream| {
        // Looked at and left unread: then the end of the connection is a reset.
        let mut head = [0; 16];
        let Ok(count @ 1..) = stream.peek(&mut head) else { return };
        let head = String::from_utf8_lossy(&head[..count]).into_owned();
        let looks = of_create && head.starts_with("GET ");
        seen.lock().unwrap().push(head.split(' ').next().unwrap_or_default().to_owned());
        if looks {
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

/// What was seen of a row.
pub(super) struct Observed {
    pub(super) output: CliOutput,
    pub(super) methods: Vec<String>,
    /// The keys that the create made.
    pub(super) created_keys: usize,
    pub(super) duration: Duration,
}

/// Where a row takes place.
pub(super) struct Target {
    pub(super) url: String,
    pub(super) site: Option<TestSite>,
    pub(super) methods: MethodLog,
}

impl Target {
    pub(super) fn for_case(row: &FaultCase) -> Self {
        let of_site = |site: TestSite, faults: &Vec<(RequestMatcher, usize, Fault)>| {
            let url = site.listener.url();
            for (when, times, fault) in faults {
                site.listener.tenant().fail_when(when.clone(), *times, fill_urls(fault.clone(), &url));
            }
            Self { url, site: Some(site), methods: MethodLog::default() }
        };
        match &row.responder {
            Responder::Tenant(faults) => of_site(TestSite::new(), faults),
            Responder::ThreePages(faults) => of_site(TestSite::empty(|tenant| tenant.add_keys(247)), faults),
            Responder::Socket(bytes, end) => {
                let (url, methods) = serve_raw(bytes, *end, row.command.starts_with("CREATE"));
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

    /// The keys that exist because of the create.
    pub(super) fn count_created_keys(&self) -> usize {
        let Some(site) = &self.site else { return 0 };
        site.listener.tenant().clear_faults();
        site.get_body("/api/v1/api-keys?limit=100&sort=-created").matches("\"once\"").count()
    }
}

/// A fault with the URLs that its text stands for.
pub(super) fn fill_urls(fault: Fault, url: &str) -> Fault {
    let named = |text: &str| text.replace("TENANT", url).replace("OTHER_ORIGIN", &OTHER_ORIGIN.url);
    match fault {
        Fault::Response(mut answer) => {
            for (_, value) in &mut answer.headers {
                *value = named(value);
            }
            if let Some(text) = std::str::from_utf8(&answer.body).ok().filter(|text| text.len() < 1000) {
                answer.body = named(text).into();
            }
            Fault::Response(answer)
        }
        other => other,
    }
}

/// The administrator's token in every demo tenant of the tests, an ID of a key of [`Site::new`], and the last ID of the pages.
pub(super) static DEMO_VALUES: LazyLock<(String, String, String)> = LazyLock::new(|| {
    let site = TestSite::new();
    let keys: serde_json::Value = serde_json::from_str(&site.get_body("/api/v1/api-keys?limit=100")).unwrap();
    let keys = keys["data"].as_array().unwrap();
    let id = keys.iter().find(|key| key["description"] == "CI pipeline").unwrap()["id"].as_str().unwrap();
    let pages = TestSite::empty(|tenant| tenant.add_keys(247)).run(&["ls", "-q"]).stdout;
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    (token, id.to_owned(), pages.lines().last().unwrap().to_owned())
});

/// A file of a configuration that is not the tenant's.
pub(super) static CONFIG_FILE: LazyLock<String> = LazyLock::new(|| {
    let path = format!("{}/wanted.toml", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, "max_keys_per_user = 5\n").unwrap();
    path
});

/// A text with names for what differs from run to run, and without tokens.
pub(super) fn normalize(text: &str, url: &str) -> String {
    redact_tokens(&text.replace(url, "TENANT").replace(&OTHER_ORIGIN.url, "OTHER_ORIGIN"))
}

/// A run that may be shown where a test fails.
pub(super) fn redact_output(run: CliOutput) -> CliOutput {
    CliOutput { code: run.code, stdout: redact_tokens(&run.stdout), stderr: redact_tokens(&run.stderr) }
}

pub(super) fn redact_tokens(text: &str) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("eyJ") {
        told.push_str(&rest[..start]);
        told.push_str("TOKEN");
        let ends = |c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c);
        rest = rest[start..].find(ends).map_or("", |end| &rest[start + end..]);
    }
    told + rest
}

pub(super) fn run_case(row: &FaultCase) -> Observed {
    let stage = Target::for_case(row);
    let (token, id, last) = &*DEMO_VALUES;
    let line = row
        .command
        .replace("CREATE", CREATE)
        .replace("ID", id)
        .replace("LAST", last)
        .replace("CONFIG_FILE", &CONFIG_FILE);
    let begun = Instant::now();
    let mut command = binary();
    command.env("QLIK_SERVER", &stage.url).env("QLIK_API_KEY", token).timeout(Duration::from_secs(60));
    let output = command.args(line.split(' ')).output().unwrap();
    assert!(output.status.code().is_some(), "{}: it did not end by itself", row.name);
    let run = CliOutput::from(output);
    let took = begun.elapsed();
    let methods = stage.methods();
    let signature = token.rsplit('.').next().unwrap();
    assert!(!run.stdout.contains(signature) && !run.stderr.contains(signature), "{}: the token shows", row.name);
    let run = CliOutput {
        code: run.code,
        stdout: normalize(&run.stdout, &stage.url),
        stderr: normalize(&run.stderr, &stage.url),
    };
    Observed { output: run, methods, created_keys: stage.count_created_keys(), duration: took }
}
