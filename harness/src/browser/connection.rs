//! The conversation with a browser in the Chrome `DevTools` Protocol: commands, answers and events, each a JSON text that ends
//! with a zero byte.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use regex::Regex;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    sync::{mpsc, oneshot},
    time::timeout,
};

use super::BrowserError;

/// Pages of a target on this machine are there in milliseconds; this bounds a command that never ends.
pub(super) const COMMAND_LIMIT: Duration = Duration::from_secs(10);

/// The end of each message.
const END: u8 = 0;

/// A conversation with a running browser, which ends with the last copy of it.
#[derive(Clone, Debug)]
pub(super) struct DevToolsConnection {
    outgoing: mpsc::UnboundedSender<Vec<u8>>,
    state: Arc<Mutex<ConversationState>>,
}

/// The state of a conversation: commands that wait for their answers, and what events have told.
#[derive(Debug, Default)]
struct ConversationState {
    last: u64,
    waiting: HashMap<u64, OpenCommand>,
    /// The pages that have crashed or are closed.
    gone: HashSet<String>,
    /// The frames that load something.
    loading: HashSet<String>,
    is_over: bool,
}

/// A command that waits for its answer.
#[derive(Debug)]
struct OpenCommand {
    session: Option<String>,
    answer: oneshot::Sender<Result<Value, BrowserError>>,
}

/// A message of the browser: an answer, which has an id, or an event, which has a method.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BrowserMessage {
    id: Option<u64>,
    #[serde(default)]
    result: Value,
    error: Option<ProtocolError>,
    #[serde(default)]
    method: String,
    session_id: Option<String>,
    #[serde(default)]
    params: Value,
}

#[derive(Debug, Deserialize)]
struct ProtocolError {
    message: String,
}

/// Half a character, as scripts may have it in a text. It stands in no text of Rust.
static SURROGATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}").ok());

impl BrowserMessage {
    /// Reads a message; none if it is no JSON.
    fn read(message: &[u8]) -> Option<Self> {
        serde_json::from_slice(message).ok().or_else(|| {
            let text = std::str::from_utf8(message).ok()?;
            let whole = SURROGATE.as_ref()?.replace_all(text, r"\ufffd");
            serde_json::from_str(&whole).ok()
        })
    }

    /// The frame that an event is about.
    fn frame(&self) -> Option<String> {
        self.params["frameId"].as_str().map(str::to_owned)
    }
}

impl DevToolsConnection {
    /// Speaks to a browser that reads from one end and writes to the other.
    pub(super) fn over(
        to: impl AsyncWrite + Send + Unpin + 'static,
        from: impl AsyncRead + Send + Unpin + 'static,
    ) -> Self {
        let (outgoing, messages) = mpsc::unbounded_channel();
        let connection = Self { outgoing, state: Arc::default() };
        tokio::spawn(write_all(messages, to));
        // The browser ends when the last sender is dropped, so the reader keeps only weak ones.
        let (answering, state) =
            (connection.outgoing.downgrade(), Arc::downgrade(&connection.state));
        tokio::spawn(async move {
            let mut from = BufReader::new(from);
            let mut message = Vec::new();
            while matches!(from.read_until(END, &mut message).await, Ok(length) if length > 0) {
                let (Some(outgoing), Some(state)) = (answering.upgrade(), state.upgrade()) else {
                    return;
                };
                message.pop_if(|last| *last == END);
                Self { outgoing, state }.receive(&message);
                message.clear();
            }
            if let Some(state) = state.upgrade() {
                let mut state = lock(&state);
                state.is_over = true;
                state.waiting.clear();
            }
        });
        connection
    }

    /// True if the browser has ended the conversation.
    pub(super) fn is_over(&self) -> bool {
        lock(&self.state).is_over
    }

    /// True while a frame loads a page.
    pub(super) fn is_loading(&self, frame: &str) -> bool {
        lock(&self.state).loading.contains(frame)
    }

