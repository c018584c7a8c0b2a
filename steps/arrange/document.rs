//! KYB documents: the files in `fixtures/documents`, changed as a scenario wants, and the forms that carry them.

use bytes::{Bytes, BytesMut};
use conformance_harness::{files, form::Part, json, verdict::Fault};
use serde_json::Value;

use crate::{edition, world::World};

/// The folder of the documents in that of the suite.
pub(crate) const DOCUMENTS: &str = "fixtures/documents";

/// The media type that is declared for a file of this name.
fn media_type(file_name: &str) -> &'static str {
    let extension = file_name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

/// The bytes of a document in `fixtures/documents`; letter case does not matter.
fn content(world: &World, name: &str) -> Result<Bytes, Fault> {
    let folder = world.shared.root.join(DOCUMENTS);
    let file = folder.join(name.to_ascii_lowercase());
    let read = files::read(&file).map(Bytes::from);
    read.map_err(|error| Fault::error(format!("{}: {error}", file.display())))
}

/// The content with this size: cut, or followed by zero bytes.
fn sized(content: &Bytes, size: usize) -> Bytes {
    let mut bytes = BytesMut::from(&content[..content.len().min(size)]);
    bytes.resize(size, 0);
    bytes.freeze()
}

/// The parts that upload a document: `category`, `type` and `file`, without those that are null in `change`.
///
/// `change` may also have `content` (the name of the document with the bytes, if not this one), `size` and `mediaType`.
///
/// # Errors
/// If there is no document of that name.
pub(crate) fn parts(
    world: &World,
    file_name: &str,
    kind: &str,
    change: &Value,
) -> Result<Vec<Part>, Fault> {
    let given = |key: &str| change.get(key).and_then(Value::as_str);
    let left_out = |key: &str| change.get(key).is_some_and(Value::is_null);
    let mut parts = Vec::new();
    for (name, usual) in [("category", edition::DOCUMENT_CATEGORY), ("type", kind)] {
        if !left_out(name) {
            parts.push(Part::text(name, given(name).unwrap_or(usual)));
        }
    }
    if !left_out("file") {
        let mut bytes = content(world, given("content").unwrap_or(file_name))?;
        if let Some(size) = change.get("size").and_then(Value::as_u64) {
            let beyond = |_| Fault::error("a document cannot be that large");
            bytes = sized(&bytes, usize::try_from(size).map_err(beyond)?);
        }
        let media_type = given("mediaType").unwrap_or_else(|| media_type(file_name));
        parts.push(Part::file("file", file_name, media_type, bytes));
    }
    Ok(parts)
}

/// A form as a scenario writes it: a text for each part, `@` and a name for a document, a list for a part with several values.
///
/// # Errors
/// If there is no document of that name.
pub(crate) fn form(world: &World, fields: &Value) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    let fields = fields.as_object().ok_or_else(|| Fault::error("a form has names and texts"))?;
    for (name, value) in fields {
        let one = std::slice::from_ref(value);
        for value in value.as_array().map_or(one, Vec::as_slice) {
            let text = json::text(value);
            parts.push(match text.strip_prefix('@') {
                Some(file) => Part::file(name, file, media_type(file), content(world, file)?),
                None => Part::text(name, &text),
            });
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_cut_or_padded_to_its_size() {
        let content = Bytes::from_static(b"%PDF");
        assert_eq!(&sized(&content, 6)[..], b"%PDF\0\0");
        assert_eq!(&sized(&content, 2)[..], b"%P");
    }

    #[test]
    fn letter_case_does_not_change_the_media_type_of_a_file() {
        assert_eq!(media_type("BILL.JPG"), media_type("bill.jpeg"));
        assert_eq!(media_type("notes"), "application/octet-stream");
    }
}
