//! Payment cards: reading what the payer types, and the part that is stored.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::clock::Moment;

/// The stored part of a card, without its full number and its security code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Card {
    /// The first six digits.
    pub(crate) bin: String,
    /// The last four digits.
    pub(crate) last_four: String,
    /// The end of its last valid month, as a timestamp.
    pub(crate) expiration: String,
}

impl Card {
    /// The card of a simulated payin that succeeds.
    pub(crate) fn of_simulator() -> Self {
        let [bin, last_four] = ["424242", "4242"].map(str::to_owned);
        Self { bin, last_four, expiration: "2035-12-31T23:59:59.000Z".to_owned() }
    }

    /// The stored part of a card with this number.
    pub(crate) fn of(number: &CardNumber, expires_at: Moment) -> Self {
        let digits = &number.0;
        let last_four = digits[digits.len() - 4..].to_owned();
        Self { bin: digits[..6].to_owned(), last_four, expiration: expires_at.to_string() }
    }

    /// The number with its middle digits hidden.
    pub(crate) fn masked(&self) -> String {
        format!("{}******{}", self.bin, self.last_four)
    }
}

/// The full number of a card with a valid check digit; it has no text form, so no log can show it.
#[derive(PartialEq, Eq)]
pub(crate) struct CardNumber(String);

impl CardNumber {
    /// Reads a number as people write it, with spaces or hyphens.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        digits_of(text).filter(|digits| (12..=19).contains(&digits.len()) && luhn(digits)).map(Self)
    }
}

fn digits_of(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
}

/// True if the check digit is right (Luhn): counted from the right, every second digit is doubled,
/// and the sum of all digits ends in 0.
fn luhn(digits: &str) -> bool {
    let counted = digits.bytes().rev().enumerate().map(|(place, byte)| {
        let digit = u32::from(byte - b'0');
        let doubled = 2 * digit;
        if place % 2 == 0 { digit } else { doubled / 10 + doubled % 10 }
    });
    counted.sum::<u32>() % 10 == 0
}

/// Reads `MM/YY` or `MM/YYYY`. A card is valid until the end of its month; a short year belongs to
/// the century of `now`.
pub(crate) fn expiry(text: &str, now: Moment) -> Option<Moment> {
    let (month, year) = text.split_once('/')?;
    let (month, year) = (month.trim(), year.trim());
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(month) || !is_number(year) || !(1..=2).contains(&month.len()) {
        return None;
    }
    let number = year.parse::<i16>().ok()?;
    let year = match year.len() {
        2 => now.to_string().get(..2)?.parse::<i16>().ok()? * 100 + number,
        4 => number,
        _ => return None,
    };
    let last_day = Date::new(year, month.parse().ok()?, 1).ok()?.last_of_month();
    Moment::parse(&format!("{last_day}T23:59:59.000Z"))
}

/// True if `text` has the form of a card's security code.
pub(crate) fn is_security_code(text: &str) -> bool {
    (3..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changed_digit_of_a_card_number_is_noticed() {
        assert!(CardNumber::parse(" 4242-4242 4242 4242").is_some());
        for bad in ["", "4242 4242 4242 4241", "4242", "4242 4242 4242 424x", "0424 2424 2424 24"] {
            assert!(CardNumber::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
        let read = |text| expiry(text, now).map(|at| at.to_string());
        for good in ["2/28", "02/28", "02 / 2028"] {
            assert_eq!(read(good).as_deref(), Some("2028-02-29T23:59:59.000Z"), "{good}");
        }
        for bad in ["", "0228", "13/28", "00/28", "2/8", "02/028", "+2/28", "02/-1", "é/28"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_the_first_and_the_last_digits_of_a_card_are_stored() {
        let number = CardNumber::parse("4000 0000 0000 0002").unwrap();
        let card = Card::of(&number, Moment::from_millis(0));
        assert_eq!(card.masked(), "400000******0002");
        assert!(!format!("{card:?}").contains("4000000000000002"));
    }
}
