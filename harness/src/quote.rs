//! The texts that leave a run, on a terminal or in a report: secrets are masked, control characters are shown instead of obeyed,
//! and long texts are cut; a file has them whole.

use std::{
    fs, io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

pub use crate::counting::counted;
use crate::{
    run::CaseResult,
    secrets::Secrets,
    verdict::{Fault, Nonconformance},
};

/// The most lines and letters of a value, such as the actual one, that are shown.
const VALUE: Size = Size { lines: 40, letters: 2_000 };

/// The most lines and letters of a difference or of evidence that are shown.
const EVIDENCE: Size = Size { lines: 200, letters: 6_000 };

/// The size in bytes of all whole texts that one run keeps in files.
const ALL_FILES: usize = 64 * 1024 * 1024;

#[derive(Clone, Copy)]
struct Size {
    lines: usize,
    letters: usize,
}

/// Prepares every text that leaves a run: masks secrets and shortens long texts.
#[derive(Clone, Debug, Default)]
pub struct Quoting {
    /// The values that must not be shown.
    pub secrets: Secrets,
    /// The folder for texts that are too long to show; without one they are only cut.
    pub folder: Option<PathBuf>,
    /// The bytes of the files so far.
    written: Arc<AtomicUsize>,
}

impl Quoting {
    /// Texts with these values masked, and long ones kept whole in this folder.
    #[must_use]
    pub fn new(secrets: Secrets, folder: PathBuf) -> Self {
        Self { secrets, folder: Some(folder), written: Arc::default() }
    }

    /// The result with all its reasons as people can read them.
    #[must_use]
    pub fn shown(&self, mut outcome: CaseResult) -> CaseResult {
        let name = outcome.case.id.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        for (number, fault) in outcome.reasons.iter_mut().enumerate() {
            let parts = parts(fault).into_iter().map(|(part, size)| {
                let masked = self.secrets.mask_evidence(part);
                let cut = cut(&masked, size).map(str::len);
                (part, masked, cut)
            });
            let parts: Vec<_> = parts.collect();
            let is_cut = parts.iter().any(|(_, _, cut)| cut.is_some());
            let place = if is_cut {
                let whole = parts.iter().map(|(_, masked, _)| escaped(masked));
                let whole: Vec<String> = whole.collect();
                self.keep(&format!("{name}-{}.txt", number + 1), &whole.join("\n\n"))
            } else {
                String::new()
            };
            for (part, masked, cut) in parts {
                *part = match cut {
                    None => escaped(&masked),
                    Some(end) => {
                        let count = masked.len();
                        format!("{}… ({count} bytes in all{place})", escaped(&masked[..end]))
                    }
                };
            }
        }
        outcome
    }

    /// Writes whole texts into a file and names it, for a message.
    fn keep(&self, name: &str, text: &str) -> String {
        let Some(folder) = &self.folder else { return String::new() };
        let before = self.written.fetch_add(text.len(), Ordering::Relaxed);
        if before + text.len() > ALL_FILES {
            return "; not kept, since other texts of this run have filled the place".to_owned();
        }
        let file = folder.join(name);
        let write = || -> io::Result<()> {
            fs::create_dir_all(folder)?;
            // A link or a pipe may stand there.
            match fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => fs::write(&file, text),
            }
        };
        match write() {
            Ok(()) => format!("; whole in {}", file.display()),
            Err(error) => format!("; not kept in {}: {error}", file.display()),
        }
    }
}

/// The texts of a fault, each with the size that is shown.
fn parts(fault: &mut Fault) -> Vec<(&mut String, Size)> {
    match fault {
        Fault::Nonconformance(finding) => {
            let Nonconformance { what, expected, actual, diff, evidence, .. } = &mut **finding;
            let values = [what, expected, actual].into_iter().map(|part| (part, VALUE));
            values.chain(diff.iter_mut().chain(evidence).map(|part| (part, EVIDENCE))).collect()
        }
        Fault::Error { message: text } | Fault::NotApplicable { reason: text } => {
            vec![(text, EVIDENCE)]
        }
    }
}

/// The beginning of a text that is longer than this size; none if it is not.
fn cut(text: &str, size: Size) -> Option<&str> {
    let by_letters = text.char_indices().nth(size.letters).map(|(end, _)| end);
    let by_lines = text.match_indices('\n').nth(size.lines).map(|(end, _)| end);
    let end = [by_letters, by_lines].into_iter().flatten().min()?;
    Some(&text[..end])
}

/// A text cut to so many letters, with a mark where it was cut.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// The first names, with the number of the others.
#[must_use]
pub fn listed<Name: AsRef<str>>(names: &[Name], most: usize) -> String {
    let more = names.len().saturating_sub(most);
    let shown: Vec<&str> = names[..names.len() - more].iter().map(AsRef::as_ref).collect();
    let shown = shown.join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// A text with control characters, marks of direction and invisible characters shown as `\u{…}`; line ends and tabs stay.
#[must_use]
pub fn escaped(text: &str) -> String {
    // Most texts are plain, and bytes tell it faster than letters.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.bytes().all(is_plain) || !text.contains(is_obeyed) {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\r' => escaped.push_str("\\r"),
            letter if is_obeyed(letter) => escaped.extend(letter.escape_unicode()),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// True for a character that a terminal or a viewer obeys or hides instead of showing it.
fn is_obeyed(letter: char) -> bool {
    let is_control = letter.is_control() && !matches!(letter, '\n' | '\t');
    is_control
        || matches!(
            letter,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        let text = "a\u{1b}[31m\u{7}\r\n\t\0\u{9b}\u{202e}\u{200b}\u{feff}ä💶";
        let wanted = "a\\u{1b}[31m\\u{7}\\r\n\t\\u{0}\\u{9b}\\u{202e}\\u{200b}\\u{feff}ä💶";
        assert_eq!(escaped(text), wanted);
    }

    #[test]
    fn a_text_is_cut_by_lines_and_by_letters() {
        let size = Size { lines: 2, letters: 5 };
        assert_eq!(cut("ä\nb\nc", Size { lines: 3, letters: 5 }), None);
        assert_eq!(cut("ääääää", size), Some("äääää"));
        assert_eq!(cut("1\n2\n3", size), None, "two ends of lines");
        assert_eq!(cut("1\n2\n\n4", Size { lines: 2, letters: 50 }), Some("1\n2\n"));
    }
}
