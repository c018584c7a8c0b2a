//! Mistakes in the credentials.

use super::bench::{Bench, mistake};

const CODE: &str = "RALIO_API_CODE";
const KEY: &str = "RALIO_API_KEY";
const OPERATOR: &str = "RALIO_OPERATOR_KEY";

#[tokio::test(flavor = "multi_thread")]
async fn operator_keys_that_cannot_be_right_are_named() {
    let bench = Bench::start().await;
    let key = bench.sandbox.operator_key();
    let wrong = |value: String, words: &[&str]| {
        let named: Vec<&str> = words.iter().copied().chain([OPERATOR]).collect();
        mistake(bench.profile(), &named).with(OPERATOR, value)
    };
    bench
        .refuses_all(&[
            wrong(String::new(), &["is not set", "set it to the operator's key"]),
            wrong(format!("{key}\n"), &["ends with a line break", "remove it"]),
            wrong(format!(" {key}"), &["begins or ends with a space", "remove the space"]),
            wrong(format!("Bearer {key}"), &["has a space in it", "without its label or scheme"]),
            wrong(format!("'{key}'"), &["has quotation marks", "remove them"]),
            wrong("${KEY}".to_owned(), &["is a placeholder", "set the value itself"]),
            wrong("schlüssel".to_owned(), &["has characters that no key has", "copy it again"]),
            wrong("another-key".to_owned(), &["refuses it (status 401)", "key of this target"]),
        ])
        .await;
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchants_keys_that_cannot_be_right_are_named() {
    let bench = Bench::start().await;
    let (code, key) = (&bench.api_code, &bench.api_key);
    let wrong = |words: &[&str]| mistake(bench.by_hand(), words);
    bench
        .refuses_all(&[
            wrong(&[CODE, "is not set", "generate a key in the Portal"]).with(CODE, ""),
            wrong(&[KEY, "is not set", "generate a key in the Portal"]).with(KEY, ""),
            wrong(&[KEY, "ends with a line break", "remove it"]).with(KEY, format!("{key}\r\n")),
            wrong(&[KEY, "has a line break in it", "on one line"])
                .with(KEY, format!("{}\n{}", &key[..4], &key[4..])),
            wrong(&["stand in each other's place", "swap the values"])
                .with(CODE, key)
                .with(KEY, code),
            wrong(&["refuses them (status 401)", "generate a key"]).with(KEY, "another-api-key"),
            wrong(&["has the same value as RALIO_API_KEY", "copy both again"])
                .with("RALIO_WEBHOOK_SECRET", key),
            wrong(&["RALIO_WEBHOOK_SECRET", "ends with a line break"])
                .with("RALIO_WEBHOOK_SECRET", "whsec-1234\n"),
            wrong(&["RALIO_CODE_2FA", "has quotation marks"]).with("RALIO_CODE_2FA", "\"123456\""),
        ])
        .await;
    bench.sandbox.stop().await;
}
