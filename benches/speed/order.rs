//! The order in which functions lie in the program: those that run in any of the cases stand together, in front of all others.
//! The kernel maps a file in blocks around what is touched, so that a function that lies alone costs 64 KB of memory.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::cases;
use crate::measure;

/// A script for the linker (GNU ld, LLD), which `build.rs` hands to it.
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/link/order.ld");

const HEAD: &str = "\
/* What runs in the cases of benches/check lies together; written by benches/order. */
SECTIONS
{
  .text.often :
  {
";

/// The cryptography that is no Rust, whose files hold little else than what runs.
const FOOT: &str = "    *libring-*:*(.text .text.*)
  }
}
INSERT BEFORE .text;
";

/// The functions of a program.
struct Functions {
    /// Where each stands, by its names; the linker makes one of those that are the same, which then has several.
    places: BTreeMap<String, u64>,
    /// Where those stand that a pattern is for, which may be several.
    patterns: BTreeMap<String, BTreeSet<u64>>,
}

/// Runs the cases, and writes down what ran. Of 10 000 keys nothing runs that doesn't of 1000.
pub fn update() -> bool {
    let functions = Functions::of(&measure::program());
    let mut runs: BTreeMap<u64, usize> = BTreeMap::new();
    for case in cases::all().iter().filter(|case| case.keys < 10_000) {
        let names = measure::functions(&case.stage());
        let ran: BTreeSet<u64> = names.iter().filter_map(|name| functions.places.get(name)).copied().collect();
        println!("{:18} {:>6} functions", case.name, ran.len());
        ran.into_iter().for_each(|place| *runs.entry(place).or_default() += 1);
    }
    let mut order: Vec<_> = functions
        .patterns
        .iter()
        .filter_map(|(pattern, places)| {
            let often = places.iter().filter_map(|place| runs.get(place)).max()?;
            // What a vague pattern finds is mostly not what ran: it would lie between what did.
            Some((places.len() > 2, Reverse(often), pattern))
        })
        .collect();
    order.sort();
    let lines: String = order.into_iter().map(|(.., pattern)| format!("    *(.text.*{pattern})\n")).collect();
    std::fs::write(PATH, format!("{HEAD}{lines}{FOOT}")).expect("link/order.ld");
    true
}

impl Functions {
    fn of(program: &Path) -> Self {
        let output = Command::new("nm").arg("--defined-only").arg(program).output().expect("nm, of binutils");
        let symbols = String::from_utf8(output.stdout).expect("names in ASCII");
        let (mut places, mut patterns) = (BTreeMap::new(), BTreeMap::new());
        for line in symbols.lines() {
            let [place, "t" | "T", name] = line.split(' ').collect::<Vec<_>>()[..] else {
                continue;
            };
            let place = u64::from_str_radix(place, 16).expect("a place of nm");
            places.insert(name.to_owned(), place);
            if let Some(pattern) = pattern(name) {
                patterns.entry(pattern).or_insert_with(BTreeSet::new).insert(place);
            }
        }
        Self { places, patterns }
    }
}

/// A function of Rust as the linker names it, whatever compiler it was: without the hash at the end, or those of the crates.
fn pattern(name: &str) -> Option<String> {
    if name.starts_with("_ZN") {
        return Some(format!("{}17h*", name.rsplit_once("17h")?.0));
    }
    let mut parts = name.strip_prefix("_R")?.split("Cs");
    let mut pattern = format!("_R{}", parts.next()?);
    for part in parts {
        let _ = write!(pattern, "Cs*_{}", part.split_once('_')?.1);
    }
    Some(pattern)
}
