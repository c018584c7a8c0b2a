//! Forms with files: `multipart/form-data` as parts, which are shown and judged one by one.

use std::fmt::Write as _;

use bytes::{Bytes, BytesMut};
use encoding_rs::mem::decode_latin1;
use serde_json::{Map, Value};

/// The boundary between the parts; no document contains this line.
const BOUNDARY: &str = "conformance-3f6c1e0a9b7d4c52";

/// One part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The field's name.
    pub name: String,
    /// For a file, its name and its media type.
    pub file: Option<(String, String)>,
    /// The raw content.
    pub content: Bytes,
}

impl Part {
    /// A field with a text.
    #[must_use]
    pub fn text(name: &str, text: &str) -> Self {
        let content = Bytes::copy_from_slice(text.as_bytes());
        Self { name: name.to_owned(), file: None, content }
    }

    /// A file.
    #[must_use]
    pub fn file(name: &str, file_name: &str, media_type: &str, content: Bytes) -> Self {
        let file = Some((file_name.to_owned(), media_type.to_owned()));
        Self { name: name.to_owned(), file, content }
    }
}

/// The value of the content-type header of a form.
#[must_use]
pub fn content_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// True if a body begins with our boundary, so that `content_type` describes it.
pub(crate) fn is_ours(body: &[u8]) -> bool {
    body.strip_prefix(b"--").is_some_and(|rest| rest.starts_with(BOUNDARY.as_bytes()))
}

/// The parts as they go over the wire.
#[must_use]
pub fn encoded(parts: &[Part]) -> Bytes {
    let length: usize = parts.iter().map(|part| part.content.len() + 256).sum();
    let mut body = BytesMut::with_capacity(length);
    for part in parts {
        let mut head =
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{}\"", part.name);
        if let Some((file_name, media_type)) = &part.file {
            // As browsers do it.
            let file_name = file_name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
            let _ = write!(head, "; filename=\"{file_name}\"\r\ncontent-type: {media_type}");
        }
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(&part.content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body.freeze()
}

/// The form as the value that its schema describes: a text for each part, in which a file's bytes are characters. A name that
/// comes twice has a list.
#[must_use]
pub fn value(parts: &[Part]) -> Value {
    let mut fields = Map::new();
    for part in parts {
        let text = match &part.file {
            Some(_) => decode_latin1(&part.content).into_owned(),
            None => String::from_utf8_lossy(&part.content).into_owned(),
        };
        let text = Value::String(text);
        let merged = match fields.remove(&part.name) {
            None => text,
            Some(Value::Array(mut several)) => {
                several.push(text);
                Value::Array(several)
            }
            Some(one) => Value::Array(vec![one, text]),
        };
        fields.insert(part.name.clone(), merged);
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_form_is_its_parts_in_order() {
        let file =
            Part::file("file", "a \"b\".pdf", "application/pdf", Bytes::from_static(b"%PDF"));
        let body = encoded(&[Part::text("kind", "OTHER"), file]);
        let wanted = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\nOTHER\r\n\
             --{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a %22b%22.pdf\"\r\n\
             content-type: application/pdf\r\n\r\n%PDF\r\n--{BOUNDARY}--\r\n"
        );
        assert_eq!(String::from_utf8_lossy(&body), wanted);
    }

    #[test]
    fn a_byte_of_a_file_is_a_character() {
        let content = Bytes::from_static(&[0, 0xC3, 0xA9, 0xFF]);
        let shown = value(&[Part::file("file", "x", "image/png", content), Part::text("a", "é")]);
        assert_eq!(shown["file"].as_str().map(|text| text.chars().count()), Some(4));
        assert_eq!(shown["a"], "é");
    }

    #[test]
    fn a_name_that_comes_twice_has_a_list() {
        let parts = ["1", "2", "3"].map(|text| Part::text("a", text));
        assert_eq!(value(&parts), json!({ "a": ["1", "2", "3"] }));
    }
}
