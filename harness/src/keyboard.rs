//! The lines that a person types while a run goes on. They have one reader: of two, each would take lines that are meant for the
//! other one.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    sync::{Mutex, PoisonError},
    thread,
};

use tokio::sync::{self, oneshot};

/// The reader of typed lines.
static READER: Mutex<KeyboardReader> = Mutex::new(KeyboardReader::Nobody);

/// Held by the question that is asked: a person answers one after another.
static QUESTION: sync::Mutex<()> = sync::Mutex::const_new(());

enum KeyboardReader {
    /// No thread reads yet.
    Nobody,
    /// A thread reads, and passes the next line on to the question that waits for it.
    Listener(Option<oneshot::Sender<String>>),
    /// There are no more lines.
    Ended,
}

fn with_reader<T>(change: impl FnOnce(&mut KeyboardReader) -> T) -> T {
    change(&mut READER.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Passes each typed line on until the process ends: to the question that waits for an answer, or else to `heard`.
pub fn listen(heard: impl Fn(&str) + Send + 'static) {
    with_reader(|reader| *reader = KeyboardReader::Listener(None));
    thread::spawn(move || {
        for line in io::stdin().lock().split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            let asked = with_reader(|reader| match reader {
                KeyboardReader::Listener(asked) => asked.take(),
                KeyboardReader::Nobody | KeyboardReader::Ended => None,
            });
            match asked.filter(|asked| !asked.is_closed()) {
                Some(asked) => drop(asked.send(line.into_owned())),
                // No question waits, or the one that did was given up.
                None => heard(&line),
            }
        }
        with_reader(|reader| *reader = KeyboardReader::Ended);
    });
}

/// Asks the person at the terminal; none if nobody is there, or the answer is empty.
pub async fn ask(question: &str) -> Option<String> {
    if !io::stdin().is_terminal() {
        return None;
    }
    let _turn = QUESTION.lock().await;
    if with_reader(|reader| matches!(reader, KeyboardReader::Nobody)) {
        listen(|_| ());
    }
    let (sender, answer) = oneshot::channel();
    with_reader(|reader| match reader {
        KeyboardReader::Listener(asked) => *asked = Some(sender),
        KeyboardReader::Nobody | KeyboardReader::Ended => drop(sender),
    });
    // Without standard error nobody reads the question, and no answer comes.
    let _ = write!(io::stderr(), "{question}");
    let line = answer.await.ok()?;
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
