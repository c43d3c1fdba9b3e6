//! Inputs that can be read only once, such as pipes, kept so that they can be read again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Most that is kept of one.
const MAX_BYTES: u64 = 4 << 30;

/// What a pipe held, in a file without a name: when nobody reads it any more, it is gone.
#[derive(Clone, Debug)]
pub struct Spool {
    name: String,
    file: Arc<File>,
    /// Whether standard input holds more than was kept; the rest can be read once.
    more: bool,
}

impl PartialEq for Spool {
    fn eq(&self, other: &Spool) -> bool {
        Arc::ptr_eq(&self.file, &other.file)
    }
}

impl Eq for Spool {}

impl Spool {
    /// Reads a path to its end.
    pub(crate) fn of(path: &Path) -> io::Result<Spool> {
        let file = kept(File::open(path)?, MAX_BYTES)?;
        Ok(Spool { name: path.display().to_string(), file: Arc::new(file), more: false })
    }

    /// Reads standard input to its end, or as far as is kept.
    pub(crate) fn of_stdin() -> io::Result<Spool> {
        let mut file = nameless()?;
        let copied = io::copy(&mut io::stdin().lock().take(MAX_BYTES), &mut file)?;
        file.flush()?;
        Ok(Spool { name: "-".to_owned(), file: Arc::new(file), more: copied == MAX_BYTES })
    }

    /// Whether all of it was kept.
    pub(crate) fn is_whole(&self) -> bool {
        !self.more
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What was kept, from its beginning. One reader at a time: they share where they stand.
    pub(crate) fn open(&self) -> io::Result<impl Read + 'static> {
        let mut file = self.file.try_clone()?;
        file.rewind()?;
        let rest: Box<dyn Read> =
            if self.more { Box::new(io::stdin()) } else { Box::new(io::empty()) };
        Ok(file.chain(rest))
    }
}

fn kept(from: impl Read, most: u64) -> io::Result<File> {
    let mut file = nameless()?;
    if io::copy(&mut from.take(most + 1), &mut file)? > most {
        let says = format!("it is no file, and holds more than {} GiB", most >> 30);
        return Err(io::Error::new(io::ErrorKind::InvalidData, says));
    }
    Ok(file)
}

/// A file that only we can read and that has no name any more.
fn nameless() -> io::Result<File> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("actlas-{}-{count}", std::process::id()));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = match options.open(&path) {
        // One left behind by a process of the same number that was killed in between.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(&path)?;
            options.open(&path)?
        }
        file => file?,
    };
    fs::remove_file(&path)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pipe_fills_the_disk() {
        for (held, fits) in [("", true), ("12345678", true), ("123456789", false)] {
            let read = kept(held.as_bytes(), 8).map(|file| file.metadata().unwrap().len());
            assert_eq!(read.ok(), fits.then_some(held.len() as u64), "{held}");
        }
        assert!(kept(io::repeat(b'x'), 1 << 20).is_err());
        let ours = format!("actlas-{}-", std::process::id());
        let mut names = fs::read_dir(std::env::temp_dir()).unwrap().flatten();
        assert!(!names.any(|at| at.file_name().to_string_lossy().starts_with(&ours)));
    }
}
