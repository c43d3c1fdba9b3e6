//! The door to a language model, from outside: our own endpoint on this machine behaves well, badly,
//! slowly and obediently, and the run ends as it would without it.
#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic; that is how it fails"
)]

mod news;
mod records;
mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use server::Server;

/// How a run ended and what it printed.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// `actlas …` in the root of the repository, with a key and without a proxy.
fn actlas(args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlas"));
    for proxy in ["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "http_proxy"] {
        command.env_remove(proxy);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    command.args(args).current_dir(root).env("ACTLAS_LLM_KEY", KEY);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    // How far it got is said every few seconds, so how often depends on the machine.
    let told = text(output.stderr);
    let err = told.split_inclusive('\n').filter(|line| !line.ends_with(" …\n")).collect();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err }
}

const KEY: &str = "secret-of-the-test";

/// The same with the door open to a server.
fn asking(server: &Server, cache: &Path, args: &[&str]) -> Ran {
    let url = server.url();
    let door = ["--llm", &url, "--model", "tester", "--llm-cache", shown(cache)];
    actlas(&[args, &door].concat())
}

/// An empty folder of this test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("llm-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}
