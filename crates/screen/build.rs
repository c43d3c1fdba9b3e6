//! Lists the files of the lexicon so that they can be built into the binary.
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let missing = |name: &str| io::Error::other(format!("{name} is not set"));
    let here =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|_| missing("CARGO_MANIFEST_DIR"))?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|_| missing("OUT_DIR"))?);
    let lexicon = here.join("../../lexicon").canonicalize()?;
    println!("cargo::rerun-if-changed={}", lexicon.display());
    let mut files = Vec::new();
    collect(&lexicon, &mut files)?;
    files.sort();
    let mut code = String::from("pub(crate) const FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&lexicon).map_err(io::Error::other)?.to_string_lossy();
        code += &format!("    ({name:?}, include_str!({:?})),\n", file.display().to_string());
    }
    code += "];\n";
    let weights = lexicon.join("classifier/weights.bin");
    code += &match weights.is_file() {
        true => format!(
            "pub(crate) const WEIGHTS: &[u8] = include_bytes!({:?});\n",
            weights.display().to_string()
        ),
        false => "pub(crate) const WEIGHTS: &[u8] = &[];\n".to_owned(),
    };
    fs::write(out.join("embedded.rs"), code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}
