//! The same work by this program and by others, side by side: each takes its turn, round by round, so that whatever else
//! the machine does slows all of them alike. What counts are the ratios.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::measure;
use crate::site::Site;

/// How often each has its turn.
const ROUNDS: usize = 15;
const ROUNDS_OF_MANY: usize = 5;

/// A way to the keys of a tenant.
#[derive(Clone)]
struct Way {
    name: &'static str,
    line: Vec<String>,
}

/// What a way took: the median of its wall times in milliseconds, and the instructions of all its processes.
struct Cost {
    wall: f64,
    instructions: Option<u64>,
}

/// Prints the tables. `others` is the folder where the other ways were made ready.
pub fn run(others: &Path, counted: bool) -> bool {
    let curl = r#"curl -sS --fail --cacert "$QLIK_CA_FILE" -H "Authorization: Bearer $QLIK_API_KEY" "$QLIK_SERVER/api/v1/api-keys?limit=100""#;
    let shell = |line: &str| ["sh", "-c", line].map(str::to_owned).to_vec();
    let ours = way("qlik-api-key", &[&measure::program().display().to_string(), "ls"]);
    let python = way("Python, requests", &[&in_folder(others, "venv/bin/python"), &in_folder(others, "list.py")]);
    let node = way("Node, @qlik/api", &["node", &in_folder(others, "list.mjs")]);
    let one = Way { name: "curl", line: shell(&format!("exec {curl}")) };
    let piped = Way { name: "curl and jq", line: shell(&format!("{curl} | jq .data")) };
    let paged = way("curl and jq, in a loop", &["sh", &in_folder(others, "list.sh")]);
    println!("{ROUNDS} rounds, one HTTPS list of 20 keys:\n");
    table(&Site::with(20), &[ours.clone(), one, piped, python.clone(), node.clone()], ROUNDS, counted);
    println!("\n{ROUNDS_OF_MANY} rounds, 10 000 keys on 100 pages:\n");
    let site = Site::with(10_000);
    table(&site, &[ours, paged, python, node], ROUNDS_OF_MANY, counted);
    println!("\nThe same as jsonl, by this program:\n");
    streamed(&site);
    true
}

/// Prints when rows come, and what memory that takes.
fn streamed(site: &Site) {
    let ours =
        way("qlik-api-key", &["time", "-f", "%M", &measure::program().display().to_string(), "ls", "-o", "jsonl"]);
    let begun = Instant::now();
    let mut child = ours.command(site, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let rows = BufReader::new(child.stdout.take().unwrap()).lines();
    let came: Vec<f64> = rows.map(|row| row.map(|_| begun.elapsed().as_secs_f64() * 1000.0).unwrap()).collect();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the list failed");
    let (first, last) = (came.first().unwrap(), came.last().unwrap());
    let memory = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    println!(
        "{} rows, the first after {first:.1} ms, the last after {last:.1} ms, peak memory {memory} kB",
        came.len()
    );
}

fn in_folder(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

fn way(name: &'static str, line: &[&str]) -> Way {
    Way { name, line: line.iter().map(|word| (*word).to_owned()).collect() }
}

/// Measures all ways at one tenant, and prints what each takes beside the first.
#[allow(clippy::indexing_slicing)]
fn table(site: &Site, ways: &[Way], rounds: usize, counted: bool) {
    let mut walls = vec![Vec::new(); ways.len()];
    for _ in 0..rounds {
        for (walls, way) in walls.iter_mut().zip(ways) {
            walls.push(way.wall(site));
        }
    }
    let costs: Vec<Cost> = ways
        .iter()
        .zip(&mut walls)
        .map(|(way, walls)| Cost { wall: median(walls), instructions: counted.then(|| way.instructions(site)) })
        .collect();
    println!("| way | wall, ms | ours / its | instructions, M | ours / its |\n|---|---:|---:|---:|---:|");
    for (way, cost) in ways.iter().zip(&costs) {
        let wall = costs[0].wall / cost.wall;
        let (count, of_count) = match (costs[0].instructions, cost.instructions) {
            (Some(ours), Some(its)) => {
                (format!("{:.1}", millions(its)), format!("{:.3}", millions(ours) / millions(its)))
            }
            _ => ("-".to_owned(), "-".to_owned()),
        };
        println!("| {} | {:.1} | {wall:.2} | {count} | {of_count} |", way.name, cost.wall);
    }
}

impl Way {
    fn command(&self, site: &Site, under: &[String]) -> Command {
        let mut words = under.iter().chain(&self.line);
        let mut command = Command::new(words.next().unwrap());
        command.args(words).env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", site.home());
        command.env("QLIK_SERVER", site.url()).env("QLIK_API_KEY", &site.token).env("QLIK_CA_FILE", site.authority());
        // Node's name for it.
        command.env("NODE_EXTRA_CA_CERTS", site.authority()).stdin(Stdio::null()).stderr(Stdio::inherit());
        command
    }

    fn wall(&self, site: &Site) -> f64 {
        let mut command = self.command(site, &[]);
        command.stdout(Stdio::null());
        let begun = Instant::now();
        assert!(command.status().unwrap().success(), "{} failed", self.name);
        begun.elapsed().as_secs_f64() * 1000.0
    }

    /// The instructions of all its processes together.
    fn instructions(&self, site: &Site) -> u64 {
        let logs = tempfile::tempdir().unwrap();
        let mut under = ["valgrind", "--tool=callgrind", "--trace-children=yes", "--callgrind-out-file=/dev/null"]
            .map(str::to_owned)
            .to_vec();
        under.push(format!("--log-file={}/%p", logs.path().display()));
        assert!(self.command(site, &under).stdout(Stdio::null()).status().unwrap().success(), "{} failed", self.name);
        let files = std::fs::read_dir(logs.path()).unwrap().map(|file| file.unwrap().path());
        files.map(|file: PathBuf| measure::counted(&std::fs::read_to_string(file).unwrap())).sum()
    }
}

fn median(walls: &mut [f64]) -> f64 {
    walls.sort_by(f64::total_cmp);
    walls[walls.len() / 2]
}

#[allow(clippy::cast_precision_loss)]
fn millions(count: u64) -> f64 {
    count as f64 / 1e6
}
