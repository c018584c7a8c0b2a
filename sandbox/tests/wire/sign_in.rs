//! Signing in to the Portal: links, passwords, and where it leads.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use futures::future::join_all;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::json;

use crate::browser::Browser;
use crate::world::{Merchant, Target, expect, id, sandbox};

const EMAIL: &str = "ana@example.com";
const PASSWORD: &str = "correct horse";
const FORM: &str = "application/x-www-form-urlencoded";

/// A browser at the address 127.0.0.`last` that follows no redirect.
fn browser(last: u8) -> Client {
    let address = IpAddr::V4(Ipv4Addr::new(127, 0, 0, last));
    let client = Client::builder().tls_certs_only([]).no_proxy().redirect(Policy::none());
    client.local_address(address).build().unwrap()
}

async fn link(merchant: &Merchant) -> String {
    let person = merchant.operate(Method::POST, "/people", json!({"name": "Ana"})).await;
    let links = format!("/people/{}/sign-in-links", id(&expect(201, person)));
    let link = expect(201, merchant.operate(Method::POST, &links, json!({})).await);
    link["url"].as_str().unwrap().to_owned()
}

/// Makes a person of the merchant who signs in with the address and password above.
async fn person(merchant: &Merchant) {
    assert_eq!(person_with(merchant, PASSWORD).await, 303);
}

/// The same with another password; gives the status of saving it.
async fn person_with(merchant: &Merchant, password: &str) -> u16 {
    let browser = Browser::of(merchant).await;
    let fields = [("email", EMAIL), ("password", password), ("again", password)];
    browser.post("/settings/sign-in", &fields).await.status
}

/// The name of the merchant to which the cookie of an answer signs in.
async fn merchant_of(client: &Client, portal: &str, answer: &Response) -> String {
    let cookie = answer.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
    let page = client.get(format!("{portal}/")).header(COOKIE, cookie).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let html = page.text().await.unwrap();
    ["Acme", "Beta"].into_iter().find(|name| html.contains(name)).unwrap().to_owned()
}

async fn two_merchants(target: &Target) -> (Merchant, Merchant) {
    let acme = target.merchant().await;
    let body = json!({"name": "Beta", "apiKey": {}});
    let made = expect(201, target.operator(Method::POST, "/merchants", Some(body)).await);
    let beta = Merchant { path: format!("/merchants/{}", made["id"]), ..acme.clone() };
    (acme, beta)
}

#[tokio::test]
async fn an_address_that_signs_in_elsewhere_tells_nothing_about_other_merchants() {
    let (_sandbox, target) = sandbox().await;
    let (acme, beta) = two_merchants(&target).await;
    assert_eq!(person_with(&acme, PASSWORD).await, 303);
    assert_eq!(person_with(&acme, "another horse").await, 422, "a colleague has the address");
    assert_eq!(person_with(&beta, "battery staple").await, 303);
    let client = browser(1);
    for (password, merchant) in [(PASSWORD, "Acme"), ("battery staple", "Beta")] {
        let answer = sign_in(&client, &target.portal, EMAIL, password, "").await;
        assert_eq!(answer.status(), 303);
        assert_eq!(merchant_of(&client, &target.portal, &answer).await, merchant);
    }
    assert_eq!(sign_in(&client, &target.portal, EMAIL, "wrong horse", "").await.status(), 422);
}

