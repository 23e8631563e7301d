//! Makes the program smaller and quicker to start: compresses the completion scripts, which would otherwise be a tenth of it,
//! and has it linked with care.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The unwinder of stacks. As a shared library (libgcc_s) it takes a tenth of a short run to be found, read and linked, and the
/// smallest container images lack it.
const UNWINDER: &str = "dylib:+verbatim=libgcc_eh.a";

/// Functions that are the same to the byte become one. Nothing here tells functions apart by their addresses.
const FOLD: &str = "-Wl,--icf=all";

/// Functions that run in the common commands lie together, so that less of the program is mapped.
const ORDER: &str = "link/order.ld";

fn main() -> io::Result<()> {
    let target = |part: &str| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" {
        if target("ENV") == "gnu" && links(&["-l", UNWINDER])? {
            println!("cargo::rustc-link-lib={UNWINDER}");
        }
        if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
            link_with_care()?;
        }
    }
    compress_completions()
}

/// What only some linkers know, such as that of the Rust project on x86-64; with others the program is the same but larger.
fn link_with_care() -> io::Result<()> {
    println!("cargo::rerun-if-changed={ORDER}");
    let order = format!("-Wl,-T,{}", Path::new(&variable("CARGO_MANIFEST_DIR")?).join(ORDER).display());
    for argument in [FOLD, &order] {
        if links(&["-C", &format!("link-arg={argument}")])? {
            println!("cargo::rustc-link-arg-bins={argument}");
        }
    }
    Ok(())
}

/// Whether the compiler can link a program with these flags, and those that it is given anyway.
fn links(flags: &[&str]) -> io::Result<bool> {
    let out = variable("OUT_DIR")?;
    let probe = Path::new(&out).join("probe.rs");
    fs::write(&probe, "fn main() {}")?;
    let mut compiler = Command::new(variable("RUSTC")?);
    compiler.arg(probe).args(["--out-dir", &out, "--target", &variable("TARGET")?]).args(flags);
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        compiler.arg(format!("-Clinker={linker}"));
    }
    let more = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    compiler.args(more.split('\x1f').filter(|flag| !flag.is_empty()));
    // What it says about flags that it can't use is nobody's concern.
    Ok(compiler.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success())
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

fn compress_completions() -> io::Result<()> {
    let out = variable("OUT_DIR")?;
    println!("cargo::rerun-if-changed=completions");
    for script in fs::read_dir("completions")? {
        let script = script?.path();
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&fs::read(&script)?)?;
        let name = script.file_name().unwrap_or_default().to_string_lossy();
        fs::write(Path::new(&out).join(format!("{name}.deflate")), encoder.finish()?)?;
    }
    Ok(())
}
