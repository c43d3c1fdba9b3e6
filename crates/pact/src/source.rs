use std::collections::BTreeMap;

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
        actlas_files::sha256(self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }
}