    /// Gives a command to the browser, or to one of its pages, and waits for the answer.
    pub(super) async fn tell(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, BrowserError> {
        self.tell_within(COMMAND_LIMIT, session, method, params).await
    }

    /// Gives a command and waits up to a limit for the answer.
    pub(super) async fn tell_within(
        &self,
        limit: Duration,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, BrowserError> {
        let answer = self.send(session, method, &params);
        match timeout(limit, answer).await {
            Ok(answer) => answer.map_err(|_| BrowserError::Silent)?,
            Err(_) => Err(BrowserError::Slow { method: method.to_owned(), limit }),
        }
    }

    /// Sends a command.
    pub(super) fn send(
        &self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> oneshot::Receiver<Result<Value, BrowserError>> {
        let (answer, answered) = oneshot::channel();
        let mut state = lock(&self.state);
        state.last += 1;
        let id = state.last;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut message = message.to_string().into_bytes();
        message.push(END);
        // Without a reader of answers, the sender of this one is dropped, which is the caller's answer.
        let is_gone = session.is_some_and(|session| state.gone.contains(session));
        if !is_gone && !state.is_over && self.outgoing.send(message).is_ok() {
            let session = session.map(str::to_owned);
            state.waiting.insert(id, OpenCommand { session, answer });
        }
        answered
    }

    fn receive(&self, message: &[u8]) {
        let Some(message) = BrowserMessage::read(message) else { return };
        if let Some(id) = message.id {
            let answer = match message.error {
                Some(error) => Err(BrowserError::Refusal(error.message)),
                None => Ok(message.result),
            };
            if let Some(command) = lock(&self.state).waiting.remove(&id) {
                // The caller may have given up.
                let _ = command.answer.send(answer);
            }
            return;
        }
        match message.method.as_str() {
            // A page that asks whether somebody is sure is told yes.
            "Page.javascriptDialogOpening" => {
                let session = message.session_id.as_deref();
                drop(self.send(session, "Page.handleJavaScriptDialog", &json!({ "accept": true })));
            }
            "Page.frameStartedLoading" => {
                lock(&self.state).loading.extend(message.frame());
            }
            "Page.frameStoppedLoading" => {
                if let Some(frame) = message.frame() {
                    lock(&self.state).loading.remove(&frame);
                }
            }
            // A page that is gone answers nothing more.
            "Inspector.targetCrashed" => self.give_up(message.session_id.as_deref()),
            "Target.detachedFromTarget" => self.give_up(message.params["sessionId"].as_str()),
            _ => {}
        }
    }

    /// Ends the commands of a page that wait for their answers, and those that follow.
    fn give_up(&self, session: Option<&str>) {
        let is_of_another = |command: &OpenCommand| command.session.as_deref() != session;
        let mut state = lock(&self.state);
        state.waiting.retain(|_, command| is_of_another(command));
        state.gone.extend(session.map(str::to_owned));
    }
}

/// Writes messages until nobody has more of them, or nobody reads them.
async fn write_all(
    mut messages: mpsc::UnboundedReceiver<Vec<u8>>,
    mut to: impl AsyncWrite + Send + Unpin + 'static,
) {
    while let Some(message) = messages.recv().await {
        if to.write_all(&message).await.is_err() || to.flush().await.is_err() {
            return;
        }
    }
}

fn lock(state: &Mutex<ConversationState>) -> MutexGuard<'_, ConversationState> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::BrowserMessage;

    #[test]
    fn half_a_character_in_a_text_loses_no_answer() {
        let message = br#"{"id": 7, "result": {"value": "before \ud800 after"}}"#;
        let read = BrowserMessage::read(message).expect("an answer");
        assert_eq!(read.id, Some(7));
        assert_eq!(read.result["value"], "before \u{fffd} after");
        assert!(BrowserMessage::read(b"no JSON").is_none());
    }
}
