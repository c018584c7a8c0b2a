//! File formats, recognised by the extension of the name and confirmed by the content (KYB-5).

/// A format in which documents are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileFormat {
    /// PDF document.
    Pdf,
    /// Excel workbook, a zip of XML files.
    Xlsx,
    /// Excel workbook, a compound file.
    Xls,
    /// Word document, a zip of XML files.
    Docx,
    /// Word document, a compound file.
    Doc,
    /// JPEG image.
    Jpeg,
    /// PNG image.
    Png,
}

const BY_EXTENSION: [(&str, FileFormat); 8] = [
    ("pdf", FileFormat::Pdf),
    ("xlsx", FileFormat::Xlsx),
    ("xls", FileFormat::Xls),
    ("docx", FileFormat::Docx),
    ("doc", FileFormat::Doc),
    ("jpg", FileFormat::Jpeg),
    ("jpeg", FileFormat::Jpeg),
    ("png", FileFormat::Png),
];

const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

impl FileFormat {
    /// The format that the extension of a file name states, in any letter case.
    pub(crate) fn of_name(file_name: &str) -> Option<Self> {
        let (_, extension) = file_name.rsplit_once('.')?;
        let known = BY_EXTENSION.iter().find(|(known, _)| known.eq_ignore_ascii_case(extension));
        known.map(|(_, format)| *format)
    }

    /// The media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Xls => "application/vnd.ms-excel",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Doc => "application/msword",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// True if the first bytes of `content`, or the names inside a zip, fit this format.
    pub(crate) fn fits(self, content: &[u8]) -> bool {
        match self {
            Self::Pdf => content.starts_with(b"%PDF-"),
            Self::Xlsx => is_office_package(content, "xl/"),
            Self::Docx => is_office_package(content, "word/"),
            Self::Xls | Self::Doc => content.starts_with(COMPOUND_FILE),
            Self::Jpeg => content.starts_with(&[0xFF, 0xD8, 0xFF]),
            Self::Png => content.starts_with(b"\x89PNG\r\n\x1a\n"),
        }
    }
}

/// True if `content` is a zip with a list of content types and with files in `folder`.
fn is_office_package(content: &[u8], folder: &str) -> bool {
    let Some(names) = zip_names(content) else { return false };
    names.contains(&b"[Content_Types].xml".as_slice())
        && names.iter().any(|name| name.starts_with(folder.as_bytes()))
}

const LOCAL_ENTRY: &[u8] = b"PK\x03\x04";
const CENTRAL_ENTRY: &[u8] = b"PK\x01\x02";
const CENTRAL_ENTRY_SIZE: usize = 46;
const END: &[u8] = b"PK\x05\x06";
const END_SIZE: usize = 22;
const MAX_COMMENT: usize = 0xFFFF;

/// The file names in the directory of a zip.
fn zip_names(content: &[u8]) -> Option<Vec<&[u8]>> {
    if !content.starts_with(LOCAL_ENTRY) {
        return None;
    }
    let last = content.len().checked_sub(END_SIZE)?;
    let first = last.saturating_sub(MAX_COMMENT);
    let end = (first..=last).rev().find(|at| content[*at..].starts_with(END))?;
    let count = number(content, end + 10, 2)?;
    let mut at = number(content, end + 16, 4)?;
    let mut names = Vec::new();
    for _ in 0..count {
        let entry = content.get(at..)?;
        if !entry.starts_with(CENTRAL_ENTRY) {
            return None;
        }
        let length = number(entry, 28, 2)?;
        let rest = number(entry, 30, 2)? + number(entry, 32, 2)?;
        names.push(entry.get(CENTRAL_ENTRY_SIZE..CENTRAL_ENTRY_SIZE + length)?);
        at += CENTRAL_ENTRY_SIZE + length + rest;
    }
    Some(names)
}

/// The number in the `size` bytes at `at`, lowest byte first.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let digits = bytes.get(at..at + size)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zip of empty files.
    fn zip(names: &[&str]) -> Vec<u8> {
        let mut content = Vec::new();
        let mut directory = Vec::new();
        for name in names {
            let length = u8::try_from(name.len()).unwrap();
            content.extend_from_slice(LOCAL_ENTRY);
            content.extend_from_slice(&[0; 22]);
            content.extend_from_slice(&[length, 0, 0, 0]);
            content.extend_from_slice(name.as_bytes());
            directory.extend_from_slice(CENTRAL_ENTRY);
            directory.extend_from_slice(&[0; 24]);
            directory.extend_from_slice(&[length, 0]);
            directory.extend_from_slice(&[0; 16]);
            directory.extend_from_slice(name.as_bytes());
        }
        let start = u8::try_from(content.len()).unwrap();
        content.extend_from_slice(&directory);
        content.extend_from_slice(END);
        content.extend_from_slice(&[0; 6]);
        content.extend_from_slice(&[u8::try_from(names.len()).unwrap(), 0, 0, 0, 0, 0]);
        content.extend_from_slice(&[start, 0, 0, 0, 0, 0]);
        content
    }

    #[test]
    fn the_extension_states_the_format_in_any_letter_case() {
        for (extension, format) in BY_EXTENSION {
            let name = format!("a.b.{extension}");
            assert_eq!(FileFormat::of_name(&name), Some(format));
            assert_eq!(FileFormat::of_name(&name.to_uppercase()), Some(format));
        }
        for bad in ["", "pdf", "a.", "a.pdf.exe", "a.pdf ", "a.svg", "a.zip"] {
            assert_eq!(FileFormat::of_name(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_package_has_the_parts_of_its_kind() {
        let text = zip(&["[Content_Types].xml", "word/document.xml"]);
        let sheet = zip(&["[Content_Types].xml", "xl/workbook.xml"]);
        assert!(FileFormat::Docx.fits(&text) && !FileFormat::Xlsx.fits(&text));
        assert!(FileFormat::Xlsx.fits(&sheet) && !FileFormat::Docx.fits(&sheet));
        let plain = [zip(&["word/document.xml"]), zip(&["[Content_Types].xml", "words"]), zip(&[])];
        for bad in plain {
            assert!(!FileFormat::Docx.fits(&bad));
        }
        for length in 0..text.len() {
            assert!(!FileFormat::Docx.fits(&text[..length]), "{length}");
        }
    }

    #[test]
    fn a_content_is_of_its_own_format_only() {
        let contents: [(FileFormat, &[u8]); 4] = [
            (FileFormat::Pdf, b"%PDF-1.7"),
            (FileFormat::Jpeg, &[0xFF, 0xD8, 0xFF, 0xE0]),
            (FileFormat::Png, b"\x89PNG\r\n\x1a\n"),
            (FileFormat::Doc, COMPOUND_FILE),
        ];
        for (format, content) in contents {
            let fitting = BY_EXTENSION.iter().filter(|(_, other)| other.fits(content));
            let media_types = fitting.map(|(_, other)| other.media_type()).collect::<Vec<_>>();
            assert!(media_types.contains(&format.media_type()));
            assert_eq!(
                media_types.len(),
                if format == FileFormat::Pdf || format == FileFormat::Png { 1 } else { 2 }
            );
            assert!(!format.fits(&content[..content.len() - 2]) || format == FileFormat::Pdf);
        }
    }
}
