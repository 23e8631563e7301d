//! The budget: what each case may take, and whether it keeps to that.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use crate::cases::{self, Case};
use crate::measure;

/// How far over its budget a case may be, in percent.
#[derive(Clone, Copy)]
struct Over {
    instructions: u64,
    memory: u64,
}

/// Instructions vary by half a percent, memory by five.
const HERE: Over = Over { instructions: 5, memory: 20 };

/// The same where the C library, the compiler or the processor is another one, which choose other instructions; or the kernel,
/// which chooses how much of a file is mapped around what is touched.
const ELSEWHERE: Over = Over { instructions: 30, memory: 50 };

/// What cryptography and the C library look for in a processor.
const FEATURES: [&str; 6] = ["aes", "pclmulqdq", "avx2", "bmi2", "adx", "movbe"];

/// How often a case that is over is run again: what varies is above the least, not below it.
const TRIES: usize = 3;

/// What a case takes.
#[derive(Clone, Copy)]
struct Cost {
    instructions: u64,
    /// Kilobytes.
    memory: u64,
}

impl Cost {
    fn of(case: &Case) -> Self {
        let stage = case.stage();
        Self { instructions: measure::instructions(&stage), memory: measure::peak(&stage) }
    }

    fn within(self, budget: Self, over: Over) -> bool {
        self.instructions * 100 <= budget.instructions * (100 + over.instructions)
            && self.memory * 100 <= budget.memory * (100 + over.memory)
    }

    fn least(self, other: Self) -> Self {
        Self { instructions: self.instructions.min(other.instructions), memory: self.memory.min(other.memory) }
    }
}

/// Measures the cases that are named, or all, and tells which are over their budgets.
pub fn check(names: &[&str]) -> bool {
    let text = std::fs::read_to_string(path()).expect("benches/budget.txt");
    let budgets = read(&text);
    let allowed = allowed(&text);
    let mut over = Vec::new();
    println!("{:18} {:>13} {:>13} {:>7} {:>9} {:>9}", "case", "instructions", "budget", "", "kB", "budget");
    for case in cases::all().into_iter().filter(|case| names.is_empty() || names.contains(&case.name.as_str())) {
        let Some(budget) = budgets.get(&case.name).copied() else {
            over.push(format!("{} has no budget", case.name));
            continue;
        };
        let mut cost = Cost::of(&case);
        for _ in 1..TRIES {
            if !cost.within(budget, allowed) {
                cost = cost.least(Cost::of(&case));
            }
        }
        let percent = percent(cost.instructions, budget.instructions);
        println!(
            "{:18} {:>13} {:>13} {percent:>+6.1}% {:>9} {:>9}",
            case.name, cost.instructions, budget.instructions, cost.memory, budget.memory
        );
        if !cost.within(budget, allowed) {
            let memory = self::percent(cost.memory, budget.memory);
            over.push(format!("{}: instructions {percent:+.1} %, memory {memory:+.1} %", case.name));
        }
    }
    for case in &over {
        eprintln!("over budget: {case}");
    }
    over.is_empty()
}

/// Measures all cases, and makes that the budget.
pub fn update() -> bool {
    let mut text =
        format!("# case instructions kilobytes; written by benches/check --update\n{}\n{}\n", toolchain(), kernel());
    for case in cases::all() {
        let cost = Cost::of(&case);
        println!("{} {} {}", case.name, cost.instructions, cost.memory);
        text += &format!("{} {} {}\n", case.name, cost.instructions, cost.memory);
    }
    std::fs::write(path(), text).is_ok()
}

/// How far over its budget a case may be on this machine.
fn allowed(budget: &str) -> Over {
    let counted_with: Vec<_> = budget.lines().filter(|line| line.starts_with('#')).collect();
    let is_here = |line: &str| counted_with.contains(&line);
    let over = Over {
        instructions: if is_here(&toolchain()) { HERE.instructions } else { ELSEWHERE.instructions },
        memory: if is_here(&kernel()) { HERE.memory } else { ELSEWHERE.memory },
    };
    if over.instructions > HERE.instructions || over.memory > HERE.memory {
        println!("budget counted with: {}", counted_with.get(1..).unwrap_or_default().join("; "));
        println!("counted here with: {}; {}", toolchain(), kernel());
        println!("so {} % more instructions and {} % more memory are allowed\n", over.instructions, over.memory);
    }
    over
}

/// What decides which instructions there are, beside the program: a comment line of the budget.
fn toolchain() -> String {
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let has = |name: &&&str| processor.split_whitespace().any(|word| word == **name);
    let features: Vec<&str> = FEATURES.iter().filter(has).copied().collect();
    format!("# {}; {}; {}", told("rustc", "--version"), told("ldd", "--version"), features.join(" "))
}

/// What decides how much memory is counted: one more comment line of it.
fn kernel() -> String {
    format!("# {}", told("uname", "-sr"))
}

fn told(program: &str, flag: &str) -> String {
    let output = Command::new(program).arg(flag).output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output).lines().next().unwrap_or_default().to_owned()
}

fn read(text: &str) -> BTreeMap<String, Cost> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let words = lines.map(|line| line.split(' ').collect::<Vec<_>>());
    words
        .map(|words| match words.as_slice() {
            [name, instructions, memory] => {
                let cost = Cost { instructions: instructions.parse().unwrap(), memory: memory.parse().unwrap() };
                ((*name).to_owned(), cost)
            }
            _ => panic!("a line of the budget is no name and two numbers: {words:?}"),
        })
        .collect()
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/budget.txt")
}

#[allow(clippy::cast_precision_loss)]
fn percent(value: u64, of: u64) -> f64 {
    (value as f64 / of as f64 - 1.0) * 100.0
}
