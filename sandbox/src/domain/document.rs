//! Documents of a company: their types, and what compliance makes of them.

use super::clock::Moment;
use super::file_format::FileFormat;
use super::id::Id;
use super::kyb::KybSession;
use super::refusal::{FieldCode, Refusal};

/// The greatest file, in bytes.
pub(crate) const MAX_FILE: usize = 10 * 1024 * 1024;

/// What documents are about.
pub(crate) const CATEGORIES: &[&str] = &["COMPANY_INFO"];

/// The documents without which nothing is reviewed.
pub(crate) const MANDATORY_TYPES: [&str; 4] =
    ["MEMORANDUM_ARTICLES", "BUSINESS_NUMBER", "PROOF_OF_ADDRESS", "DIRECTORS_SHAREHOLDERS_REG"];

/// Every kind of document.
pub(crate) const DOCUMENT_TYPES: &[&str] = &[
    MANDATORY_TYPES[0],
    MANDATORY_TYPES[1],
    MANDATORY_TYPES[2],
    MANDATORY_TYPES[3],
    "FINANCIAL_STATEMENTS",
    "LICENSES_PERMITS",
    "OTHER",
];

/// Who reviews documents.
pub(crate) const REVIEWER: &str = "Compliance";

/// The longest name of a file, in characters.
const MAX_FILE_NAME: usize = 255;

/// The name of a file without the folders that some programs put before it.
pub(crate) fn plain_file_name(name: &str) -> Result<&str, (FieldCode, &'static str)> {
    let plain = name.rsplit(['/', '\\']).next().unwrap_or_default();
    if plain.trim().is_empty() {
        return Err((FieldCode::InvalidFormat, "the file must have a name"));
    }
    if plain.chars().any(char::is_control) {
        return Err((FieldCode::InvalidFormat, "the name must not contain control characters"));
    }
    if plain.chars().nth(MAX_FILE_NAME).is_some() {
        return Err((FieldCode::TooLong, "the name must have at most 255 characters"));
    }
    Ok(plain)
}

/// What has become of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReviewState {
    /// Nothing has been decided.
    Pending,
    /// It convinced.
    Approved,
    /// It did not.
    Rejected,
}

impl ReviewState {
    /// Every state.
    pub(crate) const ALL: [Self; 3] = [Self::Pending, Self::Approved, Self::Rejected];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
        }
    }
}

/// What is said about a file that comes in.
#[derive(Debug, Clone)]
pub(crate) struct DocumentDraft {
    /// One of [`CATEGORIES`].
    pub(crate) category: String,
    /// One of [`DOCUMENT_TYPES`].
    pub(crate) kind: String,
    /// What its owner calls the file, without folders.
    pub(crate) file_name: String,
    /// What is in it.
    pub(crate) content: Vec<u8>,
}

/// A document of a session, without its content.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its identifier.
    pub(crate) id: Id<Document>,
    /// The session it belongs to.
    pub(crate) session: Id<KybSession>,
    /// One of [`CATEGORIES`].
    pub(crate) category: String,
    /// One of [`DOCUMENT_TYPES`].
    pub(crate) kind: String,
    /// What its owner calls the file, without folders.
    pub(crate) file_name: String,
    /// In bytes.
    pub(crate) file_size: i64,
    /// Whether compliance has got it.
    pub(crate) is_submitted: bool,
    /// What has become of it.
    pub(crate) review_state: ReviewState,
    /// Why it was rejected, if anybody said so.
    pub(crate) rejection_reason: Option<String>,
    /// When it was decided on.
    pub(crate) reviewed_at: Option<Moment>,
    /// When it was made.
    pub(crate) created_at: Moment,
    /// When it last changed.
    pub(crate) updated_at: Moment,
}

impl Document {
    /// What its file is, by its name.
    pub(crate) fn media_type(&self) -> &'static str {
        FileFormat::of_name(&self.file_name)
            .map_or("application/octet-stream", FileFormat::media_type)
    }

    /// Refuses to give up what compliance has got.
    pub(crate) fn check_deletable(&self) -> Result<(), Refusal> {
        if self.is_submitted { Err(Refusal::SessionSubmitted) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_without_its_folders() {
        for (name, plain) in [
            ("a.pdf", "a.pdf"),
            ("/etc/../a.pdf", "a.pdf"),
            ("C:\\Users\\Ana\\a.pdf", "a.pdf"),
            ("..", ".."),
            ("Satzung \"neu\".pdf", "Satzung \"neu\".pdf"),
        ] {
            assert_eq!(plain_file_name(name), Ok(plain));
        }
        let long = "ñ".repeat(MAX_FILE_NAME);
        assert_eq!(plain_file_name(&long), Ok(long.as_str()));
        for (bad, expected) in [
            ("", FieldCode::InvalidFormat),
            ("folder/", FieldCode::InvalidFormat),
            ("a\r\nb.pdf", FieldCode::InvalidFormat),
            ("a\0.pdf", FieldCode::InvalidFormat),
            (format!("{long}n").as_str(), FieldCode::TooLong),
        ] {
            assert_eq!(plain_file_name(bad).map_err(|(code, _)| code), Err(expected), "{bad}");
        }
    }
}
