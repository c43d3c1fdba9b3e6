use std::collections::BTreeMap;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The files of a lexicon: path relative to its folder, `en/employment.yaml`, and text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LexiconFiles {
    /// The files, in the order of their paths.
    pub files: BTreeMap<String, String>,
}

impl LexiconFiles {
    /// The lexicon that is built in.
    pub fn embedded() -> LexiconFiles {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        LexiconFiles { files: FILES.iter().map(file).collect() }
    }

    /// The hash of everything that can change a proposal.
    pub fn hash(&self) -> String {
        actlas_files::sha256(self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }
}
