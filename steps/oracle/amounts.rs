//! Amounts of orders, quotes and events (PIN-7, OUT-8, TRF-3): a fee is the sum of its parts, and origin, fee and rate give the
//! amount that arrives.

use conformance_harness::{
    exchange::Exchange,
    layer::{Layer, Layers},
    schema::Contract,
    verdict::Nonconformance,
};
use serde_json::{Map, Value};

use crate::{
    edition::{
        self, key,
        operation::{PAYOUT_QUOTES, QUOTE_ID, made_by},
    },
    language::Money,
    oracle::{
        ArrivedEvent,
        source::{each_object, in_answer},
        values::{minor, money, text},
    },
    world::{Census, RecordedExchange},
};

const CHECK: &str = "amounts";
/// Rates have ten decimals.
const RATE_UNIT: i128 = 10_000_000_000;

/// Findings about the amounts of orders and of their events.
pub(crate) fn check(census: &Census, events: &[ArrivedEvent]) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    for order in &census.orders {
        let id = text(order, "id");
        let rule = if is_payin(order) { "PIN-7" } else { "OUT-8" };
        let mut add = |finding: Nonconformance| {
            findings.push(finding.of_check(CHECK).of_rule(rule));
        };
        of_order(order).into_iter().for_each(&mut add);
        for event in events.iter().filter(|event| event.text(key::ORDER_ID) == Some(id)) {
            let what = format!("{} {} about order {id}", event.event_type, event.id);
            if let Some(finding) = of_event(&what, order, event) {
                add(finding.shown_in_event(&event.event_type, &event.body));
            }
        }
    }
    findings
}

/// Findings about the amounts of the orders and quotes in an answer. The rule of an answer that makes something says what it
/// shows; an answer about an order that was made before stands on the rule about its amounts.
pub(crate) fn check_answers<'r>(
    record: impl Iterator<Item = &'r RecordedExchange>,
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    for exchange in record.map(|recorded| &recorded.exchange) {
        let Exchange { request, response, .. } = exchange.as_ref();
        if response.status / 100 != 2 {
            continue;
        }
        let documented = contract.lookup(&request.method, &request.path);
        let operation = documented.operation_id().unwrap_or_default();
        let mut found = None;
        each_object(response.json(), &mut |members| {
            found = found.take().or_else(|| of_object(members, operation, layers));
        });
        findings.extend(found.map(|(rule, one)| {
            let finding = in_answer(one, CHECK, exchange, contract);
            match rule {
                Some(rule) => finding.of_rule(rule),
                None => finding,
            }
        }));
    }
    findings
}

/// The finding about an object in an answer, with its rule, if that is not the one that says what the operation shows.
fn of_object(
    members: &Map<String, Value>,
    operation: &str,
    layers: &Layers,
) -> Option<(Option<&'static str>, Nonconformance)> {
    if !members.contains_key("origin") {
        return None;
    }
    let shown = Value::Object(members.clone());
    if members.contains_key(QUOTE_ID) {
        // That transfers are free, and bank payouts are not converted, is this project's decision.
        let is_ours = layers.bind(Layer::Decided);
        let (is_payout, rule) = match operation {
            PAYOUT_QUOTES => (true, "OUT-5"),
            _ => (false, "TRF-6"),
        };
        let finding = of_quote(&shown, is_ours && !is_payout, is_ours && is_payout)?;
        return Some((Some(rule), finding));
    }
    let is_made = made_by(operation).is_some();
    let rule = (!is_made).then(|| amounts_rule(&shown));
    Some((rule, of_order(&shown)?))
}

/// The rule about the amounts of an order.
fn amounts_rule(order: &Value) -> &'static str {
    let kind = text(order, "type");
    if edition::is_payin(kind) {
        "PIN-7"
    } else if edition::is_transfer(kind) {
        "TRF-3"
    } else {
        "OUT-8"
    }
}

/// The finding about a quote whose amounts do not follow from its rate. What is free costs no fee; the fee of any other payment
/// is not in its quote.
fn of_quote(quote: &Value, is_free: bool, is_unconverted: bool) -> Option<Nonconformance> {
    let (origin, destination) = (money(quote, "origin")?, money(quote, "destination")?);
    let rate = quote.pointer("/quote/rate")?.to_string();
    let what = "the amounts of a quote do not follow from its rate".to_owned();
    let is_same = origin.currency == destination.currency;
    let given = units(&rate);
    if is_same && given != Some(RATE_UNIT) {
        let wanted = format!("1: both amounts are in {}", origin.currency);
        return Some(Nonconformance::new("a quote converts nothing and has a rate", wanted, rate));
    }
    if is_unconverted && !is_same {
        let what = "the quote of a bank payout is in another currency";
        return Some(Nonconformance::new(what, &origin.currency, &destination.currency));
    }
    let fee = Money::of_minor(&origin.currency, 0);
    // Without a conversion nothing is rounded.
    let is_lost = is_same && is_free && destination.minor() < origin.minor();
    if is_lost || (is_same && destination.minor() > origin.minor()) {
        return Some(Nonconformance::new(what, origin, destination));
    }
    let most = i128::from(origin.minor()) * given?;
    let is_within =
        i128::from(destination.minor()) * RATE_UNIT < most + RATE_UNIT + i128::from(origin.minor());
    if is_free || !is_within {
        return unexplained(what, false, &origin, &fee, &destination, Some(&rate));
    }
    None
}

