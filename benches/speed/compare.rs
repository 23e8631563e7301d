//! Compares wall times with other clients. The commands take turns, so that other load slows all of them equally.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::https_tenant::HttpsTenant;
use crate::measure::{isolated_command, measure_peak_memory, measure_wall_time, program_path};

/// Prints a table of all clients for one page, and another for 100 pages. `scripts` is a copy of `benches/others`.
pub fn compare_clients(scripts: &Path) {
    for (keys, rounds) in [(20, 15), (10_000, 5)] {
        let tenant = HttpsTenant::with_keys(keys);
        let script =
            |program: &str, name: &str| client_command(&tenant, program, &[scripts.join(name).to_str().unwrap()]);
        let commands = [
            client_command(&tenant, program_path(), &["ls"]),
            curl_command(&tenant, &tenant.own_ca_file(), &tenant.page_urls()),
            script("sh", "list.sh"),
            script("python", "list.py"),
            script("node", "list.mjs"),
        ];
        let times = measure_wall_times(commands, rounds);
        println!("| {keys} keys | wall, ms | qlik-api-key / client |\n|---|---:|---:|");
        for (name, client) in
            ["qlik-api-key", "curl", "curl and jq", "Python, requests", "Node, @qlik/api"].iter().zip(&times)
        {
            println!("| {name} | {:.1} | {:.2} |", median(client), median(&times[0]) / median(client));
        }
    }
}

/// Prints this program's wall time as a share of curl's, and the maximum share.
pub fn compare_with_curl() {
    println!("| case | qlik-api-key, ms | curl, ms | ratio | at most |\n|---|---:|---:|---:|---:|");
    let tenant = HttpsTenant::with_keys(20);
    for (label, ca_file, max_ratio) in [
        ("one HTTPS list, its own CA", tenant.own_ca_file(), "0.45"),
        ("one HTTPS list, the system's CAs", tenant.system_bundle_file(), "0.15"),
    ] {
        let mut list = client_command(&tenant, program_path(), &["ls"]);
        list.env("QLIK_CA_FILE", &ca_file);
        print_row(label, [list, curl_command(&tenant, &ca_file, &tenant.page_urls())], 60, max_ratio);
    }
    let tenant = HttpsTenant::with_keys(10_000);
    let curl = curl_command(&tenant, &tenant.own_ca_file(), &tenant.page_urls());
    tenant.set_latency(Duration::from_millis(20));
    let list = || client_command(&tenant, program_path(), &["ls", "-o", "jsonl"]);
    print_row("100 pages as jsonl, 20 ms latency", [list(), curl], 9, "1.00");
    println!("\npeak memory for the 100 pages: {} kB, at most 12 000", measure_peak_memory(&list()));
}

fn print_row(label: &str, commands: [Command; 2], rounds: usize, max_ratio: &str) {
    let times = measure_wall_times(commands, rounds);
    let ratio = median(&times[0]) / median(&times[1]);
    let [program, curl] =
        times.map(|times| format!("{:.1} ({:.1}-{:.1})", median(&times), times[0], times[rounds - 1]));
    println!("| {label} | {program} | {curl} | {ratio:.2} | {max_ratio} |");
}

/// A command with the tenant and its API key in the environment.
fn client_command(tenant: &HttpsTenant, program: impl AsRef<Path>, arguments: &[&str]) -> Command {
    let mut command = isolated_command(program, tenant.home.path());
    tenant.configure(&mut command, &tenant.own_ca_file());
    command.args(arguments);
    command
}

/// A curl command that gets all URLs on one connection.
fn curl_command(tenant: &HttpsTenant, ca_file: &Path, urls: &[String]) -> Command {
    let mut config = format!("cacert = {ca_file:?}\nheader = \"Authorization: Bearer {}\"\n", tenant.token);
    config.extend(urls.iter().map(|url| format!("url = \"{url}\"\n")));
    let path = ca_file.with_extension("curl");
    std::fs::write(&path, config).unwrap();
    client_command(tenant, "curl", &["-sS", "--fail", "--config", path.to_str().unwrap()])
}

/// The wall times of each command in milliseconds, sorted.
fn measure_wall_times<const N: usize>(mut commands: [Command; N], rounds: usize) -> [Vec<f64>; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..rounds {
        for (command, times) in commands.iter_mut().zip(&mut times) {
            times.push(measure_wall_time(command));
        }
    }
    times.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
    times
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}
