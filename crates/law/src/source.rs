use std::collections::BTreeMap;

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
        let counts = |(path, _): &(&str, &str)| !path.starts_with("scenarios/");
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        actlas_files::sha256(files.filter(counts))
    }
}
