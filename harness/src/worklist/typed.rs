//! The lines that a person types while a run waits.

/// The orders that the answer to an unknown line names.
const KNOWN: &str = "type `skip 29`, `skip all` or `list`, and Enter";

/// An order that a person typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TypedOrder {
    /// An empty line.
    Nothing,
    /// Prints the open requests again.
    List,
    /// Skips these requests.
    Skip(Vec<usize>),
    /// Skips all open requests.
    SkipAll,
}

impl TypedOrder {
    /// Reads a line.
    ///
    /// # Errors
    /// If it is not an order; the text says what can be typed.
    pub(super) fn read(line: &str) -> Result<Self, String> {
        let lower = line.to_lowercase();
        let words: Vec<&str> = lower
            .split(|letter: char| letter == ',' || letter.is_whitespace())
            .filter(|word| !word.is_empty())
            .collect();
        match words.as_slice() {
            [] => Ok(Self::Nothing),
            ["list"] => Ok(Self::List),
            ["skip", "all"] => Ok(Self::SkipAll),
            ["skip"] => Err(format!("the number of a request is missing; {KNOWN}")),
            ["skip", numbers @ ..] => {
                let number = |word: &&str| {
                    word.parse()
                        .map_err(|_| format!("{word:?} is not the number of a request; {KNOWN}"))
                };
                numbers.iter().map(number).collect::<Result<_, String>>().map(Self::Skip)
            }
            _ => Err(format!("{:?} is not known; {KNOWN}", line.trim())),
        }
    }
}
