//! File uploads: size, format and name.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::world::{Answer, Merchant, PDF, expect, id, sandbox, send};

const LIMIT: usize = 10_485_760;
const MIB: usize = 1024 * 1024;

fn pdf(size: usize) -> Vec<u8> {
    let mut content = PDF.to_vec();
    content.resize(size, b' ');
    content
}

async fn session() -> (ralio_sandbox::Sandbox, Merchant, String) {
    let (sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let company = merchant.business().await;
    let session = merchant.kyb_session(&company).await;
    (sandbox, merchant, session)
}

fn named(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

async fn documents(merchant: &Merchant, session: &str) -> Vec<Value> {
    let found = expect(200, merchant.get(&format!("{session}/documents")).await);
    found.as_array().unwrap().clone()
}

#[tokio::test]
async fn a_file_of_exactly_the_limit_is_accepted_and_one_byte_more_is_not() {
    let (_sandbox, merchant, session) = session().await;
    let made = merchant.upload(&session, "OTHER", "a.pdf", pdf(LIMIT)).await;
    let made = expect(201, made);
    assert_eq!(made["fileSize"], LIMIT);
    let refused = merchant.upload(&session, "OTHER", "a.pdf", pdf(LIMIT + 1)).await;
    assert_eq!(expect(413, refused)["code"], "file_too_large");
    assert_eq!(json!(documents(&merchant, &session).await), json!([made]));
    let stored = content(&merchant, &session, &made).await;
    assert!(stored.bytes().await.unwrap() == pdf(LIMIT));
}

/// Sends a part without end; gives the status and the number of bytes that the sandbox read.
async fn send_endlessly(merchant: &Merchant, session: &str, part: &str) -> (String, usize) {
    let address = merchant.target.api.strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let head = format!(
        "POST /api/v1{session}/documents HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: multipart/form-data; boundary=X\r\ncontent-length: 1073741824\r\n\r\n\
         --X\r\ncontent-disposition: form-data; {part}\r\n\r\n%PDF-",
        merchant.token
    );
    write.write_all(head.as_bytes()).await.unwrap();
    let sending = tokio::spawn(async move {
        let mut sent = 0;
        while sent < 1024 * MIB && write.write_all(&[b'x'; 16384]).await.is_ok() {
            sent += 16384;
        }
        sent
    });
    let mut answer = Vec::new();
    let _ = read.read_to_end(&mut answer).await;
    drop(read);
    let status = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
    (status, sending.await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_without_end_is_not_taken() {
    let (_sandbox, merchant, session) = session().await;
    for part in ["name=\"file\"; filename=\"a.pdf\"", "name=\"unknown\"", "name=\"type\""] {
        let (status, taken) = send_endlessly(&merchant, &session, part).await;
        assert!(status.contains("413"), "{part}: {status:?}");
        assert!(taken < 32 * MIB, "{part}: {taken}");
    }
    assert!(documents(&merchant, &session).await.is_empty());
}

async fn raw(merchant: &Merchant, session: &str, media_type: &str, body: &str) -> Answer {
    let request = merchant.request(Method::POST, &format!("{session}/documents"));
    send(request.header("content-type", media_type).body(body.to_owned())).await
}

fn form(parts: &[(&str, &str)]) -> String {
    let parts = parts.iter().map(|(disposition, content)| {
        format!("--X\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n")
    });
    parts.collect::<String>() + "--X--\r\n"
}

const FORM: &str = "multipart/form-data; boundary=X";
const FILE: (&str, &str) = ("name=\"file\"; filename=\"a.pdf\"", "%PDF-1.4");
const TYPE: (&str, &str) = ("name=\"type\"", "OTHER");
const CATEGORY: (&str, &str) = ("name=\"category\"", "COMPANY_INFO");

#[tokio::test]
async fn every_part_at_fault_is_named() {
    let (_sandbox, merchant, session) = session().await;
    let long = "x".repeat(5000);
    for (parts, expected) in [
        (vec![], vec![("/category", "required"), ("/type", "required"), ("/file", "required")]),
        (vec![("name=\"file\"", "text"), TYPE, CATEGORY], vec![("/file", "wrong_type")]),
        (vec![("name=\"file\"; filename=\"\"", ""), TYPE, CATEGORY], vec![("/file", "required")]),
        (
            vec![("name=\"file\"; filename=\"a.pdf\"", ""), TYPE, CATEGORY],
            vec![("/file", "too_short")],
        ),
        (
            vec![("name=\"category\"", "KYB"), ("name=\"type\"", &long), FILE],
            vec![("/category", "unknown_value"), ("/type", "too_long")],
        ),
        (
            vec![CATEGORY, TYPE, FILE, FILE, TYPE],
            vec![("/file", "not_allowed"), ("/type", "not_allowed")],
        ),
        (
            vec![TYPE, ("name=\"file\"; filename=\"a.exe\"", "MZ")],
            vec![("/category", "required"), ("/file", "not_allowed")],
        ),
    ] {
        let problem = expect(422, raw(&merchant, &session, FORM, &form(&parts)).await);
        assert_eq!(problem["code"], "validation_failed");
        assert_eq!(named(&problem), expected);
    }
    assert!(documents(&merchant, &session).await.is_empty());
    let unknown = ("name=\"unknown\"", "x");
    let parts = form(&[unknown, CATEGORY, FILE, TYPE]);
    expect(201, raw(&merchant, &session, FORM, &parts).await);
}

#[tokio::test]
async fn malformed_forms_are_refused_by_kind_and_in_order() {
    let (_sandbox, merchant, session) = session().await;
    let whole = form(&[CATEGORY, TYPE, FILE]);
    for (media_type, body, status, code) in [
        ("application/json", "{}", 415, "unsupported_media_type"),
        ("multipart/mixed; boundary=X", &whole, 415, "unsupported_media_type"),
        ("multipart/form-data", &whole, 400, "malformed_request"),
        ("multipart/form-data; boundary=Y", &whole, 400, "malformed_request"),
        (FORM, "", 400, "malformed_request"),
        (FORM, &whole[..whole.len() - 4], 400, "malformed_request"),
        (FORM, &whole.replace("Disposition", "Description"), 422, "validation_failed"),
    ] {
        let answer = expect(status, raw(&merchant, &session, media_type, body).await);
        assert_eq!(answer["code"], code, "{media_type}");
    }
    let lost = session.replace("/kyb-sessions/", "/kyb-sessions/0");
    expect(404, raw(&merchant, &lost, "text/plain", "").await);
    expect(404, merchant.upload(&lost, "OTHER", "a.pdf", pdf(LIMIT + 1)).await);
    assert!(documents(&merchant, &session).await.is_empty());
}

/// A zip with one empty file.
fn zip(name: &str) -> Vec<u8> {
    let length = u8::try_from(name.len()).unwrap();
    let mut zip = b"PK\x03\x04".to_vec();
    zip.extend([&[0; 22], &[length, 0, 0, 0][..], name.as_bytes()].concat());
    let start = u8::try_from(zip.len()).unwrap();
    zip.extend_from_slice(b"PK\x01\x02");
    zip.extend([&[0; 24], &[length, 0][..], &[0; 16], name.as_bytes()].concat());
    zip.extend_from_slice(b"PK\x05\x06");
    zip.extend_from_slice(&[0, 0, 0, 0, 1, 0, 1, 0, length + 46, 0, 0, 0, start, 0, 0, 0, 0, 0]);
    zip
}

#[tokio::test]
async fn the_content_of_a_file_must_fit_its_name() {
    let (_sandbox, merchant, session) = session().await;
    for (name, content) in [
        ("a.docx", zip("word.txt")),
        ("a.xlsx", zip("[Content_Types].xml")),
        ("a.png", PDF.to_vec()),
        ("a.pdf", b"\n%PDF-1.4".to_vec()),
        ("a.pdf.svg", PDF.to_vec()),
        ("pdf", PDF.to_vec()),
    ] {
        let problem = expect(422, merchant.upload(&session, "OTHER", name, content).await);
        assert_eq!(problem["code"], "unsupported_file_type", "{name}");
        assert_eq!(named(&problem), [("/file", "not_allowed")]);
    }
    expect(201, merchant.upload(&session, "OTHER", "A.PDF", PDF.to_vec()).await);
}

async fn content(merchant: &Merchant, session: &str, document: &Value) -> reqwest::Response {
    let session = session.rsplit_once('/').unwrap().1;
    let path = format!("kyb-sessions/{session}/documents/{}/content", id(document));
    let url = format!("{}/operator/v1{}/{path}", merchant.target.portal, merchant.path);
    let request = merchant.target.client.get(url).bearer_auth(&merchant.target.operator_key);
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_file_keeps_its_name_and_is_saved_not_shown() {
    let (_sandbox, merchant, session) = session().await;
    for (disposition, name, header) in [
        ("filename=\"a \\\"b\\\".pdf\"", "a \"b\".pdf", "a%20%22b%22.pdf"),
        ("filename=\"Satzung – Ä.pdf\"", "Satzung – Ä.pdf", "Satzung%20%E2%80%93%20%C3%84.pdf"),
        ("filename*=UTF-8''%E2%82%AC.pdf", "€.pdf", "%E2%82%AC.pdf"),
        ("filename=\"C:\\Users\\a'b;.pdf\"", "a'b;.pdf", "a%27b%3B.pdf"),
    ] {
        let disposition = format!("name=\"file\"; {disposition}");
        let body = form(&[CATEGORY, TYPE, (&disposition, FILE.1)]);
        let made = expect(201, raw(&merchant, &session, FORM, &body).await);
        assert_eq!(
            (&made["fileName"], &made["mimeType"]),
            (&json!(name), &json!("application/pdf"))
        );
        let answer = content(&merchant, &session, &made).await;
        assert_eq!(answer.status(), 200);
        let expected = format!("attachment; filename*=UTF-8''{header}");
        for (header, value) in [
            ("content-disposition", expected.as_str()),
            ("content-type", "application/pdf"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox; default-src 'none'"),
        ] {
            assert_eq!(answer.headers()[header], value);
        }
        assert_eq!(answer.text().await.unwrap(), FILE.1);
    }
    let newline = "name=\"file\"; filename*=UTF-8''a%0D%0Ab.pdf";
    let problem = raw(&merchant, &session, FORM, &form(&[CATEGORY, TYPE, (newline, FILE.1)])).await;
    assert_eq!(named(&expect(422, problem)), [("/file", "invalid_format")]);
    let document = &documents(&merchant, &session).await[0];
    let path = format!("{session}/documents/{}", id(document));
    expect(204, send(merchant.request(Method::DELETE, &path)).await);
    assert_eq!(content(&merchant, &session, document).await.status(), 404);
}

#[tokio::test]
async fn a_repeated_form_counts_once() {
    let (_sandbox, merchant, session) = session().await;
    let whole = form(&[CATEGORY, TYPE, FILE]) + "epilogue";
    let address = merchant.target.api.strip_prefix("http://").unwrap();
    let mut answers = vec![];
    // The result does not depend on the chunks in which the body arrives.
    let end = whole.len();
    for cuts in [[0, 7], [end - 9, end - 1], [end - 5, end - 3]] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /api/v1{session}/documents HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
             content-type: {FORM}\r\nidempotency-key: one\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n",
            merchant.token,
            whole.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        for part in [&whole[..cuts[0]], &whole[cuts[0]..cuts[1]], &whole[cuts[1]..]] {
            stream.write_all(part.as_bytes()).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        answers.push(answer.split_once("\r\n\r\n").unwrap().1.to_owned());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(documents(&merchant, &session).await.len(), 1);
    let request = merchant.request(Method::POST, &format!("{session}/documents"));
    let request = request.header("content-type", FORM).header("idempotency-key", "one");
    let other = send(request.body(form(&[CATEGORY, TYPE, FILE]))).await;
    assert_eq!(expect(409, other)["code"], "idempotency_conflict");
}
