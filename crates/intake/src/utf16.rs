//! UTF-16 on its way to the readers of UTF-8.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

/// Which of its two bytes comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Little,
    Big,
}

/// The order of bytes of a text that is UTF-16: by its mark or, without one, because every other byte of
/// its first characters is zero.
pub(crate) fn order(start: &[u8]) -> Option<Order> {
    match start {
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] => Some(Order::Little),
        [0xfe, 0xff, ..] => Some(Order::Big),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some(Order::Little),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some(Order::Big),
        _ => None,
    }
}

/// A reader of UTF-8 over one of UTF-16. What is no character becomes `�`.
pub(crate) struct Utf16<R> {
    inner: R,
    decoder: Decoder,
    buffer: Vec<u8>,
    /// What was decoded and not yet handed on.
    ready: Vec<u8>,
    handed: usize,
    ended: bool,
}

impl<R: Read> Utf16<R> {
    pub(crate) fn new(inner: R, order: Order) -> Utf16<R> {
        let encoding = match order {
            Order::Little => UTF_16LE,
            Order::Big => UTF_16BE,
        };
        let decoder = encoding.new_decoder_with_bom_removal();
        let buffer = vec![0; 32 << 10];
        Utf16 { inner, decoder, buffer, ready: Vec::new(), handed: 0, ended: false }
    }

    fn decode(&mut self) -> io::Result<()> {
        let count = self.inner.read(&mut self.buffer)?;
        self.ended = count == 0;
        let bytes = self.buffer.get(..count).unwrap_or_default();
        let room = self.decoder.max_utf8_buffer_length(count).unwrap_or(count * 3 + 16);
        self.ready.resize(room, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.ready, self.ended);
        self.ready.truncate(written);
        self.handed = 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.handed >= self.ready.len() {
            if self.ended || out.is_empty() {
                return Ok(0);
            }
            self.decode()?;
        }
        let ready = self.ready.get(self.handed..).unwrap_or_default();
        let count = ready.len().min(out.len());
        for (to, from) in out.iter_mut().zip(ready) {
            *to = *from;
        }
        self.handed += count;
        Ok(count)
    }
}
