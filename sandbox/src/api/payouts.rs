//! Handlers that payouts to banks and to wallets share.

use serde_json::json;

use super::caller::Caller;
use crate::domain::order::OrderType;
use crate::domain::profile::is_phone_number;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::creation::Received;
use crate::operations;
use crate::operations::payouts::Payout;
use crate::views;

/// `POST /api/v1/account/otp/send` (OUT-4)
pub(super) async fn send_otp(caller: Caller, body: JsonBody) -> AnswerResult {
    let input = body.read(|fields| {
        let order = fields.id("orderId");
        let detail = "must be a phone number in E.164, such as +34612345678";
        let phone = fields.parsed("phoneNumber", FieldCode::InvalidFormat, detail, |text| {
            is_phone_number(text).then(|| text.to_owned())
        });
        let country = fields.country("phoneNumberCountry");
        order.zip(phone).filter(|_| country.is_some())
    });
    let sent = caller.write(move |scope, _| {
        let (order, phone) = input?;
        Ok((operations::one_time_passwords::send(scope, order)?, phone))
    });
    let (expires_at, phone) = sent.await?;
    let end = phone.len().saturating_sub(3);
    let message = format!("A code is on its way to the number ending in {}.", &phone[end..]);
    Ok(JsonAnswer::ok(json!({"expiresAt": expires_at, "message": message})))
}

/// Pays out from the account of the path.
pub(super) async fn create(caller: &Caller, received: Received<Payout>) -> AnswerResult {
    let paid = caller.create(
        received,
        |scope, ids| Ok(scope.account_of(ids.id(0)?, ids.id(1)?)?),
        |scope, source, payout| {
            let order = operations::payouts::pay_out(scope, &source, payout)?;
            Ok(JsonAnswer::created(views::order(&order)))
        },
    );
    paid.await
}

/// Shows the details of a payout of that type.
pub(super) async fn show(caller: &Caller, order_type: OrderType) -> AnswerResult {
    let found = caller.read(move |scope, ids| Ok(scope.order_of_type(ids.id(0)?, order_type)?));
    Ok(JsonAnswer::ok(views::order_detail(&found.await?)))
}

/// Cancels a payout of that type.
pub(super) async fn cancel(caller: &Caller, order_type: OrderType) -> AnswerResult {
    let cancelled = caller.write(move |scope, ids| {
        let order = scope.order_of_type(ids.id(0)?, order_type)?;
        Ok(operations::payouts::cancel(scope, order)?)
    });
    Ok(JsonAnswer::ok(views::order(&cancelled.await?)))
}

/// Confirms a payout of that type with a one-time password; a wrong one is counted.
pub(super) async fn validate_otp(
    caller: &Caller,
    body: JsonBody,
    order_type: OrderType,
) -> AnswerResult {
    let input = body.read(|fields| fields.string("code"));
    let tried = caller.write(move |scope, ids| {
        let order = scope.order_of_type(ids.id(0)?, order_type)?;
        Ok((operations::one_time_passwords::validate(scope, order, &input?)?, scope.now))
    });
    let (order, validated_at) = tried.await?;
    Ok(JsonAnswer::ok(views::validated(&order?, validated_at)))
}
