//! The answers as `schemas/openapi.yaml` describes them, for every path and method of the API.

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{Merchant, expect, sandbox};

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

/// Each path of the document, with the methods that it describes.
fn paths() -> Vec<(String, Vec<&'static str>)> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas/openapi.yaml");
    let document: Value = serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter().map(|(path, item)| {
        let methods = METHODS.into_iter().filter(|method| item.get(method).is_some());
        (path.clone(), methods.collect())
    });
    paths.collect()
}

/// The same path with an id in place of each parameter.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') { "01a21445-8fc6-7511-ade2-9ef2d7f33b3e" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(
    merchant: &Merchant,
    token: &str,
    method: &str,
    path: &str,
) -> (StatusCode, HeaderMap) {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let url = format!("{}{}", merchant.target.api, filled(path));
    let request = merchant.target.client.request(method, url).bearer_auth(token);
    let answer = request.send().await.unwrap();
    (answer.status(), answer.headers().clone())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn required_headers_are_sent_everywhere() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let limit = json!({"rateLimit": {"requests": 1, "perSeconds": 3600}});
    expect(200, merchant.operate(Method::PATCH, "/settings", limit).await);
    expect(200, merchant.get("/account/orders").await);
    for (path, documented) in paths() {
        for method in METHODS.into_iter().chain(["options", "trace", "brew"]) {
            if !documented.contains(&method) {
                let (status, headers) = ask(&merchant, &merchant.token, method, &path).await;
                assert_eq!(status, 405, "{method} {path}");
                let allowed = text(&headers, "allow").split(',').collect::<Vec<_>>();
                let known = |one: &&&str| allowed.contains(&one.to_uppercase().as_str());
                assert_eq!(documented.iter().filter(known).count(), documented.len(), "{path}");
                continue;
            }
            let (status, headers) = ask(&merchant, "none", method, &path).await;
            if path == "/api/v1/auth/login" {
                assert_eq!(status, 415);
                continue;
            }
            assert_eq!(status, 401, "{method} {path}");
            assert!(text(&headers, "www-authenticate").starts_with("Bearer"), "{method} {path}");
            let (status, headers) = ask(&merchant, &merchant.token, method, &path).await;
            assert_eq!(status, 429, "{method} {path}");
            let seconds: u32 = text(&headers, "retry-after").parse().unwrap();
            assert!(seconds > 0, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_number_above_its_maximum_is_told_as_out_of_range_and_an_empty_filter_is_refused() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    for (query, code) in [
        ("page=9007199254740992", "out_of_range"),
        ("page=99999999999999999999999", "out_of_range"),
        ("pageSize=99999999999999999999999", "out_of_range"),
        ("amount_eq=99999999999999999999999", "out_of_range"),
        ("state_eq=", "too_short"),
        ("id_like=", "too_short"),
    ] {
        let refused = expect(422, merchant.get(&format!("/account/orders?{query}")).await);
        assert_eq!(refused["errors"][0]["code"], code, "{query}");
    }
    expect(200, merchant.get("/account/orders?page=9007199254740991").await);
    expect(422, merchant.get("/merchant/user/accounts?alias_like=").await);
}
