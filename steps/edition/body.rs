//! Standard bodies of requests, which scenarios change where they need to.

use serde_json::{Value, json};

use super::network::{ETHEREUM, SOLANA, TRON};
use crate::language::PayerAction;

/// The second factor of a sandbox; other targets' comes from the environment.
pub const SANDBOX_CODE_2FA: &str = "123456";

/// The body that logs in with a key.
#[must_use]
pub fn login_body(api_code: &str, api_key: &str) -> Value {
    json!({ "api_code": api_code, "api_key": api_key })
}

/// The body that opens an account.
#[must_use]
pub fn account_body(currency: &str) -> Value {
    json!({ "currency": currency, "label": "Main" })
}

/// The body that asks for a virtual IBAN.
#[must_use]
pub fn viban_body(rail: &str) -> Value {
    json!({ "name": "Rent", "rail": rail })
}

/// The rail of virtual IBANs of an account in this currency (VIB-1).
#[must_use]
pub fn viban_rail(currency: &str) -> &'static str {
    if currency == "USD" { "ACH" } else { "SEPA" }
}

/// The reason of the operator for rejecting a virtual IBAN.
#[must_use]
pub fn viban_rejection() -> Value {
    json!({ "reason": "the purpose is not one the bank serves" })
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
        SOLANA => "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
        ETHEREUM => "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        TRON => "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
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

/// A payer's action on the payment page of a sandbox: the button that is pressed, and the fields that are filled in before.
#[must_use]
pub fn payment_form(action: PayerAction) -> (&'static str, [(&'static str, &'static str); 3]) {
    let card = |number| [("number", number), ("expiry", "12/31"), ("cvc", "123")];
    match action {
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

/// The documents without which no company is verified (KYB-8): a file, and the type it is uploaded as.
pub const MANDATORY_DOCUMENTS: [(&str, &str); 4] = [
    ("articles.pdf", "MEMORANDUM_ARTICLES"),
    ("certificate.png", "BUSINESS_NUMBER"),
    ("bill.jpg", "PROOF_OF_ADDRESS"),
    ("shareholders.docx", "DIRECTORS_SHAREHOLDERS_REG"),
];

/// The category of the documents of a company (KYB-3).
pub const DOCUMENT_CATEGORY: &str = "COMPANY_INFO";
