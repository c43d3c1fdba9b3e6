use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The files of a pack: path relative to the pack's folder, and text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackFiles {
    /// The files, in the order of their paths.
    pub files: BTreeMap<String, String>,
}

impl PackFiles {
    /// The pack that is built in.
    pub fn embedded() -> PackFiles {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        PackFiles { files: FILES.iter().map(file).collect() }
    }

    /// The hash of everything that can change an answer. Scenarios cannot, so they are left out.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in self.files.iter().filter(|(path, _)| !path.starts_with("scenarios/")) {
            hash.update((path.len() as u64).to_le_bytes());
            hash.update(path);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        sha256_text(hash)
    }
}

/// `sha256:` and the hash in hexadecimal digits.
pub(crate) fn sha256_text(hash: Sha256) -> String {
    let mut text = String::from("sha256:");
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
