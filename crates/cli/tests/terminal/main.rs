//! What somebody meets at the terminal: options, messages, exit codes and the files that are written.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

mod formats;
mod newcomers;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Ran {
    code: i32,
    out: String,
    told: String,
}

fn actlas(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlas"));
    command.args(words).current_dir(folder).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn run(folder: &Path, words: &[&str]) -> Ran {
    let done = actlas(folder, words).output().expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: text(&done.stdout),
        told: text(&done.stderr),
    }
}

/// A new folder with these files, in folders of their own where their names say so.
fn folder_with(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("terminal-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}
