//! File names in `Content-Disposition`, with characters beyond ASCII (RFC 8187).

use std::fmt::Write;

const EXTENDED: &[u8] = b"filename*=";

/// The name in the extended form `filename*=UTF-8''...`, if it is present and valid.
pub(super) fn extended_name(disposition: &[u8]) -> Option<String> {
    let starts = |at: &usize| {
        let rest = &disposition[*at..];
        let separated = *at > 0 && matches!(disposition[*at - 1], b' ' | b'\t' | b';');
        separated
            && rest.get(..EXTENDED.len()).is_some_and(|name| name.eq_ignore_ascii_case(EXTENDED))
    };
    let start = (0..disposition.len()).find(starts)? + EXTENDED.len();
    let value = disposition[start..].split(|byte| *byte == b';').next()?;
    let mut parts = value.trim_ascii().splitn(3, |byte| *byte == b'\'');
    let (charset, _language, name) = (parts.next()?, parts.next()?, parts.next()?);
    if !charset.eq_ignore_ascii_case(b"utf-8") {
        return None;
    }
    String::from_utf8(percent_decoded(name)?).ok()
}

fn percent_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, behind @ ..] = rest {
        rest = behind;
        if *first == b'%' {
            let (digits, behind) = rest.split_at_checked(2)?;
            let mut byte = [0];
            hex::decode_to_slice(digits, &mut byte).ok()?;
            decoded.extend(byte);
            rest = behind;
        } else {
            decoded.push(*first);
        }
    }
    Some(decoded)
}

/// A header that makes a browser save the answer under this name, which may have any characters.
pub(crate) fn attachment(name: &str) -> String {
    let mut header = "attachment; filename*=UTF-8''".to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            header.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(header, "%{byte:02X}");
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        for name in ["a.pdf", "a b.pdf", "a\"; filename=\"b.exe", "Satzung – ÄÖ.pdf", "%41\r\n"]
        {
            let header = attachment(name);
            assert!(header.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '), "{header}");
            assert_eq!(extended_name(header.as_bytes()).as_deref(), Some(name));
        }
    }

    #[test]
    fn what_is_no_extended_name_is_none() {
        for bad in [
            "form-data; filename=\"a.pdf\"",
            "filename*=UTF-8''a.pdf",
            "form-data; filename*=latin1''a.pdf",
            "form-data; filename*=UTF-8''%4",
            "form-data; filename*=UTF-8''%zz",
            "form-data; filename*=UTF-8''%ff",
            "form-data; filename*=a.pdf",
        ] {
            assert_eq!(extended_name(bad.as_bytes()), None, "{bad}");
        }
        let mixed = b"form-data; FileName*=utf-8'en'a%20b.pdf; name=file";
        assert_eq!(extended_name(mixed).as_deref(), Some("a b.pdf"));
    }
}