fn is_payin(order: &Value) -> bool {
    edition::is_payin(text(order, "type"))
}

/// The fee of an order, and the sum of its two parts (PIN-7).
fn fee(holder: &Value, total_key: &str) -> Option<(Money, i64)> {
    let currency = text(holder, "currency");
    let total = Money::of_minor(currency, holder.get(total_key)?.as_i64()?);
    let parts = holder.get("breakdown")?;
    Some((total, minor(parts, key::SYSTEM_FEE) + minor(parts, key::MERCHANT_FEE)))
}

/// The finding about the amounts of one order.
fn of_order(order: &Value) -> Option<Nonconformance> {
    let id = text(order, "id");
    let (origin, destination) = (money(order, "origin")?, money(order, "destination")?);
    let (fee, sum) = fee(order.get("fee")?, "amount")?;
    if fee.minor() != sum {
        let shown = Money::of_minor(&fee.currency, sum);
        let what = format!("the fee of order {id} is not the sum of its parts");
        return Some(Nonconformance::new(what, shown, fee));
    }
    let charged = if is_payin(order) { &destination } else { &origin };
    if fee.currency != charged.currency {
        let what = format!("the fee of order {id} is in another currency");
        return Some(Nonconformance::new(what, &charged.currency, &fee.currency));
    }
    let rate = order.pointer("/fx/rate").map(Value::to_string);
    // The schema says which target must show a rate.
    if rate.is_none() && origin.currency != destination.currency {
        return None;
    }
    let what = format!("the destination of order {id} does not follow from origin, fee and rate");
    unexplained(what, is_payin(order), &origin, &fee, &destination, rate.as_deref())
}

/// The finding that an amount does not follow from the others: payins are converted and then charged (PIN-7), all others charged
/// and then converted (OUT-8).
fn unexplained(
    what: String,
    is_payin: bool,
    origin: &Money,
    fee: &Money,
    destination: &Money,
    rate: Option<&str>,
) -> Option<Nonconformance> {
    let (before, after) = if is_payin {
        (origin.minor(), destination.minor() + fee.minor())
    } else {
        (origin.minor() - fee.minor(), destination.minor())
    };
    let units = rate.map_or(Some(RATE_UNIT), units);
    // Scenarios check the rounding of halves; the last digit of a rate may be rounded, too.
    let is_near = |units: i128| {
        let exact = i128::from(before) * units;
        (i128::from(after) * RATE_UNIT - exact).abs() < RATE_UNIT + i128::from(before)
    };
    let is_right = if rate.is_some() { units.is_some_and(is_near) } else { before == after };
    let order = if is_payin { "converted, then charged" } else { "charged, then converted" };
    (!is_right).then(|| {
        let rate = rate.unwrap_or("1, no conversion");
        let expected = format!("{origin}, {order}, with a fee of {fee} and a rate of {rate}");
        Nonconformance::new(what, expected, destination)
    })
}

/// True if a value has every member of another one; more members mean nothing here.
fn holds(shown: &Value, wanted: &Value) -> bool {
    match (shown, wanted) {
        (Value::Object(shown), Value::Object(wanted)) => {
            let mut members = wanted.iter();
            members.all(|(name, value)| shown.get(name).is_some_and(|shown| holds(shown, value)))
        }
        _ => shown == wanted,
    }
}

