//! Makes the program smaller and quicker to start: compresses the completion scripts, which would otherwise be a tenth of it,
//! and links what unwinds the stack of a panic into it.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> io::Result<()> {
    link_unwinder();
    compress_completions()
}

/// As a shared library (libgcc_s), the unwinder takes a tenth of a short run to be found, read and linked, and the smallest
/// container images lack it. It is left at that where the compiler has no library to link.
fn link_unwinder() {
    let target = |part: &str| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if (target("OS").as_str(), target("ENV").as_str()) != ("linux", "gnu") {
        return;
    }
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let Ok(found) = Command::new(linker).arg("-print-file-name=libgcc_eh.a").output() else {
        return;
    };
    // A compiler that has none answers with the name as it was asked for.
    if Path::new(String::from_utf8_lossy(&found.stdout).trim()).is_absolute() {
        println!("cargo::rustc-link-lib=dylib:+verbatim=libgcc_eh.a");
    }
}

fn compress_completions() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
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
