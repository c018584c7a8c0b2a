//! Types of orders.

pub(super) const TRANSFER: &str = "TRANSFER";
pub(super) const BANK_PAYIN: &str = "BANK_PAY_IN";
pub(super) const CRYPTO_PAYIN: &str = "CRYPTO_PAY_IN";
pub(super) const CARD_PAYIN: &str = "CARD_PAY_IN";

const PAYIN: &str = "PAY_IN";
const PAYOUT: &str = "PAY_OUT";

/// True for the type of a payin.
#[must_use]
pub fn is_payin(order_type: &str) -> bool {
    order_type.ends_with(PAYIN)
}

/// True for the type of a payout.
#[must_use]
pub fn is_payout(order_type: &str) -> bool {
    order_type.ends_with(PAYOUT)
}

/// True for the type of a transfer.
#[must_use]
pub fn is_transfer(order_type: &str) -> bool {
    order_type == TRANSFER
}

/// The type that scenarios call `bank payin` or `crypto payout`; none for other words.
#[must_use]
pub fn order_type(words: &str) -> Option<String> {
    let (rail, way) = words.split_once(' ')?;
    let way = match way {
        "payin" => PAYIN,
        "payout" => PAYOUT,
        _ => return None,
    };
    Some(format!("{}_{way}", rail.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_type_is_its_rail_and_its_way() {
        assert_eq!(order_type("crypto payout").as_deref(), Some("CRYPTO_PAY_OUT"));
        assert_eq!(order_type("bank transfer"), None);
    }
}
