//! One number for everything an engine found.

/// For how many systems a conclusion is true, false and unknown.
pub type Counts = [u64; 3];

/// The checksums of the workload of 400 rules, by number of systems. They were computed by
/// independent engines (a tree walk, SQL, array libraries) and are what every engine must find.
pub const EXPECTED: &[(usize, u64)] = &[
    (1_000, 0xe447_d9be_df23_8959),
    (100_000, 0xf8ef_d89d_da89_9be3),
    (1_000_000, 0x6037_ef9b_5961_7a1b),
    (10_000_000, 0xec13_504a_99b7_b1d9),
];

/// The checksum that must be found over so many systems, where it is known.
pub fn expected(systems: usize) -> Option<u64> {
    EXPECTED.iter().find(|(of, _)| *of == systems).map(|(_, checksum)| *checksum)
}

/// FNV-1a over the counts of each conclusion, in order, as little-endian bytes.
pub fn checksum(counts: &[Counts]) -> u64 {
    let bytes = counts.iter().flatten().flat_map(|count| count.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
