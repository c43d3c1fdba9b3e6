use std::collections::BTreeMap;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The file of weights, in the folder of a lexicon.
pub const WEIGHTS_FILE: &str = "classifier/weights.bin";

const WEIGHTS: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../lexicon/classifier/weights.bin"));

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
        let files = self.files.iter().map(|(path, text)| (path.as_bytes(), text.as_bytes()));
        let weights =
            (!self.weights.is_empty()).then_some((WEIGHTS_FILE.as_bytes(), &*self.weights));
        actlas_files::sha256(files.chain(weights))
    }
}
