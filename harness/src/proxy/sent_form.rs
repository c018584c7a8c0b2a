//! Reads the parts of a form that a client sends, so that faults can look at them and change them.

use std::convert::Infallible;

use bytes::Bytes;
use futures::stream;
use multer::Multipart;

use crate::form::Part;

/// The media type of a file that names none.
const UNNAMED: &str = "application/octet-stream";

/// The parts of a body of this media type; none if it is not a form with files.
pub(super) async fn parts(media_type: Option<&str>, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = multer::parse_boundary(media_type?).ok()?;
    let whole = stream::iter([Ok::<_, Infallible>(body.clone())]);
    let mut form = Multipart::new(whole, boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        let media_type = field.content_type().map_or(UNNAMED, AsRef::as_ref).to_owned();
        let file = field.file_name().map(|file_name| (file_name.to_owned(), media_type));
        parts.push(Part { name, file, content: field.bytes().await.ok()? });
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form;

    #[tokio::test]
    async fn a_form_has_the_parts_that_it_was_made_of() {
        let file = Part::file("file", "a.pdf", "application/pdf", Bytes::from_static(b"%PDF\r\n"));
        let made = vec![Part::text("kind", "OTHER"), file];
        let media_type = form::content_type();
        let read = parts(Some(&media_type), &form::encoded(&made)).await;
        assert_eq!(read, Some(made));
        assert_eq!(parts(Some("application/json"), &Bytes::from_static(b"{}")).await, None);
    }
}
