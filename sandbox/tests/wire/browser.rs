//! A person at the Portal who signs in with a link, opens pages and sends their forms.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::json;

use crate::world::{Merchant, expect, id};

/// A signed-in person.
pub(crate) struct Browser {
    client: Client,
    portal: String,
    /// The cookie of the session.
    pub(crate) cookie: String,
}

/// A page that was received.
pub(crate) struct Shown {
    pub(crate) status: u16,
    pub(crate) html: String,
    /// The address of the redirect after a form.
    pub(crate) next: String,
}

impl Shown {
    async fn of(response: Response) -> Self {
        let status = response.status().as_u16();
        let next = response.headers().get(LOCATION).map(|next| next.to_str().unwrap().to_owned());
        let html = response.text().await.unwrap();
        Self { status, html, next: next.unwrap_or_default() }
    }

    /// The value of the first CSRF token on the page.
    fn proof(&self) -> String {
        let (_, rest) = self.html.split_once("name=\"proof\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Fails unless the page contains all these parts.
    pub(crate) fn has(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.html.contains(part), "no {part} in {}", self.html);
        }
    }
}

/// Opens a sign-in link, sends its form, and gives the cookie of the session.
pub(crate) async fn enter(client: &Client, link: &str) -> String {
    let cookie = |answer: &Response| {
        let cookie = answer.headers()[SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    };
    let opened = client.get(link).send().await.unwrap();
    let visitor = cookie(&opened);
    let body = format!("proof={}", Shown::of(opened).await.proof());
    let form = "application/x-www-form-urlencoded";
    let sent = client.post(link).header(COOKIE, visitor).header("content-type", form).body(body);
    cookie(&sent.send().await.unwrap())
}

impl Browser {
    /// Signs in as a new person of the merchant.
    pub(crate) async fn of(merchant: &Merchant) -> Self {
        let person = merchant.operate(Method::POST, "/people", json!({"name": "Pia"})).await;
        let links = format!("/people/{}/sign-in-links", id(&expect(201, person)));
        let link = expect(201, merchant.operate(Method::POST, &links, json!({})).await);
        Self::with(&merchant.target.portal, link["url"].as_str().unwrap()).await
    }

    /// Signs in with a link.
    pub(crate) async fn with(portal: &str, link: &str) -> Self {
        let client = Client::builder().tls_certs_only([]).no_proxy().redirect(Policy::none());
        let client = client.build().unwrap();
        let cookie = enter(&client, link).await;
        Self { client, portal: portal.to_owned(), cookie }
    }

    pub(crate) async fn get(&self, path: &str) -> Shown {
        let request = self.client.get(format!("{}{path}", self.portal));
        Shown::of(request.header(COOKIE, &self.cookie).send().await.unwrap()).await
    }

    /// Sends a form with the CSRF token of this session.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let proof = self.get("/settings/sign-in").await.proof();
        let fields = [&[("proof", proof.as_str())], fields].concat();
        self.post_unproved(path, &fields).await
    }

    /// Sends a form without a CSRF token.
    pub(crate) async fn post_unproved(&self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client.post(format!("{}{path}", self.portal)).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        Shown::of(request.header(COOKIE, &self.cookie).send().await.unwrap()).await
    }
}
