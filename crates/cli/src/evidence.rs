//! Files that are named as evidence: whether the one at hand is the one that was named.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use actlas_facts::{Entry, FileSeen, Place};
use actlas_files::{Digest as _, Sha256};

/// Largest file that is hashed.
const MAX_FILE_BYTES: u64 = 4 << 30;

/// Looks at every file that is named with its hash, from where the facts file stands.
pub fn look_at_files(facts: &Path, lines: &mut [(Place, Entry)]) {
    let folder = facts.parent().unwrap_or(Path::new(""));
    // Beside a pipe stands nothing that was named.
    let stands_still = fs::metadata(facts).is_ok_and(|about| about.is_file());
    for (_, line) in lines {
        let Entry::Evidence(line) = line else { continue };
        if line.sha256.is_empty() || line.source.contains("://") {
            continue;
        }
        let path = folder.join(&line.source);
        // What cannot be read is neither another file nor none.
        let Some(found) = hash(&path) else {
            if stands_still && is_from_here(&line.source) && is_absent(&path) {
                line.file = FileSeen::Absent;
            }
            continue;
        };
        let same = found.eq_ignore_ascii_case(line.sha256.trim());
        line.file = if same { FileSeen::Same } else { FileSeen::Differs };
    }
}

fn is_absent(path: &Path) -> bool {
    let gone = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
    fs::metadata(path).is_err_and(|error| gone.contains(&error.kind()))
}

/// Whether a source is a path from the facts file on: no address, and none of one machine alone, which another may
/// lack.
fn is_from_here(source: &str) -> bool {
    let has_scheme = source.split_once(':').is_some_and(|(scheme, rest)| {
        let is_word = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        !scheme.is_empty() && scheme.chars().all(is_word) && !rest.starts_with(char::is_whitespace)
    });
    !has_scheme && !source.starts_with(['/', '\\'])
}

/// The SHA-256 of an ordinary file.
pub fn hash(path: &Path) -> Option<String> {
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
    Some(actlas_files::digits(hasher))
}
