//! Questions on the terminal, each with an answer that Enter accepts.

use std::io::{self, Lines, StdinLock};

use conformance_harness::{quote::escaped, report::Output};

/// The input has ended.
pub(super) struct Ended;

/// A conversation with the author.
pub(super) struct Answers {
    lines: Lines<StdinLock<'static>>,
    output: Output,
}

impl Answers {
    pub(super) fn new(output: Output) -> Self {
        Self { lines: io::stdin().lines(), output }
    }

    pub(super) fn say(&self, text: &str) {
        self.output.say(&escaped(text));
    }

    /// Asks for a text in one line; an empty answer means the usual one.
    pub(super) fn text(&mut self, question: &str, usual: &str) -> Result<String, Ended> {
        self.say(&format!("{question} [{usual}]"));
        let answer = self.next()?;
        Ok(if answer.is_empty() { usual.to_owned() } else { answer })
    }

    /// Asks for one of these; an empty answer means the first.
    pub(super) fn choice(&mut self, question: &str, offered: &[&str]) -> Result<usize, Ended> {
        loop {
            self.say(question);
            for (index, one) in offered.iter().enumerate() {
                self.say(&format!("  {:>2} {one}", index + 1));
            }
            self.say(&format!("1 to {} [1]", offered.len()));
            let answer = self.next()?;
            if answer.is_empty() {
                return Ok(0);
            }
            let number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            match number.filter(|index| *index < offered.len()) {
                Some(index) => return Ok(index),
                None => self.say(&format!("{answer:?} is none of these numbers")),
            }
        }
    }

    fn next(&mut self) -> Result<String, Ended> {
        let line = self.lines.next().and_then(Result::ok).ok_or(Ended)?;
        Ok(line.trim().to_owned())
    }
}
