//! Compares each case with its line in budget.txt.

use std::process::{Command, ExitCode};

use crate::cases::{CASES, Case};
use crate::measure;

const BUDGET_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/budget.txt");

/// The processor features by which the C library and the cryptography select code paths.
const CPU_FEATURES: [&str; 6] = ["aes", "pclmulqdq", "avx2", "bmi2", "adx", "movbe"];

/// The cost of one run.
struct Cost {
    instructions: u64,
    /// Peak resident memory in kB.
    peak_memory_kb: u64,
}

impl Cost {
    fn measure(case: &Case) -> Self {
        let (command, _tenant, _bus) = case.prepare();
        let (instructions, output) = measure::count_instructions(&command);
        let lines = output.stdout.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(lines, case.expected_lines, "{} printed an unexpected number of lines", case.name);
        Self { instructions, peak_memory_kb: measure::measure_peak_memory(&command) }
    }

    fn from_budget(text: &str, case: &Case) -> Self {
        let words = text.lines().map(|line| line.split(' ').collect::<Vec<_>>()).find(|words| words[0] == case.name);
        let words = words.unwrap_or_else(|| panic!("{} has no budget", case.name));
        Self { instructions: words[1].parse().unwrap(), peak_memory_kb: words[2].parse().unwrap() }
    }
}

/// Measures the named cases, or all, and fails if one exceeds its budget.
pub fn check(names: &[&str]) -> ExitCode {
    let text = std::fs::read_to_string(BUDGET_FILE).expect(BUDGET_FILE);
    let is_same = |machine: String| text.lines().any(|line| line == machine);
    // Instructions depend on the compiler, C library and processor; memory depends on how the kernel maps files.
    let instruction_margin = if is_same(toolchain_comment()) { 10 } else { 30 };
    let memory_margin = if is_same(kernel_comment()) { 25 } else { 50 };
    println!("allowed over budget: {instruction_margin} % instructions, {memory_margin} % memory");
    println!("{:16} {:>12} {:>12} {:>8} {:>8}", "case", "instructions", "budget", "kB", "budget");
    let mut code = ExitCode::SUCCESS;
    for case in CASES.iter().filter(|case| names.is_empty() || names.contains(&case.name)) {
        let (cost, budget) = (Cost::measure(case), Cost::from_budget(&text, case));
        let is_over = cost.instructions * 100 > budget.instructions * (100 + instruction_margin)
            || cost.peak_memory_kb * 100 > budget.peak_memory_kb * (100 + memory_margin);
        print!("{:16} {:>12} {:>12}", case.name, cost.instructions, budget.instructions);
        println!(
            " {:>8} {:>8}{}",
            cost.peak_memory_kb,
            budget.peak_memory_kb,
            if is_over { " over budget" } else { "" }
        );
        if is_over {
            code = ExitCode::FAILURE;
        }
    }
    code
}

/// Measures all cases and writes budget.txt.
pub fn update() {
    let mut text = format!(
        "# case instructions kB, written by benches/check --update\n{}\n{}\n",
        toolchain_comment(),
        kernel_comment()
    );
    for case in &CASES {
        let Cost { instructions, peak_memory_kb: memory } = Cost::measure(case);
        text += &format!("{} {instructions} {memory}\n", case.name);
    }
    print!("{text}");
    std::fs::write(BUDGET_FILE, text).expect(BUDGET_FILE);
}

/// The compiler, C library and processor, as a comment in budget.txt.
fn toolchain_comment() -> String {
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap();
    let has = |feature: &&str| processor.split_whitespace().any(|word| word == *feature);
    let features: Vec<&str> = CPU_FEATURES.into_iter().filter(has).collect();
    format!("# {}; {}; {}", first_line("rustc", "--version"), first_line("ldd", "--version"), features.join(" "))
}

/// The kernel, as a comment in budget.txt.
fn kernel_comment() -> String {
    format!("# {}", first_line("uname", "-sr"))
}

fn first_line(program: &str, flag: &str) -> String {
    let stdout = Command::new(program).arg(flag).output().expect(program).stdout;
    String::from_utf8(stdout).unwrap().lines().next().unwrap_or_default().to_owned()
}
