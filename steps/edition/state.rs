//! States, levels and purposes.

/// An order that waits.
pub const PENDING: &str = "PENDING";
/// An order on its way.
pub const PROCESSING: &str = "PROCESSING";
/// An order whose money has arrived.
pub const COMPLETED: &str = "COMPLETED";
/// An order whose money did not arrive.
pub const FAILED: &str = "FAILED";
/// The states of orders that are not decided yet.
pub const UNDECIDED: [&str; 2] = [PENDING, PROCESSING];

/// A virtual IBAN that can be paid to.
pub const ACTIVE: &str = "ACTIVE";
/// A virtual IBAN that was given up.
pub const INACTIVE: &str = "INACTIVE";

/// A KYB session that ended well.
pub const APPROVED: &str = "APPROVED";
/// A KYB session in which compliance has asked for more documents.
pub const INFO_REQUESTED: &str = "INFO_REQUESTED";
/// A session that ended badly, or a virtual IBAN that was not granted.
pub const REJECTED: &str = "REJECTED";

/// A KYC session that ended well.
pub const VERIFIED: &str = "VERIFIED";
/// A KYC session in manual review.
pub const REVIEW: &str = "REVIEW";
/// A KYC session that was not decided in time.
pub const EXPIRED: &str = "EXPIRED";

/// The level every user begins with; no event reports it.
pub const LIGHT: &str = "LIGHT";
/// The level of a user who was verified.
pub const REGULAR: &str = "REGULAR";

/// The purpose of the merchant's own account that earns fees.
pub const FEES: &str = "FEES";

/// The roles of the people behind a company.
pub const PARTY_ROLES: [&str; 3] = ["SHAREHOLDER", "UBO", "AUTHORIZED_REPRESENTATIVE"];

/// The states that a resource never leaves.
const FINAL: [&str; 5] = [COMPLETED, FAILED, "CANCELLED", VERIFIED, APPROVED];

/// True if a resource in this state stays in it.
#[must_use]
pub fn is_final(state: &serde_json::Value) -> bool {
    state.as_str().is_some_and(|state| FINAL.contains(&state))
}

/// True if nothing leads from this state to another one that a person could still bring about.
#[must_use]
pub fn is_end(state: &serde_json::Value) -> bool {
    is_final(state) || state.as_str().is_some_and(|state| [REJECTED, EXPIRED].contains(&state))
}

/// A state as the deed that leads to it.
#[must_use]
pub fn in_words(state: &str) -> String {
    let words = match state {
        VERIFIED | APPROVED => "approved",
        ACTIVE => "activated",
        COMPLETED => "settled",
        REVIEW => "sent to review",
        INFO_REQUESTED => "sent back for more documents",
        other => return other.to_lowercase(),
    };
    words.to_owned()
}

/// The states of KYC and KYB sessions in which nobody can approve them any more, or not before somebody sends more.
const NOT_TO_APPROVE: [&str; 5] = [VERIFIED, APPROVED, REJECTED, EXPIRED, INFO_REQUESTED];

/// True if a KYC or KYB session in this state can still be approved as it is.
#[must_use]
pub fn can_be_approved(state: &str) -> bool {
    !NOT_TO_APPROVE.contains(&state)
}

/// True if a refusal names the second factor, in the words of any target.
#[must_use]
pub fn is_about_code(refusal: &serde_json::Value) -> bool {
    names_any(refusal, &["2fa", "second factor", "second_factor", "one-time", "otp"])
}

/// True if a refusal says that there is not enough money, in the words of any target.
#[must_use]
pub fn is_about_funds(refusal: &serde_json::Value) -> bool {
    names_any(refusal, &["insufficient", "funds", "balance", "not enough"])
}

fn names_any(refusal: &serde_json::Value, words: &[&str]) -> bool {
    let told = refusal.to_string().to_lowercase();
    words.iter().any(|word| told.contains(word))
}
