//! A target whose answers go over the wire in another way: a small server in front of it, for bytes that an interceptor cannot
//! change because it stands behind the HTTP client.

use std::{
    convert::Infallible,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::{BufMut as _, Bytes, BytesMut};
use futures::{Stream, stream};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::{
    Request, Response,
    body::{Frame, Incoming},
    header,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::{net::TcpListener, task::JoinHandle};

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

/// The server in front of a target; dropping it stops it.
#[derive(Debug)]
pub struct FramedTarget {
    origin: String,
    served: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl FramedTarget {
    /// Starts a server in front of the target at the origin `target`.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start(target: &str, framing: Framing) -> io::Result<Self> {
        crate::install_crypto();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let served = Arc::<AtomicUsize>::default();
        let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let http = builder.no_proxy().build().map_err(io::Error::other)?;
        let front = Front { http, target: target.to_owned(), framing, served: served.clone() };
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = stream.set_nodelay(true);
                let front = front.clone();
                let service = service_fn(move |request| answer(front.clone(), request));
                let serving = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                tokio::spawn(serving);
            }
        });
        Ok(Self { origin, served, task })
    }

    /// The origin of the server.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The number of answers that were sent in this way.
    #[must_use]
    pub fn served(&self) -> usize {
        self.served.load(Ordering::Relaxed)
    }
}

impl Drop for FramedTarget {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The state that the connections of a server share.
#[derive(Clone, Debug)]
struct Front {
    http: reqwest::Client,
    target: String,
    framing: Framing,
    served: Arc<AtomicUsize>,
}

/// Headers that belong to one connection.
const OF_CONNECTION: [header::HeaderName; 4] =
    [header::HOST, header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];

/// A part of a body, which is always there.
type Framed = Result<Frame<Bytes>, Infallible>;

type Chunks = std::pin::Pin<Box<dyn Stream<Item = Framed> + Send>>;

/// Forwards a request, and sends the answer's body in the way of this server.
///
/// # Errors
/// If the target cannot be reached; the connection is closed then.
async fn answer(
    front: Front,
    request: Request<Incoming>,
) -> Result<Response<StreamBody<Chunks>>, io::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let url = format!("{}{path}", front.target.trim_end_matches('/'));
    let mut headers = head.headers;
    for name in &OF_CONNECTION {
        headers.remove(name);
    }
    let sent = front.http.request(head.method, url).headers(headers).body(body).send().await;
    let came = sent.map_err(io::Error::other)?;
    let (status, mut headers) = (came.status(), came.headers().clone());
    let body = came.bytes().await.map_err(io::Error::other)?;
    for name in &OF_CONNECTION {
        headers.remove(name);
    }
    let has_body = !body.is_empty();
    let chunks: Chunks = match front.framing {
        Framing::Chunked => Box::pin(stream::iter(pieces(&body, CHUNK).map(Frame::data).map(Ok))),
        Framing::Slow => Box::pin(stream::unfold(
            pieces(&body, SLOW_CHUNK).collect::<Vec<_>>().into_iter(),
            |mut left| async move {
                let piece = left.next()?;
                tokio::time::sleep(PAUSE).await;
                Some((Ok(Frame::data(piece)), left))
            },
        )),
        Framing::Gzip if has_body => {
            headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
            Box::pin(stream::iter([Ok(Frame::data(gzip(&body)))]))
        }
        Framing::Gzip => Box::pin(stream::iter([])),
    };
    front.served.fetch_add(usize::from(has_body), Ordering::Relaxed);
    let mut response = Response::new(StreamBody::new(chunks));
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    Ok(response)
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
