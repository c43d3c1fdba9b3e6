use std::io::{self, Read};

/// Longest line that is read. A record of a real register has some ten thousand characters.
pub(crate) const MAX_LINE_BYTES: usize = 16 << 20;

/// A reader that refuses endless lines, so that no input can fill the memory.
pub(crate) struct Guard<R> {
    inner: R,
    since_break: usize,
}

impl<R> Guard<R> {
    pub(crate) fn new(inner: R) -> Guard<R> {
        Guard { inner, since_break: 0 }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        match read.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => self.since_break = read.len() - at - 1,
            None => self.since_break += read.len(),
        }
        if self.since_break > MAX_LINE_BYTES {
            let says = format!("a line is longer than {} MiB", MAX_LINE_BYTES >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, says));
        }
        Ok(count)
    }
}
