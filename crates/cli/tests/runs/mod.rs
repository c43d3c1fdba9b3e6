//! Runs of the command in a folder of its own.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub const REGISTER: &str = "{\"id\": \"A-1\", \"name\": \"CV ranking\", \"purpose\": \"Ranks applicants for \
                        a vacancy by how well their CV fits\"}\n";
pub const ANSWER: &str = "{\"id\":\"A-1\",\"fact\":\"performs_profiling\",\"value\":true,\"act\":\"attest\",\
                      \"by\":\"Ann\",\"at\":\"2026-11-21\"}";

/// What came of a run.
pub struct Ran {
    pub code: i32,
    pub out: Vec<u8>,
    pub told: String,
}

/// Runs in a folder, with something to read on standard input.
pub fn run_with(folder: &Path, words: &[&str], typed: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(words)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // Who reads nothing has closed it.
    let _ = child.stdin.take().expect("a pipe").write_all(typed.as_bytes());
    let done = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    Ran { code: done.status.code().unwrap_or(-1), out: done.stdout, told }
}

pub fn run(folder: &Path, words: &[&str]) -> Ran {
    run_with(folder, words, "")
}

/// A new folder with a register, an answer, a mapping and a configuration.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("runs-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("registers")).expect("a folder");
    let put = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    put("a.jsonl", REGISTER);
    put("systems.csv", "id,name,purpose\nA-1,CV ranking,Ranks applicants for a vacancy\n");
    put("registers/b.csv", "id,name,purpose\nB-1,CV ranking,Ranks applicants for a vacancy\n");
    put("a.facts.jsonl", &format!("{ANSWER}\n"));
    put("columns.yaml", "Goal: purpose\n");
    // An ending promises a format and is refused for another; these have none.
    put("columns", "Goal: purpose\n");
    put("plain", REGISTER);
    put("article", "Meta declined to sign the AI Pact on 25 September 2024.\n");
    put("c.toml", "inputs = [\"a.jsonl\"]\n");
    put("empty.csv", "id,name\n");
    put("article.txt", "Meta declined to sign the AI Pact on 25 September 2024.\n");
    folder
}
