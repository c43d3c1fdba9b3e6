//! What of a text is weighed: its words, pairs of neighbours, pieces of words, ideas and pairs of ideas, each
//! as a hash.

/// Letters of a piece of a word, with its edges.
const PIECE: usize = 5;
/// Longest word that is taken to pieces; longer ones are no words.
const MAX_LETTERS: usize = 40;

/// The kinds are hashed apart.
const WORD: u64 = 1;
const PAIR: u64 = 2;
const PART: u64 = 3;
const IDEA: u64 = 4;
const IDEAS: u64 = 5;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

fn mix(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(PRIME)
}

/// Folds a hash to half its length.
fn short(hash: u64) -> u32 {
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (mixed >> 32) as u32
}

fn of_kind(kind: u64, bytes: impl Iterator<Item = u8>) -> u32 {
    short(bytes.fold(SEED ^ kind, mix))
}

/// The hash of a word.
pub(crate) fn word(word: &str) -> u32 {
    of_kind(WORD, word.bytes())
}

/// The hash of two words side by side, from their hashes.
pub(crate) fn pair(first: u32, second: u32) -> u32 {
    of_kind(PAIR, first.to_le_bytes().into_iter().chain(second.to_le_bytes()))
}

/// The hash of an idea.
pub(crate) fn idea(name: &str) -> u32 {
    of_kind(IDEA, name.bytes())
}

/// The hash of two ideas near each other, from their hashes.
pub(crate) fn ideas(first: u32, second: u32) -> u32 {
    of_kind(IDEAS, first.to_le_bytes().into_iter().chain(second.to_le_bytes()))
}

/// The hashes of a word and its pieces. Numbers weigh nothing.
pub(crate) fn of_word(text: &str, mut each: impl FnMut(u32)) {
    if text.chars().all(|at| at.is_numeric()) {
        return;
    }
    each(word(text));
    let mut letters: Vec<char> = Vec::with_capacity(text.len() + 2);
    letters.push('^');
    letters.extend(text.chars().take(MAX_LETTERS));
    letters.push('$');
    if letters.len() <= PIECE {
        return;
    }
    let mut bytes = [0_u8; 4];
    for piece in letters.windows(PIECE) {
        let mut hash = SEED ^ PART;
        for letter in piece {
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                hash = mix(hash, byte);
            }
        }
        each(short(hash));
    }
}

#[cfg(test)]
mod tests {
    use super::{of_word, pair, word};

    #[test]
    fn words_pairs_and_pieces_are_apart() {
        assert_ne!(word("rank"), word("ranks"));
        assert_ne!(pair(word("a"), word("b")), pair(word("b"), word("a")));
        let count = |text: &str| {
            let mut count = 0;
            of_word(text, |_| count += 1);
            count
        };
        assert_eq!(count("2026"), 0);
        assert_eq!(count("ai"), 1);
        // The word, and `^rank`, `rank$`.
        assert_eq!(count("rank"), 3);
        assert_eq!(count("ranks"), 4);
    }
}
