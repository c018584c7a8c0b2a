//! No body makes the sandbox fail, and a refused body changes no data.

use reqwest::Method;
use serde_json::{Value, json};

use crate::sink::Sink;
use crate::world::{Merchant, company, expect, person, sandbox};

const DEFAULT_COUNT: usize = 3000;

/// The events that the requests would cause if they were accepted.
const EVENTS: &[&str] = &["account.activated", "payout.processing", "transfer.processing"];

/// Values that have broken parsers.
const HOSTILE: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "2.5",
    "1e400",
    "-0",
    "1e-400",
    "99999999999999999999999999",
    "9007199254740992",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"NaN\"",
    "NaN",
    "\"%s%n\"",
    "\"'; DROP TABLE orders;--\"",
    "[]",
    "{}",
    "[[[[]]]]",
    "\"\\uD83D\\uDE00\"",
    "{\"currency\":\"EUR\",\"amount\":{}}",
    "\"../../etc/passwd\"",
    "{\"__proto__\":1}",
];

/// A xorshift generator, so that every run sends the same bodies.
struct Fuzzer(u64);

impl Fuzzer {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    /// Replaces a value, or damages the text.
    fn mutate(&mut self, body: &str) -> Vec<u8> {
        let mut text = body.as_bytes().to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(text.len());
            match self.below(7) {
                0 => text.truncate(at),
                1 => text[at] ^= 1 << self.below(8),
                2 => text.insert(at, u8::try_from(self.below(256)).unwrap()),
                3 => drop(text.drain(at..(at + self.below(8)).min(text.len()))),
                4 => drop(text.splice(at..at, std::iter::repeat_n(b'[', self.below(400)))),
                5 => drop(text.splice(at..at, std::iter::repeat_n(b'x', self.below(12_000)))),
                _ => self.replace_value(&mut text),
            }
            if text.is_empty() {
                break;
            }
        }
        text
    }

    fn replace_value(&mut self, text: &mut Vec<u8>) {
        let colons = text.iter().enumerate().filter(|(_, byte)| **byte == b':');
        let colons = colons.map(|(at, _)| at).collect::<Vec<_>>();
        let Some(at) = colons.get(self.below(colons.len())).copied() else { return };
        let rest = &text[at + 1..];
        let end = rest.iter().position(|byte| b",}".contains(byte)).unwrap_or(rest.len());
        let hostile = HOSTILE[self.below(HOSTILE.len())];
        text.splice(at + 1..at + 1 + end, hostile.bytes());
    }
}

/// Every body is refused even without a mutation, so no request may create a resource.
async fn targets(merchant: &Merchant) -> Vec<(String, Value)> {
    let user = merchant.verified_user().await;
    let light = merchant.user().await;
    let account = merchant.account(&user, "EUR", 1000).await;
    let other = merchant.account(&user, "USD", 1000).await;
    let (transfers, mut transfer) = account.transfer(&other, 10);
    // A payout without a code would wait for a one-time password; only an empty account is safe.
    let (payouts, mut payout) = merchant.account(&user, "EUR", 0).await.payout(10);
    let wallets = payouts.replace("bank-payouts", "crypto-payouts");
    let mut wallet = payout.clone();
    let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    wallet["recipient"] = json!({"address": address, "network": "ETHEREUM", "currency": "USDC"});
    let unknown = "00000000-0000-4000-8000-000000000000";
    let phone = json!({
        "orderId": unknown, "phoneNumber": "+34612345678", "phoneNumberCountry": "ES",
    });
    transfer["code2fa"] = json!("000000");
    payout["code2fa"] = json!("000000");
    let mut stranger = person();
    stranger["termsAndConditionsAccepted"] = json!(false);
    stranger["email"] = json!("no address");
    stranger["isPublicOffice"] = json!(true);
    stranger["hasPepCloseAssociate"] = json!(true);
    let mut nobody = company();
    nobody["company"]["contact"] = json!({"email": "none", "phone": "none"});
    nobody["company"]["incorporation"]["date"] = json!("yesterday");
    nobody["businessActivity"]["revenueBreakdown"] = json!([{"percentage": 101}, 7]);
    vec![
        ("/account/business-users".to_owned(), nobody),
        (transfers, transfer),
        (payouts, payout),
        (wallets, wallet),
        ("/account/otp/send".to_owned(), phone),
        (format!("/account/bank-payouts/{unknown}/validate-otp"), json!({"code": "123456"})),
        ("/account/individual-users".to_owned(), stranger),
        (format!("/account/users/{light}/accounts"), json!({"currency": "EUR", "label": "Main"})),
        ("/auth/login".to_owned(), json!({"api_code": "x", "api_key": "y"})),
    ]
}

