//! Merchants.

use serde_json::{Value, json};

use super::access::Operator;
use super::api_keys::{read_label, shown_once};
use crate::auth::fresh_key;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::http::query::ListUrl;
use crate::operations;
use crate::store::{self, Merchant};

/// `POST /operator/v1/merchants` (MER-1)
pub(super) async fn create(operator: Operator, body: JsonBody) -> AnswerResult {
    let read = |fields: &Fields<'_>| {
        let key = fields.optional("apiKey", |fields, name| read_label(&fields.object(name)));
        fields.string("name").zip(key)
    };
    let (name, key) = body.read(read)?;
    let code = operations::merchants::fresh_api_code();
    let key = key.map(|label| {
        let (key, keep) = fresh_key();
        (key, keep(label))
    });
    let created = operator.app.store.write(move |tx| {
        let merchant = operations::merchants::create(tx, &name, &code)?;
        let mut created = view(&merchant);
        if let Some((key, kept)) = key {
            let kept = tx.merchant(merchant.id)?.add_api_key(&kept)?;
            created["apiKey"] = shown_once(&kept, &merchant, key);
        }
        Ok::<_, store::Error>(created)
    });
    Ok(JsonAnswer::created(created.await?).with_credentials())
}

/// `GET /operator/v1/merchants`
pub(super) async fn list(operator: Operator, url: ListUrl) -> AnswerResult {
    let request = url.page()?;
    let page = operator.app.store.read(move |tx| tx.merchants(request)).await?;
    Ok(JsonAnswer::ok(url.listed("merchants", &page, view)))
}

/// `GET M`
pub(super) async fn show(operator: Operator) -> AnswerResult {
    let merchant = operator.read(|scope, _| Ok(scope.merchant()?)).await?;
    Ok(JsonAnswer::ok(view(&merchant)))
}

/// `DELETE M`
pub(super) async fn delete(operator: Operator) -> AnswerResult {
    let deleted = operator.write(|scope, _| {
        operations::merchants::delete(scope)?;
        Ok(scope.id())
    });
    let id = deleted.await?;
    operator.app.limiter.begin_anew(id);
    Ok(JsonAnswer::no_content())
}

fn view(merchant: &Merchant) -> Value {
    json!({
        "id": merchant.id,
        "name": merchant.name,
        "apiCode": merchant.api_code,
        "createdAt": merchant.created_at,
    })
}
