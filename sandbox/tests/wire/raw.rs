//! Requests byte by byte on connections that are kept open.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Time after which an answer counts as lost; the sandbox answers early within about a second.
const LOST: Duration = Duration::from_secs(20);

/// An answer on a raw connection.
#[derive(Debug)]
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl RawAnswer {
    /// True if the answer says that the connection carries no further request.
    pub(crate) fn closes(&self) -> bool {
        self.head.to_lowercase().contains("\r\nconnection: close")
    }
}

/// A connection that stays open between requests.
pub(crate) struct RawConnection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl RawConnection {
    /// Connects to a listener, given by its URL.
    pub(crate) async fn to(url: &str) -> Self {
        let address = url.strip_prefix("http://").unwrap();
        Self::of(TcpStream::connect(address).await.unwrap())
    }

    /// Takes over a connection.
    pub(crate) fn of(stream: TcpStream) -> Self {
        Self { stream, received: vec![] }
    }

    /// The bytes that arrive until the end of the connection or of that time.
    pub(crate) async fn rest(&mut self, time: Duration) -> String {
        let _ = timeout(time, async { while self.receive().await.is_some() {} }).await;
        String::from_utf8(self.received.split_off(0)).unwrap()
    }

    /// Sends bytes; false if the other side has closed.
    pub(crate) async fn send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }

    /// Reads the next answer; none if the connection ended before it.
    pub(crate) async fn answer(&mut self) -> Option<RawAnswer> {
        timeout(LOST, self.read_answer()).await.ok().flatten()
    }

    async fn read_answer(&mut self) -> Option<RawAnswer> {
        let end = loop {
            match self.received.windows(4).position(|four| four == b"\r\n\r\n") {
                Some(end) => break end + 4,
                None => self.receive().await?,
            }
        };
        let head = String::from_utf8(self.received.drain(..end).collect()).unwrap();
        let lower = head.to_lowercase();
        let length = lower.split_once("content-length: ");
        let length = length.and_then(|(_, rest)| rest.split("\r\n").next()?.parse().ok());
        let length: usize = length.unwrap_or_default();
        while self.received.len() < length {
            self.receive().await?;
        }
        let body = String::from_utf8(self.received.drain(..length).collect()).unwrap();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(RawAnswer { status, head, body })
    }

    async fn receive(&mut self) -> Option<()> {
        let mut bytes = [0; 4096];
        let count = self.stream.read(&mut bytes).await.ok()?;
        self.received.extend_from_slice(&bytes[..count]);
        (count > 0).then_some(())
    }
}
