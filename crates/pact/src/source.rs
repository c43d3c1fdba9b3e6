use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The files of the pacts: path relative to their folder, and text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PactFiles {
    /// The files, in the order of their paths.
    pub files: BTreeMap<String, String>,
}

impl PactFiles {
    /// The pacts that are built in.
    pub fn embedded() -> PactFiles {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        PactFiles { files: FILES.iter().map(file).collect() }
    }

    /// The hash of every file with its name.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in &self.files {
            hash.update((path.len() as u64).to_le_bytes());
            hash.update(path);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        let mut text = String::from("sha256:");
        for byte in hash.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}
