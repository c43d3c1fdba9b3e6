//! Files that are named as evidence: whether the one at hand is the one that was named.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use actlas_facts::{Entry, FileSeen, Place};
use actlas_files::{Digest as _, Sha256, digits};

/// Largest file that is hashed.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// Looks at every file that is named with its hash, from where the facts file stands.
pub fn look_at_files(facts: &Path, lines: &mut [(Place, Entry)]) {
    let folder = facts.parent().unwrap_or(Path::new(""));
    for (_, line) in lines {
        let Entry::Evidence(line) = line else { continue };
        if line.sha256.is_empty() || line.source.contains("://") {
            continue;
        }
        // A file that is not at hand is not another file.
        let Some(found) = hash(&folder.join(&line.source)) else { continue };
        let same = found.eq_ignore_ascii_case(line.sha256.trim());
        line.file = if same { FileSeen::Same } else { FileSeen::Differs };
    }
}

/// The SHA-256 of an ordinary file.
fn hash(path: &Path) -> Option<String> {
    let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    if about.len() > MAX_FILE_BYTES {
        return None;
    }
    let mut hasher = Sha256::new();
    let mut file = File::open(path).ok()?.take(MAX_FILE_BYTES);
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(len) => hasher.update(buffer.get(..len)?),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    Some(digits(hasher))
}
