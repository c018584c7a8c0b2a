//! What payouts to banks and to wallets have in common: details, cancellation, confirmation.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::token::Claims;
use crate::app::{App, AppState};
use crate::domain::order::OrderType;
use crate::domain::profile::is_phone_number;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::operations;
use crate::operations::payouts::Payout;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/otp/send`
pub(super) async fn send_otp(State(app): AppState, claims: Claims, body: JsonBody) -> Outcome {
    let input = body.read(|fields| {
        let order = fields.id("orderId");
        let detail = "must be a phone number in E.164, such as +34612345678";
        let phone = fields.parsed("phoneNumber", FieldCode::InvalidFormat, detail, |text| {
            is_phone_number(text).then(|| text.to_owned())
        });
        let country = fields.country("phoneNumberCountry");
        order.zip(phone).filter(|_| country.is_some())
    });
    let sent = app.write_as(claims, move |scope| {
        let (order, phone) = input?;
        Ok((operations::one_time_passwords::send(scope, order)?, phone))
    });
    let (expires_at, phone) = sent.await?;
    let end = phone.len().saturating_sub(3);
    let message = format!("A code is on its way to the number ending in {}.", &phone[end..]);
    Ok(Answer::ok(json!({"expiresAt": expires_at, "message": message})))
}

/// Pays out as `read` understands the request.
pub(super) async fn create(
    app: &Arc<App>,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
    read: impl FnOnce(&Fields<'_>) -> Option<Payout>,
) -> Outcome {
    let (attempt, input) = creation.read(read);
    let prepare = move |scope: &Scope<'_>| {
        let source = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok((source, input?))
    };
    let made = app.create_as(claims, attempt, prepare, |scope, (source, payout)| {
        Ok(Answer::created(views::order(&operations::payouts::pay_out(scope, &source, payout)?)))
    });
    made.await
}

/// The details of a payout of that kind.
pub(super) async fn show(
    app: &Arc<App>,
    claims: Claims,
    ids: PathIds,
    order_type: OrderType,
) -> Outcome {
    let found = app.read_as(claims, move |scope| Ok(scope.order_of_type(ids.id(0)?, order_type)?));
    Ok(Answer::ok(views::order_detail(&found.await?)))
}

/// Takes a payout of that kind back.
pub(super) async fn cancel(
    app: &Arc<App>,
    claims: Claims,
    ids: PathIds,
    order_type: OrderType,
) -> Outcome {
    let cancelled = app.write_as(claims, move |scope| {
        let order = scope.order_of_type(ids.id(0)?, order_type)?;
        Ok(operations::payouts::cancel(scope, order)?)
    });
    Ok(Answer::ok(views::order(&cancelled.await?)))
}

/// Confirms a payout of that kind with a one-time password.
pub(super) async fn validate_otp(
    app: &Arc<App>,
    claims: Claims,
    ids: PathIds,
    body: JsonBody,
    order_type: OrderType,
) -> Outcome {
    let input = body.read(|fields| fields.string("code"));
    let tried = app.write_as(claims, move |scope| {
        let order = scope.order_of_type(ids.id(0)?, order_type)?;
        Ok((operations::one_time_passwords::validate(scope, order, &input?)?, scope.now))
    });
    let (order, validated_at) = tried.await?;
    Ok(Answer::ok(views::validated(&order?, validated_at)))
}
