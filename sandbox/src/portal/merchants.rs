//! Merchants.

use axum::extract::State;
use serde_json::{Value, json};

use super::operator::Operator;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::store::Merchant;

/// `POST /operator/v1/merchants`
pub(super) async fn create(State(app): AppState, _: Operator, body: JsonBody) -> Outcome {
    let name = body.read(|fields| fields.string("name"))?;
    let code = fresh_api_code();
    let created = app.store.write(move |tx| tx.create_merchant(&name, &code)).await?;
    Ok(Answer::created(view(&created)))
}

/// What a new merchant logs in with, beside a key.
pub(super) fn fresh_api_code() -> String {
    format!("mch_{}", hex::encode(rand::random::<[u8; 8]>()))
}

/// `GET /operator/v1/merchants`
pub(super) async fn list(State(app): AppState, _: Operator, url: ListUrl) -> Outcome {
    let request = url.page()?;
    let page = app.store.read(move |tx| tx.merchants(request)).await?;
    Ok(Answer::ok(json!({
        "merchants": page.items.iter().map(view).collect::<Vec<_>>(),
        "pagination": url.pagination(request, &page),
    })))
}

/// `GET M`
pub(super) async fn show(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let merchant = app.read_for(ids.merchant(0), |scope| Ok(scope.merchant()?)).await?;
    Ok(Answer::ok(view(&merchant)))
}

fn view(merchant: &Merchant) -> Value {
    json!({
        "id": merchant.id,
        "name": merchant.name,
        "apiCode": merchant.api_code,
        "createdAt": merchant.created_at,
    })
}
