//! The lines that a person types while a run goes on. They have one reader: of two, each would take lines that are meant for the
//! other one.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    sync::{
        Mutex, PoisonError,
        mpsc::{Sender, channel},
    },
    thread,
};

/// The reader of typed lines.
static READER: Mutex<KeyboardReader> = Mutex::new(KeyboardReader::Nobody);

enum KeyboardReader {
    /// No thread reads: who asks a question reads the answer.
    Nobody,
    /// A thread reads, and passes the next line on to the question that waits for it.
    Listener(Option<Sender<String>>),
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
            match asked {
                // A question that was given up needs no answer.
                Some(asked) => drop(asked.send(line.into_owned())),
                None => heard(&line),
            }
        }
        with_reader(|reader| *reader = KeyboardReader::Ended);
    });
}

/// Asks the person at the terminal; none if nobody is there, or the answer is empty.
#[must_use]
pub fn ask(question: &str) -> Option<String> {
    if !io::stdin().is_terminal() {
        return None;
    }
    let (sender, answer) = channel();
    let has_reader = with_reader(|reader| match reader {
        KeyboardReader::Nobody => Some(false),
        KeyboardReader::Listener(asked) => {
            *asked = Some(sender);
            Some(true)
        }
        KeyboardReader::Ended => None,
    })?;
    // Without standard error nobody reads the question, and no answer comes.
    let _ = write!(io::stderr(), "{question}");
    let line = if has_reader {
        answer.recv().ok()?
    } else {
        let mut line = String::new();
        io::stdin().read_line(&mut line).ok()?;
        line
    };
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
