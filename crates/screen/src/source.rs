use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The file of weights, in the folder of a lexicon.
pub const WEIGHTS_FILE: &str = "classifier/weights.bin";

/// The files of a lexicon: path relative to its folder, `en/employment.yaml`, and text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LexiconFiles {
    /// The files, in the order of their paths.
    pub files: BTreeMap<String, String>,
    /// The weights of the classifier, if there are any.
    pub weights: Vec<u8>,
}

impl LexiconFiles {
    /// The lexicon that is built in.
    pub fn embedded() -> LexiconFiles {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        LexiconFiles { files: FILES.iter().map(file).collect(), weights: WEIGHTS.to_vec() }
    }

    /// The hash of everything that can change a proposal.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in &self.files {
            hash.update((path.len() as u64).to_le_bytes());
            hash.update(path);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        if !self.weights.is_empty() {
            hash.update((self.weights.len() as u64).to_le_bytes());
            hash.update(&self.weights);
        }
        let mut text = String::from("sha256:");
        for byte in hash.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}
