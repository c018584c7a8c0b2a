//! What is spelled differently in other editions of the API: event types, keys, paths and the standard bodies.

use conformance_harness::checks::{Encoding, WebhookConvention};
use serde_json::{Value, json};

use crate::language::PayerAction;

/// The second factor of a sandbox; other targets' comes from the environment.
pub const SANDBOX_CODE_2FA: &str = "123456";

/// The key of an event's id.
pub const EVENT_ID: &str = "eventId";

/// The key of an event's type.
pub const EVENT_TYPE: &str = "eventType";

/// The key of a person's level.
pub const KYC_LEVEL: &str = "kycLevel";

/// The key of a company's level.
pub const KYB_LEVEL: &str = "kybLevel";

/// How webhooks are wrapped and signed.
#[must_use]
pub fn convention(encoding: Encoding) -> WebhookConvention {
    WebhookConvention {
        signature_header: "X-Signature",
        id_key: EVENT_ID,
        type_key: EVENT_TYPE,
        encoding,
    }
}

/// Integer ids the target gives out; snapshots mask them.
pub const INTEGER_IDS: &[&str] = &["kycId", "kybId"];

/// Paths of the API, all below one base.
pub mod path {
    /// Login with a key.
    pub const LOGIN: &str = "/api/v1/auth/login";
    /// Individual users.
    pub const INDIVIDUAL_USERS: &str = "/api/v1/account/individual-users";
    /// Companies.
    pub const BUSINESS_USERS: &str = "/api/v1/account/business-users";
    /// All orders of the merchant.
    pub const ORDERS: &str = "/api/v1/account/orders";

    /// Beginning of the paths of companies, in both spellings.
    pub const BUSINESS: &str = "/account/business-user";
    /// End of the path of an account's virtual IBANs.
    pub const VIBANS: &str = "virtual-ibans";
    /// The merchant's own accounts.
    pub const OWN_ACCOUNTS: &str = "/api/v1/merchant/user/accounts";

    /// People, or companies.
    #[must_use]
    pub fn users(are_businesses: bool) -> &'static str {
        if are_businesses { BUSINESS_USERS } else { INDIVIDUAL_USERS }
    }

    /// An order with what only its kind has; none for a kind that has no such address.
    #[must_use]
    pub fn order_detail(order_type: &str, order: &str) -> Option<String> {
        let kind = match order_type {
            "TRANSFER" => "transfers",
            "BANK_PAY_IN" => "bank-payins",
            "CRYPTO_PAY_IN" => "crypto-payins",
            "CARD_PAY_IN" => "card-payins",
            _ => return None,
        };
        Some(format!("/api/v1/account/{kind}/{order}"))
    }

    /// The identity verification sessions of a user.
    #[must_use]
    pub fn sessions(user: &str) -> String {
        format!("/api/v1/account/users/{user}/identity-verifications")
    }

    /// The KYB sessions of a company.
    #[must_use]
    pub fn kyb_sessions(user: &str) -> String {
        format!("/api/v1/account/business-user/{user}/kyb-sessions")
    }

    /// The accounts of a user.
    #[must_use]
    pub fn accounts(user: &str) -> String {
        format!("/api/v1/account/users/{user}/accounts")
    }

    /// What belongs to one account: `orders`, `transactions`, `transfers`, `bank-payouts`.
    #[must_use]
    pub fn of_account(user: &str, account: &str, what: &str) -> String {
        format!("{}/{account}/{what}", accounts(user))
    }

    /// One order by its id.
    #[must_use]
    pub fn order(order: &str) -> String {
        format!("{ORDERS}/{order}")
    }

    /// What can be done with a payout of this type: `cancel`, `validate-otp`.
    #[must_use]
    pub fn of_payout(order_type: &str, order: &str, what: &str) -> String {
        let kind = if order_type.starts_with("CRYPTO") { "crypto" } else { "bank" };
        format!("/api/v1/account/{kind}-payouts/{order}/{what}")
    }
}

/// The body that opens an account.
#[must_use]
pub fn account_body(currency: &str) -> Value {
    json!({ "currency": currency, "label": "Main" })
}

/// The body that asks for a vIBAN.
#[must_use]
pub fn viban_body(rail: &str) -> Value {
    json!({ "name": "Rent", "rail": rail })
}

/// The rail that vIBANs of an account in this currency have.
#[must_use]
pub fn viban_rail(currency: &str) -> &'static str {
    if currency == "USD" { "ACH" } else { "SEPA" }
}

/// What the operator says when a vIBAN is rejected.
#[must_use]
pub fn viban_rejection() -> Value {
    json!({ "reason": "the purpose is not one the bank serves" })
}

/// The events a vIBAN sends on its way to a state, in order.
#[must_use]
pub fn viban_events(state: &str) -> Vec<String> {
    let types: &[&str] = match state {
        "ACTIVE" => &["viban.activated"],
        "REJECTED" => &["viban.failed"],
        "INACTIVE" => &["viban.activated", "viban.deactivated"],
        _ => &[],
    };
    types.iter().map(|kind| (*kind).to_owned()).collect()
}

