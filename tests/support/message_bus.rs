//! A D-Bus message bus for one test, and a real Secret Service (gnome-keyring) on it.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use crate::support::process::{self, Child};
use crate::support::{CliOutput, binary, isolated_in};

/// The bus name of the Secret Service.
pub const SECRET_SERVICE: &str = "org.freedesktop.secrets";

/// A bus without activatable services, so that only the test's own services are on it.
const BUS_CONFIG: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// A message bus and the services on it. Dropping it stops them.
pub struct TestBus {
    pub address: String,
    /// Declared before `home`, since fields are dropped in order: the processes end before their folder is removed.
    children: Vec<Child>,
    pub home: tempfile::TempDir,
}

impl TestBus {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join("bus.conf");
        std::fs::write(&config, BUS_CONFIG).unwrap();
        let mut command = process::new_command("dbus-daemon");
        command.args(["--nofork", "--nopidfile", "--print-address=1", "--config-file"]).arg(config);
        let mut daemon = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { address: address.trim().to_owned(), home, children: vec![daemon] }
    }

    /// Starts a bus with a locked keyring.
    pub fn with_locked_keyring() -> Self {
        let mut bus = Self::new();
        let mut keyring = bus.command("gnome-keyring-daemon");
        keyring.args(["--foreground", "--components=secrets"]).stdout(Stdio::null());
        bus.children.push(Child::start(&mut keyring));
        bus.wait_for_keyring();
        bus
    }

    /// Starts a bus with an unlocked keyring.
    pub fn with_keyring() -> Self {
        let mut bus = Self::new();
        let mut keyring = bus.command("gnome-keyring-daemon");
        keyring.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut keyring = Child::start(keyring.stdin(Stdio::piped()).stdout(Stdio::null()));
        keyring.stdin.take().unwrap().write_all(b"fake-password").unwrap();
        bus.children.push(keyring);
        bus.wait_for_keyring();
        bus
    }

    pub fn connect(&self) -> zbus::blocking::Connection {
        zbus::blocking::connection::Builder::address(self.address.as_str()).unwrap().build().unwrap()
    }

    /// Waits until a Secret Service is on the bus, locked or not.
    fn wait_for_keyring(&self) {
        let bus = self.connect();
        let has_owner = || {
            let name = "org.freedesktop.DBus";
            let reply =
                bus.call_method(Some(name), "/org/freedesktop/DBus", Some(name), "NameHasOwner", &SECRET_SERVICE);
            reply.unwrap().body().deserialize::<bool>().unwrap()
        };
        process::wait_until("a Secret Service", has_owner);
    }

    pub fn command(&self, name: &str) -> Command {
        let mut command = isolated_in(self.home.path(), process::new_command(name));
        command.env("XDG_RUNTIME_DIR", self.home.path()).env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        command.stderr(Stdio::null());
        command
    }

    pub fn secret_tool(&self, arguments: &[&str]) -> std::process::Output {
        process::output(self.command("secret-tool").args(arguments))
    }

    /// The secret that `secret-tool` finds for a user name; empty if there is none.
    pub fn lookup_secret(&self, user: &str) -> String {
        let output = self.secret_tool(&["lookup", "service", "qlik-api-key", "username", user]);
        String::from_utf8(output.stdout).unwrap()
    }

    /// Stores an entry with `secret-tool` instead of the program.
    pub fn store_secret(&self, label: &str, attributes: &[&str], secret: &str) {
        let mut command = self.command("secret-tool");
        command.args(["store", "--label", label]).args(attributes);
        let mut tool = Child::start(command.stdin(Stdio::piped()));
        tool.stdin.take().unwrap().write_all(secret.as_bytes()).unwrap();
        assert!(tool.wait().success());
    }

    /// The entries for a user name, as lines with their paths, labels and attributes.
    pub fn search_entries(&self, user: &str) -> String {
        let mut command = self.command("secret-tool");
        command.args(["search", "--all", "service", "qlik-api-key", "username", user]);
        let output = process::output(&mut command);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        // The order of the lines varies, and some versions print a schema.
        let is_relevant = |line: &&str| ["[", "label = ", "attribute."].iter().any(|prefix| line.starts_with(prefix));
        let lines: BTreeSet<_> = text.lines().filter(is_relevant).collect();
        lines.into_iter().map(|line| format!("{line}\n")).collect()
    }

    /// Writes the profile, as a user would by hand.
    pub fn write_profile(&self, text: &str) {
        let folder = self.home.path().join("user/.config/qlik");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("contexts.toml"), text).unwrap();
    }

    pub fn run(&self, arguments: &[&str], stdin: &str) -> CliOutput {
        let mut command = binary();
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address).env("HOME", self.home.path().join("user"));
        command.args(arguments).write_stdin(stdin).output().unwrap().into()
    }
}
