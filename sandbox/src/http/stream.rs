//! A connection that closes if the other side stops reading, and that waits before it closes while
//! the other side still sends.

use std::future::Future;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// Time in which the other side may go on sending after the last answer.
const LINGER_TIME: Duration = Duration::from_secs(2);
/// Upper bound for the bytes that are dropped in that time.
const LINGER_BYTES: usize = 4 * 1024 * 1024;

/// A stream on which writing fails after `limit` without progress.
///
/// Closing a connection with unread bytes resets it, and the other side may lose the answer. So if
/// a part of a request is left unread, the stream first stops writing, and reads on within bounds
/// until the other side has closed.
pub(super) struct Impatient<S> {
    stream: S,
    limit: Duration,
    /// The timer that runs while the other side reads no byte.
    alarm: Option<Pin<Box<Sleep>>>,
    has_unread: Arc<AtomicBool>,
    /// The timer and the bytes dropped since writing has stopped.
    linger: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<S> Impatient<S> {
    /// A stream that lingers at its end if `has_unread` is true by then.
    pub(super) fn new(stream: S, limit: Duration, has_unread: Arc<AtomicBool>) -> Self {
        Self { stream, limit, alarm: None, has_unread, linger: None }
    }

    fn watch(&mut self, cx: &mut Context<'_>, written: Poll<Result<usize>>) -> Poll<Result<usize>> {
        if written.is_ready() {
            self.alarm = None;
            return written;
        }
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep(self.limit)));
        alarm.as_mut().poll(cx).map(|()| Err(Error::from(ErrorKind::TimedOut)))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.watch(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.watch(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        if self.linger.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            self.linger = Some((Box::pin(sleep(LINGER_TIME)), 0));
        }
        if self.has_unread.load(Ordering::Relaxed) {
            self.poll_linger(cx)
        } else {
            Poll::Ready(Ok(()))
        }
    }
}

impl<S: AsyncRead + Unpin> Impatient<S> {
    /// Reads and drops bytes until the other side has closed, or a bound is reached.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let Self { stream, linger: Some((end, dropped)), .. } = self else {
            return Poll::Ready(Ok(()));
        };
        let mut bytes = [0; 8 * 1024];
        while *dropped < LINGER_BYTES && end.as_mut().poll(cx).is_pending() {
            let mut buf = ReadBuf::new(&mut bytes);
            match ready!(Pin::new(&mut *stream).poll_read(cx, &mut buf)) {
                Ok(()) if !buf.filled().is_empty() => *dropped += buf.filled().len(),
                _ => break,
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const WRITE: Duration = Duration::from_secs(2);

    #[tokio::test]
    async fn writing_ends_when_nobody_reads() {
        let (_silent, near) = duplex(16);
        let mut stream = Impatient::new(near, Duration::from_millis(20), Arc::default());
        let error = stream.write_all(&[0; 64]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_slow_reader_gets_everything() {
        let (mut far, near) = duplex(16);
        let mut stream = Impatient::new(near, WRITE, Arc::default());
        let reading = async {
            for _ in 0..64 {
                sleep(Duration::from_millis(1)).await;
                far.read_u8().await.unwrap();
            }
        };
        let (written, ()) = tokio::join!(stream.write_all(&[0; 64]), reading);
        written.unwrap();
        assert!(stream.alarm.is_none());
    }

    #[tokio::test]
    async fn a_stream_with_unread_bytes_lingers_until_the_other_side_has_closed() {
        let (mut far, near) = duplex(16);
        let mut stream = Impatient::new(near, WRITE, Arc::new(AtomicBool::new(true)));
        let sending = async {
            let mut end = Vec::new();
            far.write_all(&[0; 64]).await.unwrap();
            far.read_to_end(&mut end).await.unwrap();
            far.shutdown().await.unwrap();
        };
        let (closed, ()) = tokio::join!(stream.shutdown(), sending);
        closed.unwrap();
    }

    #[tokio::test]
    async fn lingering_has_an_end() {
        let (_silent, near) = duplex(16);
        let mut stream = Impatient::new(near, WRITE, Arc::new(AtomicBool::new(true)));
        stream.shutdown().await.unwrap();
        let (mut far, near) = duplex(16);
        let mut stream = Impatient::new(near, WRITE, Arc::new(AtomicBool::new(true)));
        let endless = async { while far.write_all(&[0; 64]).await.is_ok() {} };
        tokio::select! {
            closed = stream.shutdown() => closed.unwrap(),
            () = endless => unreachable!(),
        }
    }
}