#[tokio::test]
async fn a_person_with_one_password_at_two_merchants_chooses_one() {
    let (_sandbox, target) = sandbox().await;
    let (acme, beta) = two_merchants(&target).await;
    person(&acme).await;
    person(&beta).await;
    let client = browser(1);
    let offered = sign_in(&client, &target.portal, EMAIL, PASSWORD, "/orders").await;
    assert_eq!(offered.status(), 200);
    let cookie =
        offered.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let html = offered.text().await.unwrap();
    let forms = html.split("<form method=\"post\" action=\"").skip(1).collect::<Vec<_>>();
    assert_eq!(forms.len(), 2, "{html}");
    for (form, merchant) in forms.into_iter().zip(["Acme", "Beta"]) {
        assert!(form.contains(&format!("<button>{merchant}</button>")), "{form}");
        let path = form.split('"').next().unwrap();
        let proof =
            form.split("name=\"proof\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let request = client.post(format!("{}{path}", target.portal)).header("content-type", FORM);
        let request = request.header(COOKIE, &cookie).body(format!("proof={proof}&next=/orders"));
        let answer = request.send().await.unwrap();
        assert_eq!((answer.status().as_u16(), place(&answer)), (303, "/orders"));
        assert_eq!(merchant_of(&client, &target.portal, &answer).await, merchant);
    }
}

async fn sign_in(
    client: &Client,
    portal: &str,
    email: &str,
    password: &str,
    next: &str,
) -> Response {
    let fields = [("email", email), ("password", password), ("next", next)];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = client.post(format!("{portal}/sign-in")).header("content-type", FORM).body(body);
    request.send().await.unwrap()
}

fn place(response: &Response) -> &str {
    response.headers().get(LOCATION).map_or("", |place| place.to_str().unwrap())
}

#[tokio::test]
async fn signing_in_leads_to_a_page_of_ours_and_nowhere_else() {
    let (_sandbox, target) = sandbox().await;
    person(&target.merchant().await).await;
    let client = browser(1);
    for (next, leads_to) in [
        ("/orders?state=FAILED&search=a%2Fb", "/orders?state=FAILED&search=a%2Fb"),
        ("/users", "/users"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("/\r\nset-cookie: x=y", "/"),
        ("\t//evil.example", "/"),
        ("/%2F/evil.example", "/"),
        ("/%09/evil.example", "/"),
        ("/%5cevil.example", "/"),
        ("/a/..//evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
    ] {
        let answer = sign_in(&client, &target.portal, EMAIL, PASSWORD, next).await;
        assert_eq!((answer.status().as_u16(), place(&answer)), (303, leads_to), "{next:?}");
        let query = form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
        let page =
            client.get(format!("{}/sign-in?next={query}", target.portal)).send().await.unwrap();
        let html = page.text().await.unwrap();
        let is_kept = !html.contains("name=\"next\" value=\"\"");
        assert_eq!(is_kept, leads_to != "/", "{next:?}: {html}");
    }
}

#[tokio::test]
async fn a_link_signs_in_only_from_its_own_page() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let (link, other) = (link(&merchant).await, link(&merchant).await);
    let client = browser(1);
    let open = async |link: &str| {
        let page = client.get(link).send().await.unwrap();
        assert_eq!(page.headers()["referrer-policy"], "same-origin");
        let cookie = page.headers()[SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        let html = page.text().await.unwrap();
        let proof = html.split("name=\"proof\" value=\"").nth(1).unwrap();
        let proof = proof.split('"').next().unwrap().to_owned();
        (cookie.split(';').next().unwrap().to_owned(), proof)
    };
    let use_it = async |cookie: &str, proof: &str, origin: Option<&str>| {
        let request = client.post(&link).header("content-type", FORM).header(COOKIE, cookie);
        let request = match origin {
            Some(origin) => request.header("origin", origin),
            None => request,
        };
        request.body(format!("proof={proof}")).send().await.unwrap().status().as_u16()
    };
    let (cookie, proof) = open(&link).await;
    let (_, foreign) = open(&other).await;
    let ours = target.portal.as_str();
    assert_eq!(use_it("", &proof, Some(ours)).await, 403);
    assert_eq!(use_it(&cookie, "", Some(ours)).await, 403);
    assert_eq!(use_it(&cookie, &foreign, Some(ours)).await, 403);
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", &target.api] {
        assert_eq!(use_it(&cookie, &proof, Some(origin)).await, 403, "{origin}");
    }
    assert_eq!(use_it(&cookie, &proof, Some(ours)).await, 303);
    assert_eq!(use_it(&cookie, &proof, None).await, 410, "the link works once");
}

#[tokio::test]
async fn a_password_from_the_page_of_another_site_signs_nobody_in() {
    let (_sandbox, target) = sandbox().await;
    person(&target.merchant().await).await;
    let body = format!("email={EMAIL}&password=correct+horse");
    for (origin, status) in [("https://evil.example", 403), ("null", 403), (&target.portal, 303)] {
        let request = browser(1).post(format!("{}/sign-in", target.portal));
        let request = request.header("content-type", FORM).header("origin", origin);
        assert_eq!(request.body(body.clone()).send().await.unwrap().status(), status, "{origin}");
    }
}

/// Sends wrong passwords at once; gives the number of those that were judged.
async fn guess(target: &Target, last: u8, emails: &[String]) -> usize {
    let client = browser(last);
    let guesses = emails.iter().map(async |email| {
        let answer = sign_in(&client, &target.portal, email, "wrong horse", "").await;
        let status = answer.status().as_u16();
        assert_eq!(status == 429, answer.headers().contains_key("retry-after"));
        assert!(status == 422 || status == 429, "{status}");
        usize::from(status == 422)
    });
    join_all(guesses).await.into_iter().sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_at_the_same_time_are_no_way_around_the_limit() {
    let (_sandbox, target) = sandbox().await;
    person(&target.merchant().await).await;
    let judged = guess(&target, 1, &vec![EMAIL.to_owned(); 300]).await;
    assert!(judged <= 6, "{judged} of 300 guesses were judged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_guesses_do_not_lock_the_person_out() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    person(&merchant).await;
    guess(&target, 2, &vec![EMAIL.to_owned(); 100]).await;
    let refused = sign_in(&browser(2), &target.portal, EMAIL, PASSWORD, "").await;
    assert_eq!(refused.status(), 429, "the guesser has to wait");
    let admitted = sign_in(&browser(1), &target.portal, EMAIL, PASSWORD, "").await;
    assert_eq!(admitted.status(), 303);
    let browser = Browser::with(&target.portal, &link(&merchant).await).await;
    assert_eq!(browser.get("/").await.status, 200, "a link is never locked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_of_guesses_for_other_addresses_delays_nobody() {
    let (_sandbox, target) = sandbox().await;
    person(&target.merchant().await).await;
    let others = (0..300).map(|number| format!("{number}@example.com")).collect::<Vec<_>>();
    for last in [1, 2] {
        // One hash after another would take more than ten times this bound.
        let guessing = guess(&target, last, &others);
        let signing_in = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let began = Instant::now();
            let answer = sign_in(&browser(1), &target.portal, EMAIL, PASSWORD, "").await;
            assert_eq!(answer.status(), 303);
            began.elapsed()
        };
        let (_, waited) = tokio::join!(guessing, signing_in);
        assert!(waited < Duration::from_secs(4), "{waited:?}");
    }
}
