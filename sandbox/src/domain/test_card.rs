//! The test cards of the payment page, each with its outcome (PIN-3).

use super::card::CardNumber;
use super::failure::Failure;

/// A card number whose payment succeeds or fails by rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TestCard {
    /// Its number, in groups of four.
    pub(crate) number: &'static str,
    /// The reason for a refusal; none if the payment succeeds.
    pub(crate) refusal: Option<&'static str>,
}

impl TestCard {
    /// Every test card.
    pub(crate) const ALL: [Self; 4] = [
        Self { number: "4242 4242 4242 4242", refusal: None },
        Self { number: "5555 5555 5555 4444", refusal: None },
        Self { number: "4000 0000 0000 0002", refusal: Some("the card was declined") },
        Self { number: "4000 0000 0000 9995", refusal: Some("insufficient funds") },
    ];

    /// The test card with this number.
    pub(crate) fn find(number: &CardNumber) -> Option<Self> {
        Self::ALL.into_iter().find(|card| CardNumber::parse(card.number).as_ref() == Some(number))
    }

    /// The failure of the payin, if this card is refused.
    pub(crate) fn failure(self) -> Option<Failure> {
        self.refusal.map(Failure::of_card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_card_has_a_right_number_and_is_found_by_it() {
        for card in TestCard::ALL {
            let number = CardNumber::parse(card.number).unwrap();
            assert_eq!(TestCard::find(&number).map(|found| found.number), Some(card.number));
        }
        assert!(TestCard::find(&CardNumber::parse("4111 1111 1111 1111").unwrap()).is_none());
    }
}
