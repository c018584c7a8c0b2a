//! `/settings/api-keys`: generating API keys, which are shown once, and revoking them.

use askama::Template;
use axum::http::StatusCode;

use super::filled_form::FilledForm;
use super::frame::{API_KEYS, Frame};
use super::pager::Pager;
use super::session::{SignedIn, Submission};
use super::shown::{Stamp, StateLabel};
use crate::auth::fresh_key;
use crate::domain::clock::Moment;
use crate::http::query::ListUrl;
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::store::ApiKey;

#[derive(Template)]
#[template(path = "api_keys.html")]
struct ApiKeysPage {
    frame: Frame,
    typed: FilledForm,
    api_code: String,
    /// The key that was just generated.
    fresh: Option<String>,
    keys: Vec<ApiKeyRow>,
    pager: Pager,
}

struct ApiKeyRow {
    id: String,
    label: String,
    hint: String,
    state: StateLabel,
    created_at: Stamp,
    is_valid: bool,
}

impl ApiKeyRow {
    fn of(key: ApiKey, now: Moment) -> Self {
        let is_valid = key.revoked_at.is_none();
        Self {
            id: key.id.to_string(),
            label: key.label.unwrap_or_else(|| "No label".to_owned()),
            hint: key.hint,
            state: StateLabel::of(if is_valid { "VALID" } else { "REVOKED" }),
            created_at: Stamp::new(key.created_at, now),
            is_valid,
        }
    }
}

async fn page(
    who: &SignedIn,
    url: &ListUrl,
    typed: FilledForm,
    fresh: Option<String>,
) -> PageResult {
    let request = url.page()?;
    let found = who.read(move |scope| Ok((scope.merchant()?, scope.newest_api_keys(request)?)));
    let (merchant, keys) = found.await?;
    HtmlPage::portal(&ApiKeysPage {
        frame: who.frame(API_KEYS),
        typed,
        api_code: merchant.api_code,
        fresh,
        pager: Pager::of(url, &keys),
        keys: keys.items.into_iter().map(|key| ApiKeyRow::of(key, who.now)).collect(),
    })
}

/// `GET /settings/api-keys`
pub(super) async fn show(who: SignedIn, url: ListUrl) -> PageResult {
    page(&who, &url, FilledForm::default(), None).await
}

/// `POST /settings/api-keys`: the answer is the only page that shows the key (AUTH-5). The API has no such operation (AUTH-8).
pub(super) async fn create(url: ListUrl, sent: Submission) -> PageResult {
    let Submission { who, form } = sent;
    let label = form.text("label").to_owned();
    let typed = FilledForm::of(&form).bounded("label");
    if typed.is_faulty() {
        return Ok(page(&who, &url, typed, None)
            .await?
            .with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (key, keep) = fresh_key();
    let kept = keep(Some(label).filter(|label| !label.is_empty()));
    who.write(move |scope| Ok(scope.add_api_key(&kept)?)).await?;
    page(&who, &url, FilledForm::default(), Some(key)).await
}

/// `POST /settings/api-keys/{keyId}/revoke` (AUTH-6)
pub(super) async fn revoke(sent: Submission) -> PageResult {
    let key = sent.who.id(0)?;
    sent.who.write(move |scope| Ok(scope.revoke_api_key(key)?)).await?;
    Ok(HtmlPage::onward("/settings/api-keys?done=key-revoked"))
}
