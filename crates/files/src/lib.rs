//! The hash of folders of data: the law, the lexicon, the pacts, built in or the user's own. How a folder
//! is built in stands in `embed.rs` beside `src`, which build scripts take in as a module.

use std::fmt::Write as _;

pub use sha2::{Digest, Sha256};

/// The hash, as [`labelled`], of names and texts in the order given. Lengths are hashed too, so that no
/// text can pass for the end of one file and the start of the next.
pub fn sha256<T: AsRef<[u8]>>(files: impl IntoIterator<Item = (T, T)>) -> String {
    let mut hash = Sha256::new();
    for (path, text) in files {
        for part in [path.as_ref(), text.as_ref()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    labelled(hash)
}

/// `sha256:` and the hash in hexadecimal digits, as receipts show it.
pub fn labelled(hash: Sha256) -> String {
    format!("sha256:{}", digits(hash))
}

/// The hash in hexadecimal digits.
pub fn digits(hash: Sha256) -> String {
    let mut text = String::new();
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn a_text_cannot_pass_for_another_file() {
        assert_ne!(sha256([("a", "b"), ("c", "d")]), sha256([("a", "bcd")]));
        assert_ne!(sha256([("a", "b")]), sha256([("ab", "")]));
        let nothing = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256::<&str>([]), nothing);
    }
}
