//! Sample documents: a page of text as PDF, and an image as PNG.

/// The side of the image, in pixels.
const SIDE: u32 = 96;

/// A PDF page with a title and some lines.
pub(super) fn pdf(title: &str, lines: &[&str]) -> Vec<u8> {
    let lines = lines.iter().map(|line| format!(" 0 -28 Td ({}) Tj", plain(line)));
    let lines = lines.collect::<String>();
    let text = format!("BT /F1 20 Tf 60 770 Td ({}) Tj /F1 12 Tf{lines} ET", plain(title));
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), vec![]);
    for (index, object) in objects.iter().enumerate() {
        places.push(format!("{:010} 00000 n \n", file.len()));
        let object = format!("{} 0 obj\n{object}\nendobj\n", index + 1);
        file.push_str(&object);
    }
    let (start, count, places) = (file.len(), objects.len() + 1, places.concat());
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{places}\
         trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.push_str(&end);
    file.into_bytes()
}

/// Keeps the characters that need no escape and exist in every font.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || " .,-".contains(*c)).collect()
}

/// A PNG image of a blue ring.
pub(super) fn png() -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..SIDE {
        // Each row begins with its filter type: none.
        pixels.push(0);
        for x in 0..SIDE {
            let (dx, dy) = (x.abs_diff(SIDE / 2), y.abs_diff(SIDE / 2));
            let is_ring = (900..1600).contains(&(dx * dx + dy * dy));
            pixels.extend_from_slice(if is_ring { &[29, 78, 216] } else { &[243, 245, 248] });
        }
    }
    let mut header = [SIDE.to_be_bytes(), SIDE.to_be_bytes()].concat();
    // Eight bits for each of red, green and blue.
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header), (b"IDAT", stored(&pixels)), (b"IEND", vec![])] {
        let named = [kind.as_slice(), &data].concat();
        file.extend_from_slice(&u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
        file.extend_from_slice(&named);
        file.extend_from_slice(&crc32(&named).to_be_bytes());
    }
    file
}

/// Wraps the bytes in a zlib stream without compression.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or_default();
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend_from_slice(&length.to_le_bytes());
        stream.extend_from_slice(&(!length).to_le_bytes());
        stream.extend_from_slice(block);
    }
    stream.extend_from_slice(&adler32(bytes).to_be_bytes());
    stream
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1, 0), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

fn crc32(bytes: &[u8]) -> u32 {
    let folded = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    });
    !folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn every_object_of_a_pdf_is_where_its_table_says() {
        let file = String::from_utf8(pdf("Título (1)", &["a", "b"])).unwrap();
        assert!(file.contains("(Ttulo 1) Tj"));
        let (_, table) = file.split_once("0000000000 65535 f \n").unwrap();
        for (index, line) in table.lines().take(5).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(file[place..].starts_with(&format!("{} 0 obj", index + 1)));
        }
        let (_, start) = file.rsplit_once("startxref\n").unwrap();
        let start: usize = start.lines().next().unwrap().parse().unwrap();
        assert!(file[start..].starts_with("xref"));
    }
}