/// The body of a transfer.
#[must_use]
pub fn transfer_body(money: &Value, recipient_account: &str, code_2fa: &str) -> Value {
    json!({
        "origin": money,
        "recipient": { "accountId": recipient_account },
        "reference": "Shared dinner",
        "code2fa": code_2fa,
    })
}

/// The body of a bank payout to a recipient that is always valid.
#[must_use]
pub fn bank_payout_body(money: &Value, code_2fa: &str) -> Value {
    json!({
        "origin": money,
        "recipient": {
            "iban": "ES9121000418450200051332",
            "accountHolder": "Olga Prieto",
            "bankName": "Banco del Norte",
        },
        "reference": "Invoice 2026-118",
        "code2fa": code_2fa,
    })
}

/// The body of a crypto payout to an address that is always valid; none for an unknown network.
#[must_use]
pub fn crypto_payout_body(money: &Value, network: &str, code_2fa: &str) -> Option<Value> {
    let address = match network {
        "SOLANA" => "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
        "ETHEREUM" => "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "TRON" => "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        _ => return None,
    };
    Some(json!({
        "origin": money,
        "recipient": { "address": address, "network": network, "currency": "USDC" },
        "reference": "Invoice 2026-119",
        "code2fa": code_2fa,
    }))
}

/// The body that asks for a card payin.
#[must_use]
pub fn card_payin_body(money: &Value) -> Value {
    json!({
        "amount": money["amount"],
        "currency": money["currency"],
        "reference": "CARD-PAY-2026-001234",
        "urlSuccess": "https://shop.example/paid",
        "urlFailed": "https://shop.example/not-paid",
    })
}

/// What a payer does on the payment page of a sandbox: the button that is pressed, and what is typed before.
#[must_use]
pub fn payment_form(deed: PayerAction) -> (&'static str, [(&'static str, &'static str); 3]) {
    let card = |number| [("number", number), ("expiry", "12/31"), ("cvc", "123")];
    match deed {
        PayerAction::Pay => ("pay", card("4242 4242 4242 4242")),
        PayerAction::BeDeclined => ("pay", card("4000 0000 0000 0002")),
        PayerAction::GiveUp => ("cancel", ["number", "expiry", "cvc"].map(|name| (name, ""))),
    }
}

/// The body that confirms a payout with a one-time password.
#[must_use]
pub fn otp_body(code: &str) -> Value {
    json!({ "code": code })
}

/// The events an order sends on its way to a state, in order.
#[must_use]
pub fn order_events(order_type: &str, state: &str) -> Vec<String> {
    let Some(family) = event_family(order_type) else { return Vec::new() };
    let ends: &[&str] = match (family, state) {
        (_, "PROCESSING") => &["processing"],
        (_, "COMPLETED") => &["processing", "completed"],
        ("payin", "FAILED") => &["processing", "failed"],
        _ => &[],
    };
    ends.iter().map(|end| format!("{family}.{end}")).collect()
}

/// A payout or transfer that fails has told of its processing, if it came so far, and tells nothing more.
#[must_use]
pub fn may_fail_silently(order_type: &str, state: &str) -> bool {
    event_family(order_type).is_some_and(|family| family != "payin") && state == "FAILED"
}

fn event_family(order_type: &str) -> Option<&'static str> {
    match order_type {
        "TRANSFER" => Some("transfer"),
        kind if kind.ends_with("PAY_IN") => Some("payin"),
        kind if kind.ends_with("PAY_OUT") => Some("payout"),
        _ => None,
    }
}

/// The event that reports how a KYC session ended, if its state is reported.
#[must_use]
pub fn session_event(state: &str) -> Option<&'static str> {
    match state {
        "VERIFIED" => Some("kyc.session_verified"),
        "REJECTED" => Some("kyc.session_failed"),
        "REVIEW" => Some("kyc.session_manual_review"),
        "EXPIRED" => Some("kyc.session_expired"),
        _ => None,
    }
}

/// The documents without which no company is verified: a file, and what it is handed in as.
pub const MANDATORY_DOCUMENTS: [(&str, &str); 4] = [
    ("articles.pdf", "MEMORANDUM_ARTICLES"),
    ("certificate.png", "BUSINESS_NUMBER"),
    ("bill.jpg", "PROOF_OF_ADDRESS"),
    ("shareholders.docx", "DIRECTORS_SHAREHOLDERS_REG"),
];

/// The event that reports a person's new level, and the one that reports a company's; each with the key of the level.
pub const LEVEL_EVENTS: [(&str, &str); 2] =
    [("kyc.state_updated", KYC_LEVEL), ("kyb.state_updated", KYB_LEVEL)];

/// The event that announces the KYC session of somebody behind a company.
pub const PARTY_EVENT: &str = "related_party.kyc_session_created";

/// The level every user begins with, which no event reports.
pub const FIRST_LEVEL: &str = "LIGHT";

/// What an event is about: the order, the vIBAN, the user, the related party or the account that its payload names.
#[must_use]
pub fn resource_of(event: &Value) -> Option<&str> {
    let data = event.get("data")?;
    let party = || data.pointer("/relatedParty/id")?.as_str();
    ["orderId", "vibanId", "userId", "relatedPartyId", "accountId"]
        .iter()
        .find_map(|key| data.get(*key)?.as_str())
        .or_else(party)
}
