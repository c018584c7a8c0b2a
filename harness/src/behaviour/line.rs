//! Calls and events of a record as lines.

use std::collections::BTreeMap;

use super::seen::{SeenLeaves, SeenValues};

/// The sign between the parts of a line.
const BETWEEN: &str = "; ";

/// The sign between values that were seen in one place.
const OR: &str = " | ";

/// The values of a place as one text.
pub(super) fn joined(values: &SeenValues) -> String {
    let values: Vec<String> = values.iter().map(|value| value.replace('|', "||")).collect();
    values.join(OR)
}

/// The values of a text.
pub(super) fn separated(text: &str) -> SeenValues {
    text.split(OR).map(|value| value.replace("||", "|")).collect()
}

/// The signs of a line, and what takes their place in its parts.
const SIGNS: [(&str, &str); 3] = [("~", "~0"), ("=", "~3"), (";", "~4")];

/// A text without the signs of a line. Values may have `=`.
fn written(text: &str, is_value: bool) -> String {
    let signs = SIGNS.iter().filter(|(sign, _)| !(is_value && *sign == "="));
    signs.fold(text.to_owned(), |text, (sign, word)| text.replace(sign, word))
}

/// The text that was written.
fn read(text: &str) -> String {
    SIGNS.iter().rev().fold(text.to_owned(), |text, (sign, word)| text.replace(word, sign))
}

/// A line: a head, and leaves.
pub(super) fn line(head: &str, leaves: &SeenLeaves) -> String {
    let mut line = written(head, true);
    for (place, values) in leaves {
        line.push_str(BETWEEN);
        line.push_str(&written(place, false));
        line.push('=');
        line.push_str(&written(&joined(values), true));
    }
    line
}

/// The head and the leaves of a line.
pub(super) fn read_line(line: &str) -> (String, SeenLeaves) {
    let mut parts = line.split(BETWEEN);
    let head = read(parts.next().unwrap_or_default());
    let leaves = parts.filter_map(|part| {
        let (place, values) = part.split_once('=')?;
        Some((read(place), separated(&read(values))))
    });
    (head, leaves.collect())
}

/// The operation of a call, with method and path. Paths of an operation differ in their parameters only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CallHead {
    pub(super) operation: String,
    pub(super) target: String,
}

/// The usual method and path of each operation, with its usual parameters.
pub(super) type Paths = BTreeMap<String, String>;

/// A path with `{}` for each parameter, and the parameters.
fn parts(path: &str) -> (String, Vec<&str>) {
    let mut parameters = Vec::new();
    let parts = path.split('/').map(|part| {
        if part.starts_with('<') {
            parameters.push(part);
            "{}"
        } else {
            part
        }
    });
    (parts.collect::<Vec<_>>().join("/"), parameters)
}

impl CallHead {
    /// Notes the path as the usual one of its operation, if there is none. An operation that no document has is its own path.
    pub(super) fn note(&self, paths: &mut Paths) {
        if self.operation == self.target {
            return;
        }
        let path = self.target.split('?').next().unwrap_or_default();
        paths.entry(self.operation.clone()).or_insert_with(|| path.to_owned());
    }

    /// The head as words: the operation, with parameters or with method and path if they are not as usual.
    pub(super) fn words(&self, paths: &Paths) -> String {
        if self.operation == self.target {
            return self.target.clone();
        }
        let (path, query) = match self.target.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (self.target.as_str(), String::new()),
        };
        let usual = paths.get(&self.operation).map(String::as_str).unwrap_or_default();
        let (pattern, parameters) = parts(path);
        let is_simple = !path.contains([',', ')']) && !self.operation.contains(['(', '?', ' ']);
        if usual == path && is_simple {
            format!("{}{query}", self.operation)
        } else if parts(usual).0 == pattern && is_simple {
            format!("{}({}){query}", self.operation, parameters.join(", "))
        } else {
            format!("{} at {}", self.operation, self.target)
        }
    }

    /// The head of words.
    pub(super) fn read(words: &str, paths: &Paths) -> Self {
        let end = words.find([' ', '(', '?']).unwrap_or(words.len());
        if let Some(target) = words[end..].strip_prefix(" at ") {
            let operation = words[..end].to_owned();
            return Self { operation, target: target.to_owned() };
        }
        // An operation that no document has is its own method and path.
        if words[end..].starts_with(' ') {
            return Self { operation: words.to_owned(), target: words.to_owned() };
        }
        let (operation, rest) = words.split_at(end);
        let usual = paths.get(operation).map(String::as_str).unwrap_or_default();
        let (path, query) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            None => (usual.to_owned(), rest),
            Some((parameters, query)) => {
                let mut parameters = parameters.split(", ");
                let (pattern, _) = parts(usual);
                let filled = pattern.split('/').map(|part| match part {
                    "{}" => parameters.next().unwrap_or_default(),
                    part => part,
                });
                (filled.collect::<Vec<_>>().join("/"), query)
            }
        };
        Self { operation: operation.to_owned(), target: format!("{path}{query}") }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let values = |texts: &[&str]| -> BTreeSet<String> {
            texts.iter().map(|text| (*text).to_owned()).collect()
        };
        let leaves = SeenLeaves::from([
            ("/a=b;~3".to_owned(), values(&["x; y=z ~4", "p | q", "|"])),
            ("status".to_owned(), values(&["200"])),
        ]);
        let head = "a; b?c=d".to_owned();
        assert_eq!(read_line(&line(&head, &leaves)), (head, leaves));
    }

    #[test]
    fn a_head_is_read_as_it_was_written() {
        let head =
            |target: &str| CallHead { operation: "getOrder".to_owned(), target: target.to_owned() };
        let usual = head("GET /orders/<createTransfer>");
        let mut paths = Paths::new();
        usual.note(&mut paths);
        let others = [
            ("GET /orders/<createTransfer>?full=true", "getOrder?full=true"),
            ("GET /orders/<createTransfer 2>?a=(b)", "getOrder(<createTransfer 2>)?a=(b)"),
            ("GET /orders/7", "getOrder at GET /orders/7"),
            ("GET /orders/<a>/<b>", "getOrder at GET /orders/<a>/<b>"),
        ];
        for target in ["GET /nothing", "GET /a?b=(c)&d=<sent currency>", "GET /x at /y"] {
            let unknown = CallHead { operation: target.to_owned(), target: target.to_owned() };
            unknown.note(&mut paths);
            assert_eq!(unknown.words(&paths), target);
            assert_eq!(CallHead::read(target, &paths), unknown);
        }
        assert_eq!(usual.words(&paths), "getOrder");
        assert_eq!(CallHead::read("getOrder", &paths), usual);
        for (target, words) in others {
            assert_eq!(head(target).words(&paths), words);
            assert_eq!(CallHead::read(words, &paths), head(target));
        }
    }
}
