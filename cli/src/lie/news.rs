//! The news of a proxy on the terminal: a line for each time a fault fires, and for each message that could not be handed on.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use conformance_harness::{
    fault::{FaultWatch, InjectedFault},
    proxy::{NoteTaker, ProxyNote},
    quote::escaped,
    report::Output,
};
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    time::{Instant, timeout_at},
};

/// The most lines of one subject in a second; further ones are only counted, so that a frequent fault does not hide a rare one.
const MOST_LINES: usize = 5;

/// The time to which that bound applies.
const SECOND: Duration = Duration::from_secs(1);

/// The most news that wait to be written.
const MOST_WAITING: usize = 1_000;

/// One line, with the subject that its bound applies to: the id of a fault, or trouble.
struct NewsLine {
    subject: String,
    text: String,
}

/// The subject of lines about messages that could not be handed on.
const TROUBLE: &str = "no answer";

/// The end of the news that the proxy's tasks have.
#[derive(Clone)]
pub(super) struct NewsSender(Sender<NewsLine>);

/// The end of the news that the terminal has.
pub(super) struct NewsReader(Receiver<NewsLine>);

/// A way of news to the terminal.
pub(super) fn news() -> (NewsSender, NewsReader) {
    let (sender, receiver) = channel(MOST_WAITING);
    (NewsSender(sender), NewsReader(receiver))
}

impl NewsSender {
    /// Takes the news of faults.
    pub(super) fn of_faults(&self) -> FaultWatch {
        let sender = self.clone();
        Arc::new(move |fault, message| sender.send(&fault.id, message))
    }

    /// Takes the news of the proxy, where `framed` is the fault that sends bodies in another way.
    pub(super) fn of_proxy(&self, framed: Option<InjectedFault>) -> NoteTaker {
        let sender = self.clone();
        Arc::new(move |note| match (note, &framed) {
            (ProxyNote::Trouble(text), _) => sender.send(TROUBLE, &text),
            (ProxyNote::Framed(call), Some(fault)) => {
                sender.send(&fault.id, &format!("answer to {call}"));
            }
            (ProxyNote::Framed(_), None) => {}
        })
    }

    fn send(&self, subject: &str, message: &str) {
        let text = match subject {
            TROUBLE => message.to_owned(),
            fault => format!("{fault} fired: {message}"),
        };
        // A message must not wait for the terminal; faults are counted elsewhere.
        let _ = self.0.try_send(NewsLine { subject: subject.to_owned(), text });
    }
}

impl NewsReader {
    /// Writes the news, for ever.
    pub(super) async fn write_to(mut self, output: &Output) {
        loop {
            let Some(first) = self.0.recv().await else { return std::future::pending().await };
            let end = Instant::now() + SECOND;
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            let mut next = Some(first);
            while let Some(line) = next {
                let count = counts.entry(line.subject).or_default();
                *count += 1;
                if *count <= MOST_LINES {
                    output.say(&escaped(&line.text));
                }
                next = timeout_at(end, self.0.recv()).await.ok().flatten();
            }
            for (subject, count) in counts {
                if count > MOST_LINES {
                    output.say(&format!("{subject}: {} more", count - MOST_LINES));
                }
            }
        }
    }
}
