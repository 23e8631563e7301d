//! Compresses the completion scripts (DEFLATE, RFC 1951). Uncompressed they would be a tenth of the program's size.

use std::io::{self, Write as _};
use std::path::Path;
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> io::Result<()> {
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
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
