//! The cases that have a budget: how the program starts, one request, many pages.

use std::process::Command;

use crate::https_tenant::HttpsTenant;
use crate::measure;
use crate::support::message_bus::TestBus;

/// How the program signs in, and which certificate authorities it trusts.
#[derive(Clone, Copy, PartialEq)]
enum Setup {
    OwnCa,
    SystemBundle,
    Keyring,
}

pub struct Case {
    pub name: &'static str,
    arguments: &'static str,
    setup: Setup,
    /// How many keys the tenant has.
    key_count: usize,
    /// How many lines the program prints, so that a failure does not count as fast.
    pub expected_lines: usize,
}

const fn case(name: &'static str, arguments: &'static str, setup: Setup, keys: usize, lines: usize) -> Case {
    Case { name, arguments, setup, key_count: keys, expected_lines: lines }
}

pub const CASES: [Case; 6] = [
    case("version", "--version", Setup::OwnCa, 20, 1),
    case("ls-20-json", "ls", Setup::OwnCa, 20, 20 * 12 + 2),
    case("ls-20-bundle", "ls", Setup::SystemBundle, 20, 20 * 12 + 2),
    case("ls-20-keyring", "ls", Setup::Keyring, 20, 20 * 12 + 2),
    case("ls-1000-table", "ls -o table", Setup::OwnCa, 1000, 1001),
    case("ls-10000-jsonl", "ls -o jsonl", Setup::OwnCa, 10_000, 10_000),
];

impl Case {
    /// The command, and what it needs while it runs.
    pub fn prepare(&self) -> (Command, HttpsTenant, Option<TestBus>) {
        let site = HttpsTenant::with_keys(self.key_count);
        let bus = (self.setup == Setup::Keyring).then(TestBus::with_keyring);
        let mut command = measure::isolated_command(measure::program_path(), site.home.path());
        if let Some(bus) = &bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
            create_context(bus, &site);
        } else {
            let roots = if self.setup == Setup::OwnCa { site.own_ca_file() } else { site.system_bundle_file() };
            site.configure(&mut command, &roots);
        }
        command.args(self.arguments.split(' '));
        (command, site, bus)
    }
}

/// Stores the tenant's API key in the keyring.
fn create_context(bus: &TestBus, site: &HttpsTenant) {
    let mut command =
        assert_cmd::Command::from_std(measure::isolated_command(measure::program_path(), site.home.path()));
    command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    command
        .args(["context", "create", "ring", "--api-key-stdin", "-s", &site.url(), "--ca-file"])
        .arg(site.own_ca_file());
    command.write_stdin(site.token.as_str()).assert().success();
}
