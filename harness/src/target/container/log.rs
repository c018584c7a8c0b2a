//! The end of a container's output, kept to be shown when the container fails.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use testcontainers::core::logs::LogFrame;
use tokio::sync::watch;

/// The size in bytes of the output that is kept; older lines make room for newer ones.
const KEPT: usize = 64 * 1024;

/// The most lines that are shown.
const SHOWN_LINES: usize = 40;

/// The time in which the rest of the output of a container that has ended must have arrived.
const REST_TIMEOUT: Duration = Duration::from_secs(1);

/// The end of a container's output; clones share it.
#[derive(Clone, Debug)]
pub(super) struct ContainerLog {
    kept: Arc<Mutex<VecDeque<u8>>>,
    /// Closed when no more output comes.
    ended: watch::Receiver<()>,
}

impl ContainerLog {
    /// An empty log, and the receiver of its output.
    pub(super) fn new() -> (Self, impl Fn(&LogFrame) + Send + Sync + 'static) {
        let (open, ended) = watch::channel(());
        let kept = Arc::<Mutex<VecDeque<u8>>>::default();
        let receiving = kept.clone();
        let receive = move |frame: &LogFrame| {
            let _ = &open;
            let mut kept = receiving.lock().unwrap_or_else(PoisonError::into_inner);
            kept.extend(frame.bytes());
            let excess = kept.len().saturating_sub(KEPT);
            drop(kept.drain(..excess));
        };
        (Self { kept, ended }, receive)
    }

    /// Waits until the container's output has ended, but not long.
    pub(super) async fn complete(&self) {
        let mut ended = self.ended.clone();
        let _ =
            tokio::time::timeout(REST_TIMEOUT, async { while ended.changed().await.is_ok() {} })
                .await;
    }

    /// The last lines, each indented.
    pub(super) fn tail(&self) -> String {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = kept.iter().copied().collect();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        let shown = &lines[lines.len().saturating_sub(SHOWN_LINES)..];
        if shown.is_empty() {
            return "  (it has written nothing)".to_owned();
        }
        let indented: Vec<String> = shown.iter().map(|line| format!("  {line}")).collect();
        indented.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_lines_are_kept_up_to_the_bound() {
        let (log, receive) = ContainerLog::new();
        assert_eq!(log.tail(), "  (it has written nothing)");
        for number in 0..10_000 {
            let line = format!("line {number} of a target that writes much\n");
            receive(&LogFrame::StdOut(line.into()));
        }
        receive(&LogFrame::StdErr("the reason\n".into()));
        let kept = log.kept.lock().expect("not poisoned").len();
        assert!(kept <= KEPT, "{kept}");
        drop(receive);
        log.complete().await;
        let tail = log.tail();
        assert_eq!(tail.lines().count(), SHOWN_LINES);
        assert!(tail.ends_with("\n  the reason") && tail.contains("line 9999"), "{tail}");
    }
}
