//! The cases with a budget: startup, one request, many pages.

use std::process::Command;

use qlik_api_key::environment::COMPLETE;

use crate::https_tenant::HttpsTenant;
use crate::measure;
use crate::support::message_bus::TestBus;

/// How the program signs in and which certificate authorities it trusts.
#[derive(Clone, Copy, PartialEq)]
enum Setup {
    OwnCa,
    SystemBundle,
    Keyring,
    /// The TAB key after all keys were listed.
    Completion,
}

pub struct Case {
    pub name: &'static str,
    arguments: &'static str,
    setup: Setup,
    /// The number of keys of the tenant.
    key_count: usize,
    /// The number of lines that the program must print, so that a failure does not count as fast.
    pub expected_lines: usize,
}

const fn case(
    name: &'static str,
    arguments: &'static str,
    setup: Setup,
    key_count: usize,
    expected_lines: usize,
) -> Case {
    Case { name, arguments, setup, key_count, expected_lines }
}

pub const CASES: [Case; 7] = [
    case("version", "--version", Setup::OwnCa, 20, 1),
    case("ls-20-json", "ls", Setup::OwnCa, 20, 20 * 12 + 2),
    case("ls-20-bundle", "ls", Setup::SystemBundle, 20, 20 * 12 + 2),
    case("ls-20-keyring", "ls", Setup::Keyring, 20, 20 * 12 + 2),
    case("ls-1000-table", "ls -o table", Setup::OwnCa, 1000, 1001),
    case("ls-10000-jsonl", "ls -o jsonl", Setup::OwnCa, 10_000, 10_000),
    case("tab-10000", "get ", Setup::Completion, 10_000, 10_000),
];

impl Case {
    /// Returns the command, and the tenant and message bus that must live while it runs.
    pub fn prepare(&self) -> (Command, HttpsTenant, Option<TestBus>) {
        let tenant = HttpsTenant::with_keys(self.key_count);
        let bus = (self.setup == Setup::Keyring).then(TestBus::with_keyring);
        let mut command = measure::isolated_command(measure::program_path(), tenant.home.path());
        if let Some(bus) = &bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
            create_context(bus, &tenant);
        } else {
            let ca_file = if self.setup == Setup::OwnCa { tenant.own_ca_file() } else { tenant.system_bundle_file() };
            tenant.configure(&mut command, &ca_file);
        }
        if self.setup == Setup::Completion {
            list_keys(&tenant);
            command.env(COMPLETE, "2");
        }
        command.args(self.arguments.split(' '));
        (command, tenant, bus)
    }
}

/// Lists the keys, so that the completion cache contains them.
fn list_keys(tenant: &HttpsTenant) {
    let mut command = measure::isolated_command(measure::program_path(), tenant.home.path());
    tenant.configure(&mut command, &tenant.own_ca_file());
    assert_cmd::Command::from_std(command).args(["ls", "-q"]).assert().success();
}

/// Stores the tenant's API key in the keyring.
fn create_context(bus: &TestBus, tenant: &HttpsTenant) {
    let mut command =
        assert_cmd::Command::from_std(measure::isolated_command(measure::program_path(), tenant.home.path()));
    command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    command
        .args(["context", "create", "ring", "--api-key-stdin", "-s", &tenant.url(), "--ca-file"])
        .arg(tenant.own_ca_file());
    command.write_stdin(tenant.token.as_str()).assert().success();
}
