//! Keys, the webhook and its deliveries, on their pages.

use conformance_harness::{browser::Entry, exchange::Exchange, verdict::Fault};
use serde_json::json;

use crate::portal::browser::{Pages, pages::of_page};

const KEYS: &str = "/settings/api-keys";
const WEBHOOKS: &str = "/account/webhooks";

/// The id of the key that was made last: its row comes first.
const NEWEST_KEY: &str = "
    const form = document.querySelector('main table form[action$=\"/revoke\"]');
    return form?.getAttribute('action').split('/').at(-2) ?? null";

const WHOLE_PAGE: &str = "return document.documentElement.outerHTML";

/// The endpoint as the form shows it now.
const ENDPOINT: &str = "
    const form = document.querySelector('main form[action=\"/account/webhooks\"]');
    const boxes = [...form.querySelectorAll('input[name=events]:checked')];
    return { url: form.elements.url.value, events: boxes.map((one) => one.value) };";

impl Pages {
    pub(super) async fn make_key(&self) -> Result<Exchange, Fault> {
        let seen = self.send(KEYS, KEYS, &[("label", "suite".into())]).await?;
        if !seen.is_done() {
            return Ok(seen.answer(201, &json!({})));
        }
        let api_key = self.text("#fresh-key code").await?;
        let api_code = self.text("main .facts dd code").await?;
        let id = self.tab.run(NEWEST_KEY, Vec::new()).await.map_err(of_page)?;
        Ok(seen.answer(201, &json!({ "id": id, "apiCode": api_code, "apiKey": api_key })))
    }

    pub(super) async fn list_keys(&self) -> Result<Exchange, Fault> {
        self.open(KEYS).await?;
        let page = self.tab.run(WHOLE_PAGE, Vec::new()).await.map_err(of_page)?;
        Ok(self.see(200).await?.answer(200, &json!({ "page": page })))
    }

    pub(super) async fn revoke_key(&self, key: &str) -> Result<Exchange, Fault> {
        let seen = self.send(KEYS, &format!("{KEYS}/{key}/revoke"), &[]).await?;
        Ok(seen.answer(204, &json!({})))
    }

    pub(super) async fn register(&self, url: &str, events: &[String]) -> Result<Exchange, Fault> {
        let entries = [("url", url.into()), ("events", Entry::Ticks(events.to_vec()))];
        let seen = self.send(WEBHOOKS, WEBHOOKS, &entries).await?;
        let endpoint = self.tab.run(ENDPOINT, Vec::new()).await.map_err(of_page)?;
        Ok(seen.answer(200, &endpoint))
    }

    pub(super) async fn read_secret(&self) -> Result<Exchange, Fault> {
        let seen = self.send(WEBHOOKS, &format!("{WEBHOOKS}/secret"), &[]).await?;
        let secret = self.text("#secret code").await?;
        Ok(seen.answer(200, &json!({ "secret": secret })))
    }

    pub(super) async fn rotate_secret(&self) -> Result<Exchange, Fault> {
        let seen = self.send(WEBHOOKS, &format!("{WEBHOOKS}/secret/rotate"), &[]).await?;
        if seen.is_done() { self.read_secret().await } else { Ok(seen.answer(200, &json!({}))) }
    }

    pub(super) async fn resend(&self, delivery: &str) -> Result<Exchange, Fault> {
        let page = format!("{WEBHOOKS}/deliveries/{delivery}");
        let seen = self.send(&page, &format!("{page}/resend"), &[]).await?;
        Ok(seen.answer(202, &json!({})))
    }
}
