//! The ways in which bodies of answers go over the wire, for bytes that an interceptor cannot change because it stands behind the
//! HTTP client. A proxy carries them out.

use std::{pin::Pin, time::Duration};

use bytes::{BufMut as _, Bytes, BytesMut};
use futures::{Stream, StreamExt as _, stream};
use serde::Deserialize;

/// The way in which the bodies of answers are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Framing {
    /// In small chunks, without a length.
    Chunked,
    /// In small chunks with pauses between them.
    Slow,
    /// Compressed with gzip, which every request without `Accept-Encoding` allows (RFC 9110, section 12.5.3).
    Gzip,
}

/// The size of a chunk in bytes; smaller than most bodies.
const CHUNK: usize = 48;

/// The size of a chunk that is sent slowly.
const SLOW_CHUNK: usize = 200;

/// The pause before a chunk that is sent slowly.
const PAUSE: Duration = Duration::from_millis(2);

/// The longest stored block of a compressed body.
const BLOCK: usize = 65_535;

/// The pieces of a body, in the order in which they are sent.
pub(crate) type BodyPieces = Pin<Box<dyn Stream<Item = Bytes> + Send>>;

impl Framing {
    /// The content coding, for the header that names it.
    pub(crate) fn coding(self) -> Option<&'static str> {
        (self == Self::Gzip).then_some("gzip")
    }

    /// A body that is not empty, as it goes over the wire.
    pub(crate) fn pieces(self, body: &Bytes) -> BodyPieces {
        match self {
            Self::Chunked => Box::pin(stream::iter(pieces(body, CHUNK))),
            Self::Slow => {
                Box::pin(stream::iter(pieces(body, SLOW_CHUNK)).then(|piece| async move {
                    tokio::time::sleep(PAUSE).await;
                    piece
                }))
            }
            Self::Gzip => Box::pin(stream::iter([gzip(body)])),
        }
    }
}

fn pieces(body: &Bytes, size: usize) -> impl Iterator<Item = Bytes> + Send + use<> {
    let body = body.clone();
    (0..body.len()).step_by(size).map(move |from| body.slice(from..body.len().min(from + size)))
}

/// A body in the gzip format (RFC 1952), in stored blocks: every reader of gzip must read them.
fn gzip(body: &[u8]) -> Bytes {
    let mut out = BytesMut::from(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255][..]);
    let mut blocks = body.chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        out.put_u8(u8::from(blocks.peek().is_none()));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.put_u16_le(length);
        out.put_u16_le(!length);
        out.extend_from_slice(block);
    }
    out.put_u32_le(crc32(body));
    out.put_u32_le(u32::try_from(body.len() & 0xffff_ffff).unwrap_or_default());
    out.freeze()
}

/// The checksum of the gzip format.
fn crc32(body: &[u8]) -> u32 {
    let mut crc = !0_u32;
    for byte in body {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_format() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let packed = gzip(b"{}");
        assert_eq!(&packed[10..17], &[1, 2, 0, 0xfd, 0xff, b'{', b'}']);
    }
}
