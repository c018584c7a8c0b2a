//! Documents of a company: categories, types, limits and the review of each document.

use super::clock::Moment;
use super::file_format::FileFormat;
use super::id::Id;
use super::kyb::{KybSession, MANDATORY_TYPES};
use super::refusal::{FieldCode, Refusal};

/// The size limit of a file in bytes; a file of exactly this size is accepted (KYB-4).
pub(crate) const MAX_FILE: usize = 10 * 1024 * 1024;

/// The categories of documents (KYB-3).
pub(crate) const CATEGORIES: &[&str] = &["COMPANY_INFO"];

/// The types of documents (KYB-3).
pub(crate) const DOCUMENT_TYPES: &[&str] = &[
    MANDATORY_TYPES[0],
    MANDATORY_TYPES[1],
    MANDATORY_TYPES[2],
    MANDATORY_TYPES[3],
    "FINANCIAL_STATEMENTS",
    "LICENSES_PERMITS",
    "OTHER",
];

/// The reviewer that answers name for every reviewed document.
pub(crate) const REVIEWER: &str = "Compliance";

/// The longest file name, in characters.
const MAX_FILE_NAME: usize = 255;

/// Removes the folders that some programs put before a file name.
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

/// The result of the review of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReviewState {
    /// Not decided yet.
    Pending,
    /// Accepted.
    Approved,
    /// Refused.
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

/// A received file with its category and type, before it becomes a document.
#[derive(Debug, Clone)]
pub(crate) struct DocumentDraft {
    /// One of [`CATEGORIES`].
    pub(crate) category: String,
    /// One of [`DOCUMENT_TYPES`].
    pub(crate) kind: String,
    /// The sender's name for the file, without folders.
    pub(crate) file_name: String,
    /// The bytes of the file.
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
    /// The sender's name for the file, without folders.
    pub(crate) file_name: String,
    /// The size of the file in bytes.
    pub(crate) file_size: i64,
    /// True if it was submitted to compliance.
    pub(crate) is_submitted: bool,
    /// The result of its review.
    pub(crate) review_state: ReviewState,
    /// The reason for its rejection, if one was given.
    pub(crate) rejection_reason: Option<String>,
    /// The moment of the decision, if there is one.
    pub(crate) reviewed_at: Option<Moment>,
    /// The moment of the upload.
    pub(crate) created_at: Moment,
    /// The moment of the last change.
    pub(crate) updated_at: Moment,
}

impl Document {
    /// The media type of its file, by the extension of the name.
    pub(crate) fn media_type(&self) -> &'static str {
        FileFormat::of_name(&self.file_name)
            .map_or("application/octet-stream", FileFormat::media_type)
    }

    /// Refuses to delete a document that was submitted (KYB-7, KYB-14).
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
