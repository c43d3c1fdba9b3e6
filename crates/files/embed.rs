//! For build scripts: a folder of data becomes a constant of the crate.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Writes `embedded.rs`: a constant `FILES` of the paths within `folder` and the texts of all files with
/// one of `extensions`. `folder` is relative to the crate.
pub fn embed(folder: &str, extensions: &[&str]) -> io::Result<()> {
    let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join(folder).canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(&folder, extensions, &mut files)?;
    files.sort();
    let mut code = String::from("pub(crate) const FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&folder).map_err(io::Error::other)?.to_string_lossy();
        code += &format!("    ({name:?}, include_str!({:?})),\n", file.display().to_string());
    }
    code += "];\n";
    fs::write(Path::new(&variable("OUT_DIR")?).join("embedded.rs"), code)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}

fn collect(folder: &Path, extensions: &[&str], files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ends = |end: &OsStr| extensions.iter().any(|at| end == *at);
        if path.is_dir() {
            collect(&path, extensions, files)?;
        } else if path.extension().is_some_and(ends) {
            files.push(path);
        }
    }
    Ok(())
}
