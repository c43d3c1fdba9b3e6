//! Zip archives within bounds. Their directory is read before anything is unpacked, and what it says is
//! not believed: every entry is cut off where it should have ended.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use thiserror::Error;
use zip::ZipArchive;

/// Most that all entries together may unpack to.
const MAX_UNPACKED: u64 = 4 << 30;
/// How many times its own size an entry may unpack to. A sheet of real life is at some twenty, and the
/// worst that the method allows is a thousand.
const MAX_RATIO: u64 = 200;
/// Entries below this are small, whatever their ratio.
const SMALL: u64 = 4 << 20;
/// Most entries.
const MAX_ENTRIES: usize = 20_000;

/// Why an archive is not read.
#[derive(Debug, Error)]
pub(crate) enum ArchiveError {
    /// It has no directory, or a broken one.
    #[error("the archive is broken or was cut off: {0}")]
    Broken(String),
    /// It would fill memory or disk.
    #[error("`{entry}` would unpack to {unpacked} bytes from {packed}")]
    Bomb { entry: String, unpacked: u64, packed: u64 },
    /// All entries together would.
    #[error("the archive would unpack to more than {} GiB", MAX_UNPACKED >> 30)]
    Large,
    /// It has no end of entries.
    #[error("the archive has more than {MAX_ENTRIES} entries")]
    Many,
    /// A name leads out of the archive.
    #[error("the archive names `{0}`, a path that climbs out of it")]
    Climbs(String),
    /// An entry is encrypted.
    #[error("the archive is protected by a password")]
    Protected,
}

/// An archive whose directory was found to be within bounds.
pub(crate) struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// Names in lower case, because programs differ in how they write them.
    entries: BTreeMap<String, usize>,
}

impl Archive {
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Archive, ArchiveError> {
        let broken = |error: &dyn ToString| ArchiveError::Broken(error.to_string());
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        if zip.len() > MAX_ENTRIES {
            return Err(ArchiveError::Many);
        }
        let (mut entries, mut sum) = (BTreeMap::new(), 0u64);
        for at in 0..zip.len() {
            let entry = zip.by_index_raw(at).map_err(|error| broken(&error))?;
            let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
            let shown = || name.chars().take(80).collect::<String>();
            if climbs(&name) {
                return Err(ArchiveError::Climbs(shown()));
            }
            if entry.encrypted() {
                return Err(ArchiveError::Protected);
            }
            let (unpacked, packed) = (entry.size(), entry.compressed_size());
            if unpacked > SMALL && unpacked / MAX_RATIO > packed {
                return Err(ArchiveError::Bomb { entry: shown(), unpacked, packed });
            }
            sum = sum.saturating_add(unpacked);
            entries.entry(name.to_lowercase()).or_insert(at);
        }
        if sum > MAX_UNPACKED {
            return Err(ArchiveError::Large);
        }
        Ok(Archive { zip, entries })
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.entries.contains_key(&name.to_lowercase())
    }

    /// An entry, no longer than the directory says; `None` if there is none.
    pub(crate) fn entry(&mut self, name: &str) -> Result<Option<impl Read>, ArchiveError> {
        let Some(at) = self.entries.get(&name.to_lowercase()) else { return Ok(None) };
        let entry =
            self.zip.by_index(*at).map_err(|error| ArchiveError::Broken(error.to_string()))?;
        let left = entry.size();
        Ok(Some(Bounded { entry, left }))
    }
}

/// An entry that must not be longer than it says.
struct Bounded<R> {
    entry: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.entry.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => {
                let says = "an entry of the archive is longer than its directory says";
                return Err(io::Error::new(io::ErrorKind::InvalidData, says));
            }
        }
        Ok(count)
    }
}

/// Whether a name leads out of the archive or starts at the root of a disk.
fn climbs(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with('/') || drive || name.split('/').any(|part| part == "..")
}

/// The entry that a relation of another entry points to: `worksheets/sheet1.xml` of `xl/workbook.xml`
/// is `xl/worksheets/sheet1.xml`, and `/xl/…` starts at the top. `None` if it climbs out.
pub(crate) fn resolve(of: &str, target: &str) -> Option<String> {
    let target = target.replace('\\', "/");
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => of.split('/').collect(),
    };
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