/// A rate in units of its tenth decimal.
fn units(rate: &str) -> Option<i128> {
    let (digits, exponent) = rate.split_once('e').unwrap_or((rate, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let number: i128 = format!("{whole}{fraction}").parse().ok()?;
    let decimals = i64::try_from(fraction.len()).ok()?;
    let shift = 10 + exponent.parse::<i64>().ok()? - decimals;
    let scale = 10_i128.checked_pow(u32::try_from(shift.unsigned_abs()).ok()?)?;
    if shift < 0 { Some(number / scale) } else { number.checked_mul(scale) }
}

/// The finding that an event and its order show different amounts.
fn of_event(what: &str, order: &Value, event: &ArrivedEvent) -> Option<Nonconformance> {
    let amounts = event.body.pointer("/data/amounts")?;
    let (origin, destination) = (money(order, "origin")?, money(order, "destination")?);
    let (charged, _) = fee(order.get("fee")?, "amount")?;
    let after_fees = if is_payin(order) {
        destination.clone()
    } else {
        Money::of_minor(&origin.currency, origin.minor() - charged.minor())
    };
    let expected = [
        (key::RECEIVED_AMOUNT, &origin),
        (key::DEBITED_AMOUNT, &origin),
        (key::AMOUNT_AFTER_FEES, &after_fees),
        (key::CREDITED_AMOUNT, &destination),
    ];
    for (key, wanted) in expected {
        let Some(shown) = money(amounts, key) else { continue };
        if shown != *wanted {
            let problem = format!("{key} of {what} differs from the order");
            return Some(Nonconformance::new(problem, wanted, shown));
        }
    }
    if let Some(fees) = amounts.get("fees") {
        let wanted = serde_json::json!({
            "currency": charged.currency,
            "total": charged.minor(),
            "breakdown": order.pointer("/fee/breakdown"),
        });
        if !holds(fees, &wanted) {
            let problem = format!("the fees of {what} are not those of the order");
            return Some(Nonconformance::new(problem, wanted, fees));
        }
    }
    let rate = amounts.pointer("/fx/rate").and_then(Value::as_str);
    let has_result = amounts.get(key::CREDITED_AMOUNT).is_some();
    let problem =
        format!("the amount credited in {what} does not follow from origin, fees and rate");
    has_result
        .then(|| unexplained(problem, is_payin(order), &origin, &charged, &destination, rate))
        .flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn payout(total: i64, destination: i64) -> Value {
        json!({
            "id": "o", "type": "CRYPTO_PAY_OUT", "state": "COMPLETED",
            "origin": {"currency": "EUR", "amount": 10000},
            "destination": {"currency": "USDC", "amount": destination},
            "fee": {
                "currency": "EUR", "amount": total,
                "breakdown": {"systemFee": 60, "merchantFee": 40},
            },
            "fx": {"pair": "EUR/USDC", "rate": 1.090_909_090_9},
        })
    }

    fn event(total: i64) -> ArrivedEvent {
        let amounts = json!({
            "debitedAmount": {"currency": "EUR", "amount": 10000},
            "fees": {
                "currency": "EUR", "total": total,
                "breakdown": {"systemFee": 60, "merchantFee": 40},
            },
            "amountAfterFees": {"currency": "EUR", "amount": 9900},
            "fx": {"pair": "EUR/USDC", "rate": "1.0909090909"},
            "creditedAmount": {"currency": "USDC", "amount": 10800},
        });
        ArrivedEvent {
            accepted: Some(0),
            id: "e".to_owned(),
            event_type: "payout.completed".to_owned(),
            resource: "o".to_owned(),
            body: json!({"data": {"orderId": "o", "amounts": amounts}}),
        }
    }

    fn findings(order: Value, event: ArrivedEvent) -> Vec<String> {
        let census = Census { orders: vec![order], ..Census::default() };
        check(&census, &[event]).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn the_worked_example_of_the_reference_leaves_no_finding() {
        assert_eq!(findings(payout(100, 10_800), event(100)), Vec::<String>::new());
    }

    #[test]
    fn a_fee_that_is_not_its_parts_is_found() {
        assert!(findings(payout(101, 10_800), event(100))[0].contains("sum of its parts"));
    }

    #[test]
    fn charging_after_the_conversion_is_found() {
        assert!(findings(payout(100, 10_809), event(100))[0].contains("origin, fee and rate"));
    }

    #[test]
    fn an_event_with_another_fee_than_the_order_is_found() {
        assert!(findings(payout(100, 10_800), event(99))[0].contains("not those of the order"));
    }

    #[test]
    fn a_quote_follows_from_its_rate() {
        let quote = |to: &str, amount: i64, rate: f64| {
            json!({
                "quoteId": "q", "quote": { "rate": rate },
                "origin": {"currency": "EUR", "amount": 10_000},
                "destination": {"currency": to, "amount": amount},
            })
        };
        assert!(of_quote(&quote("EUR", 10_000, 1.0), true, false).is_none());
        assert!(of_quote(&quote("USD", 10_800, 1.08), true, false).is_none());
        for (to, amount, rate) in [("EUR", 10_000, 2.0), ("USD", 10_802, 1.08), ("EUR", 9_999, 1.0)]
        {
            assert!(
                of_quote(&quote(to, amount, rate), true, false).is_some(),
                "{to} {amount} {rate}"
            );
        }
        // A payout may cost something.
        assert!(of_quote(&quote("EUR", 9_900, 1.0), false, true).is_none());
        assert!(of_quote(&quote("EUR", 10_001, 1.0), false, true).is_some());
        assert!(of_quote(&quote("USD", 10_000, 1.0), false, true).is_some());
    }

    #[test]
    fn rates_are_read_as_they_are_written() {
        assert_eq!(units("1.0909090909"), Some(10_909_090_909));
        assert_eq!(units("2"), Some(20_000_000_000));
        assert_eq!(units("1e-10"), Some(1));
        assert_eq!(units("0.30000000000000004"), Some(3_000_000_000));
    }
}
