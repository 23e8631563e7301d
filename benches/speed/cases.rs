//! What is measured: command lines, each against a tenant or a profile of its own.

use std::any::Any;
use std::path::Path;
use std::process::Command;

use crate::measure;
use crate::site::Site;

/// How many contexts the profile of `context ls` has.
const CONTEXTS: usize = 100;

/// How the program is told of the tenant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// No tenant.
    None,
    /// By variables, trusting the tenant's authority alone.
    Variables,
    /// By variables, trusting the authorities of a system.
    Bundle,
    /// By a context whose key is in the keyring.
    #[cfg(target_os = "linux")]
    Keyring,
    /// A profile of many contexts, and no tenant.
    Contexts,
}

/// A command line that is measured.
pub struct Case {
    pub name: String,
    line: String,
    way: Way,
    /// The keys of its tenant.
    pub keys: usize,
    /// How many lines it prints, so that a failure isn't taken for speed.
    lines: Option<usize>,
}

/// A case that can be run, with what it needs to be there.
pub struct Stage {
    pub command: Command,
    pub lines: Option<usize>,
    _kept: Vec<Box<dyn Any>>,
}

/// All cases, by what they say about the program: how it starts, one request, many pages.
pub fn all() -> Vec<Case> {
    let case = |name: &str, line: &str, way, keys, lines| Case {
        name: name.to_owned(),
        line: line.to_owned(),
        way,
        keys,
        lines,
    };
    let mut cases = vec![
        case("version", "--version", Way::None, 0, Some(1)),
        case("help", "--help", Way::None, 0, None),
        case("completion-bash", "completion bash", Way::None, 0, None),
        case("context-ls-100", "context ls", Way::Contexts, 0, Some(CONTEXTS + 1)),
        case("complete", "__complete --at=context-00 -- qlik-api-key ls --context", Way::Contexts, 0, Some(10)),
        case("get", "get ID", Way::Variables, 20, Some(12)),
        case("ls-20-json", "ls", Way::Variables, 20, Some(20 * 12 + 2)),
        case("ls-20-table", "ls -o table", Way::Variables, 20, Some(21)),
        case("ls-20-bundle", "ls", Way::Bundle, 20, Some(20 * 12 + 2)),
        #[cfg(target_os = "linux")]
        case("ls-20-keyring", "ls", Way::Keyring, 20, Some(20 * 12 + 2)),
    ];
    for keys in [1000, 10_000] {
        for (name, flags, lines) in [
            ("json", "-o json", keys * 12 + 2),
            ("jsonl", "-o jsonl", keys),
            ("csv", "-o csv", keys + 1),
            ("table", "-o table", keys + 1),
            ("ids", "-q", keys),
        ] {
            cases.push(case(&format!("ls-{keys}-{name}"), &format!("ls {flags}"), Way::Variables, keys, Some(lines)));
        }
    }
    cases
}

impl Case {
    /// Makes ready what it needs.
    pub fn stage(&self) -> Stage {
        let home = tempfile::tempdir().unwrap();
        let mut command = measure::binary(home.path());
        let mut kept: Vec<Box<dyn Any>> = Vec::new();
        let mut line = self.line.clone();
        if self.way == Way::Contexts {
            write_contexts(home.path());
        }
        if self.keys > 0 {
            let site = Site::with(self.keys);
            line = line.replace("ID", &site.id);
            kept.extend(self.way.tell(&mut command, home.path(), &site));
            kept.push(Box::new(site));
        }
        command.args(line.split(' '));
        kept.push(Box::new(home));
        Stage { command, lines: self.lines, _kept: kept }
    }
}

impl Way {
    /// Tells the program of the tenant; gives back what has to live as long as it runs.
    #[cfg_attr(not(target_os = "linux"), allow(unused_variables))]
    fn tell(self, command: &mut Command, home: &Path, site: &Site) -> Option<Box<dyn Any>> {
        #[cfg(target_os = "linux")]
        if self == Way::Keyring {
            let bus = crate::keyring::Bus::with_keyring();
            command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
            create_context(home, &bus, site);
            return Some(Box::new(bus));
        }
        let roots = if self == Way::Bundle { site.bundle() } else { site.authority() };
        command.env("QLIK_SERVER", site.url()).env("QLIK_API_KEY", &site.token).env("QLIK_CA_FILE", roots);
        None
    }
}

#[cfg(target_os = "linux")]
fn create_context(home: &Path, bus: &crate::keyring::Bus, site: &Site) {
    use std::io::Write as _;
    use std::process::Stdio;
    let mut command = measure::binary(home);
    command.args(["context", "create", "ring", "--api-key-stdin", "-s", &site.url(), "--ca-file"]);
    command.arg(site.authority()).env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(site.token.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "the context was not made");
}

fn write_contexts(home: &Path) {
    let mut text = "current = \"context-000\"\n".to_owned();
    for number in 0..CONTEXTS {
        text +=
            &format!("\n[contexts.context-{number:03}]\nserver = \"https://tenant-{number:03}.eu.qlikcloud.com\"\n");
        text += "auth = \"api-key\"\nstore = \"keyring\"\ncomment = \"one of many\"\n";
    }
    let folder = home.join(".config/qlik");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("contexts.toml"), text).unwrap();
}
