//! Answers of models on disk, by what was asked. What lies there is checked like an answer that just came.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::{env, process};

use actlas_files::{Digest as _, Sha256, digits};
use actlas_text::model::Request;
use serde_json::{Value, json};

/// Largest file that is read.
const MAX_FILE_BYTES: u64 = 4 << 20;

pub struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    /// A cache in a folder, or in the cache folder of the user; none if there is neither.
    pub fn new(folder: Option<&PathBuf>) -> Cache {
        Cache { folder: folder.cloned().or_else(of_user) }
    }

    /// A name for everything that can change an answer.
    pub fn key(prompt: &str, model: &str, request: &Request) -> String {
        let mut hash = Sha256::new();
        for part in [prompt, model, request.instructions.as_str(), request.material.as_str()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        digits(hash)
    }

    /// The answer that was kept. What cannot be read counts as none.
    pub fn get(&self, key: &str) -> Option<String> {
        let path = self.folder.as_ref()?.join(format!("{key}.json"));
        let mut text = String::new();
        File::open(path).ok()?.take(MAX_FILE_BYTES).read_to_string(&mut text).ok()?;
        let value: Value = serde_json::from_str(&text).ok()?;
        value.get("answer").and_then(Value::as_str).map(str::to_owned)
    }

    /// Keeps an answer. It appears whole or not at all.
    pub fn put(&self, key: &str, prompt: &str, model: &str, answer: &str) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        make(folder)?;
        let aside = folder.join(format!("{key}.{}.part", process::id()));
        let kept = json!({"prompt": prompt, "model": model, "answer": answer});
        let mut file = File::create(&aside)?;
        file.write_all(kept.to_string().as_bytes())?;
        drop(file);
        fs::rename(&aside, folder.join(format!("{key}.json")))
    }
}

/// Answers quote registers, which may be nobody else's business on a shared machine.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn of_user() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|at| at.is_absolute());
    let base = named("XDG_CACHE_HOME")
        .or_else(|| named("LOCALAPPDATA"))
        .or_else(|| named("HOME").map(|home| home.join(".cache")))?;
    Some(base.join("actlas").join("llm"))
}
