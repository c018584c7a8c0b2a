//! Answers kept by insta and reviewed by people: volatile values are checked for their type, then masked.

use std::{
    collections::BTreeMap,
    error::Error,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::LazyLock,
    time::Duration,
};

use insta::Settings;
use regex::Regex;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use crate::{
    files,
    verdict::{Fault, Nonconformance},
};

/// The folder of the snapshots.
#[derive(Clone, Debug)]
pub struct Snapshots {
    /// The folder.
    pub folder: PathBuf,
    /// Keys whose integer values are given by the target.
    pub integer_ids: &'static [&'static str],
    /// True if a new answer is left for review. Answers that a fault has changed are not.
    pub leaves_pending: bool,
}

impl Snapshots {
    /// Compares `value` with the snapshot of this name; a difference is left pending for `cargo insta review`.
    ///
    /// # Errors
    /// A nonconformance with the difference, or an error if no snapshot is accepted yet.
    pub fn check(
        &self,
        name: &str,
        value: &Value,
        source: &Path,
        place: &str,
    ) -> Result<(), Fault> {
        let redacted = redact(value, self.integer_ids);
        let new = serde_json::to_string_pretty(&redacted).map_err(Fault::error)?;
        let file = self.folder.join(format!("{name}.snap"));
        let unreadable = |error: &dyn Error| Fault::error(format!("{}: {error}", file.display()));
        let old = match files::check(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unreadable(&error)),
            Ok(()) => Some(insta::Snapshot::from_file(&file).map_err(|error| unreadable(&*error))?),
        };
        let old = old.and_then(|snapshot| Some(snapshot.as_text()?.to_string()));
        if old.as_deref().map(str::trim) == Some(new.trim()) {
            // An earlier difference may have left an answer to review that is no longer given.
            let _ = std::fs::remove_file(file.with_extension("snap.new"));
            return Ok(());
        }
        if self.leaves_pending {
            self.leave_pending(name, &new, source, place);
        }
        let Some(old) = old else {
            return Err(Fault::error(format!(
                "no snapshot {name:?} is accepted yet; look at the pending one with `cargo insta review`"
            )));
        };
        let finding = Nonconformance::new(
            format!("the answer differs from its snapshot {name:?} ({place})"),
            "the accepted snapshot (lines with -)",
            "the answer (lines with +); accept a change that is meant with `cargo insta review`",
        );
        Err(finding.differing(difference(old.trim(), new.trim())).into())
    }

    fn leave_pending(&self, name: &str, contents: &str, source: &Path, place: &str) {
        let mut settings = Settings::new();
        settings.set_snapshot_path(&self.folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_input_file(source);
        settings.set_description(place);
        // insta reports a difference by panicking; we report it ourselves.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(name.to_owned(), contents));
        }));
    }
}

/// The time for finding the smallest difference; then any difference will do.
const DIFFERENCE_TIMEOUT: Duration = Duration::from_millis(500);

/// Two texts as lines with `-` for the first and `+` for the second, with three lines around each change.
#[must_use]
pub fn difference(old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(DIFFERENCE_TIMEOUT).diff_lines(old, new);
    let mut text = String::new();
    for (index, group) in diff.grouped_ops(3).iter().enumerate() {
        if index > 0 {
            text.push_str(" …\n");
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            text.push_str(match change.tag() {
                ChangeTag::Delete => "-",
                ChangeTag::Insert => "+",
                ChangeTag::Equal => " ",
            });
            text.push_str(change.value().trim_end_matches('\n'));
            text.push('\n');
        }
    }
    text
}

static VOLATILE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", "[timestamp]"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[uuid]"),
        (r"^[\w-]+\.[\w-]+\.[\w-]{40,}$", "[jwt]"),
        (r"^(0x)?[0-9a-f]{64}$", "[hash]"),
        (r"^https?://[^/\s]+/", "[origin]/"),
        (r"/[\w-]{43}$", "/[token]"),
    ]
    .into_iter()
    .filter_map(|(pattern, mask)| Regex::new(pattern).ok().map(|regex| (regex, mask)))
    .collect()
});

/// Masks ids, timestamps, tokens and origins, each only where it has the right form; keys are sorted, since their order means
/// nothing in JSON.
#[must_use]
pub fn redact(value: &Value, integer_ids: &[&str]) -> Value {
    match value {
        Value::String(text) => VOLATILE
            .iter()
            .fold(text.clone(), |text, (pattern, mask)| {
                pattern.replace_all(&text, *mask).into_owned()
            })
            .into(),
        Value::Array(items) => items.iter().map(|item| redact(item, integer_ids)).collect(),
        Value::Object(fields) => {
            let masked = fields.iter().map(|(key, field)| {
                if integer_ids.contains(&key.as_str()) && field.is_u64() {
                    (key.clone(), Value::from("[integer]"))
                } else {
                    (key.clone(), redact(field, integer_ids))
                }
            });
            let sorted: BTreeMap<String, Value> = masked.collect();
            sorted.into_iter().collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_values_of_the_right_form_are_masked() {
        let answer = json!({
            "id": "5ada78ed-288f-43b5-b98c-890369e04fe3",
            "createdAt": "2026-02-26T17:02:28.766Z",
            "settledAt": "yesterday",
            "kycId": 12,
            "paymentUrl": "http://127.0.0.1:8081/pay/3q2-7wXkPzL0n5uVtYb8dQeRfGhJmK1sAoCiEwZx9y4",
        });
        let masked = redact(&answer, &["kycId"]);
        let wanted = json!({
            "id": "[uuid]",
            "createdAt": "[timestamp]",
            "settledAt": "yesterday",
            "kycId": "[integer]",
            "paymentUrl": "[origin]/pay/[token]",
        });
        assert_eq!(masked, wanted);
    }

    #[test]
    fn a_difference_shows_both_sides() {
        assert_eq!(difference("a\nb", "a\nc"), " a\n-b\n+c\n");
    }
}