async fn picture(merchant: &Merchant) -> Vec<Value> {
    let mut picture = Vec::new();
    let users = expect(200, merchant.get("/account/individual-users").await);
    for user in users["users"].as_array().unwrap() {
        let path = format!("/account/users/{}/accounts", user["id"].as_str().unwrap());
        picture.push(expect(200, merchant.get(&path).await));
    }
    picture.push(users);
    picture.push(expect(200, merchant.get("/account/business-user").await));
    picture.push(expect(200, merchant.get("/account/orders").await));
    picture.push(merchant.deliveries().await.len().into());
    picture
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_body_breaks_anything() {
    let count = std::env::var("RALIO_FUZZ_BODIES").ok().and_then(|count| count.parse().ok());
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink) = (target.merchant().await, Sink::start().await);
    merchant.listen(&sink.url, EVENTS).await;
    let targets = targets(&merchant).await;
    let before = picture(&merchant).await;
    assert_eq!(before.last(), Some(&json!(3)), "three accounts sent their event");
    let mut fuzzer = Fuzzer(0x5eed_5eed_5eed_5eed);
    for number in 0..count.unwrap_or(DEFAULT_COUNT) {
        let (path, body) = &targets[number % targets.len()];
        let body = fuzzer.mutate(&body.to_string());
        let shown = String::from_utf8_lossy(&body[..body.len().min(300)]).into_owned();
        let request = merchant.request(Method::POST, path);
        let request = request.header("content-type", "application/json").body(body);
        let status = request.send().await.unwrap().status();
        assert!(status.is_client_error(), "{status} for {path} {shown}");
    }
    assert_eq!(picture(&merchant).await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_breaks_anything() {
    const FORM: &str = "--X\r\nContent-Disposition: form-data; name=\"category\"\r\n\r\nKYB\r\n\
        --X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nNONE\r\n\
        --X\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''a%20b.pdf\r\n\
        Content-Type: application/pdf\r\n\r\nPK\x03\x04\r\n--X--\r\n";
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let session = merchant.kyb_session(&merchant.business().await).await;
    let mut fuzzer = Fuzzer(0x000f_1135_5eed);
    for _ in 0..DEFAULT_COUNT / 3 {
        let body = fuzzer.mutate(FORM);
        let shown = String::from_utf8_lossy(&body[..body.len().min(300)]).into_owned();
        let request = merchant.request(Method::POST, &format!("{session}/documents"));
        let request = request.header("content-type", "multipart/form-data; boundary=X");
        let status = request.body(body).send().await.unwrap().status();
        assert!(status.is_client_error(), "{status} for {shown}");
    }
    let documents = merchant.get(&format!("{session}/documents")).await;
    assert_eq!(expect(200, documents), json!([]));
}

#[tokio::test]
async fn no_query_breaks_anything() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let account = merchant.account(&merchant.verified_user().await, "EUR", 0).await;
    for query in [
        "page=-1",
        "page=0",
        "page=99999999999999999999",
        "pageSize=0",
        "pageSize=101",
        "page=1.5",
        "page=",
        "sort=;",
        "sort=id",
        "asOf=x",
        "asOf=-1",
        "id_eq=%00",
        "amount_eq=1e5",
        "amount_gt=99999999999999999999",
        "createdAt_gt=yesterday",
        "createdAt_lt=2026-13-01T00:00:00Z",
        "state_eq=",
        "state_like_eq=1",
        "x_eq=1",
        "direction=IN",
        "type_gt=TRANSFER",
    ] {
        let answer = merchant.get(&format!("/account/orders?{query}")).await;
        assert_eq!(expect(422, answer)["code"], "validation_failed", "{query}");
    }
    for path in ["/account/orders".to_owned(), format!("{}/orders", account.path)] {
        let many = merchant.get(&format!("{path}?{}", "id_like=a&".repeat(2000))).await;
        assert_eq!(expect(422, many)["errors"][0]["code"], "too_long", "{path}");
    }
    for query in [
        "page=9007199254740991",
        "id_like=%00",
        "id_like=%F0%9F%98%80",
        "%ff=%ff",
        "&&&=",
        "_=1",
        "amount_eq=0",
        "unknown=1",
        "sort=-createdAt&sort=createdAt",
        "page=2&page=1",
        "createdAt_gte=2026-01-01T00:00:00%2B01:00",
        "state_ilike=complete",
    ] {
        expect(200, merchant.get(&format!("/account/orders?{query}")).await);
    }
}

#[tokio::test]
async fn a_wrong_content_length_does_no_harm() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (_sandbox, target) = sandbox().await;
    let address = target.api.strip_prefix("http://").unwrap();
    for head in [
        "content-length: 99999999999\r\n",
        "content-length: 10\r\n",
        "transfer-encoding: chunked\r\n",
        "content-length: -1\r\n",
    ] {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let request = format!(
            "POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             content-type: application/json\r\n{head}\r\n{{}}"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    expect(200, crate::world::send(target.client.get(format!("{}/health", target.api))).await);
}
