//! Reads amounts, rates and percentages as people type them on pages.
//!
//! A person may write a decimal point or a decimal comma. A text that could mean two numbers is
//! refused, so that no amount is read as a multiple of itself.

use crate::domain::money::Amount;

/// The number of decimals of every currency.
const DECIMALS: usize = 2;
/// The number of digits in a group, as in `1,234.50`.
const GROUP: usize = 3;
/// The greatest number of digits before the decimals; a longer number is above every limit.
const MOST_DIGITS: usize = 15;

const AMOUNT: &str = "Type an amount such as 250.00.";
const AMBIGUOUS: &str = "This can be read in two ways. Type thousands without a separator, such \
     as 1250, or with two decimals, such as 1250.00.";
const TOO_FINE: &str = "Type an amount with at most two decimals, such as 250.00.";
const DECIMAL: &str = "Type a number such as 1.08.";

/// A number as it was typed.
struct Typed<'a> {
    /// The digits before the decimals, without separators.
    units: String,
    /// The digits after the last separator; empty without a separator.
    decimals: &'a str,
    /// True if groups of digits were separated, so that the last separator is the decimal one.
    is_grouped: bool,
}

impl<'a> Typed<'a> {
    /// Splits a text at its separators. Of two kinds the last is the decimal one; a kind that is
    /// repeated separates groups.
    fn split(text: &'a str) -> Option<Self> {
        let is_digits = |part: &str| {
            let length = 1..=MOST_DIGITS;
            length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let Some(last) = text.rfind(['.', ',']) else {
            let units = text.to_owned();
            return is_digits(text).then_some(Self { units, decimals: "", is_grouped: false });
        };
        let (head, decimals) = (&text[..last], &text[last + 1..]);
        let separator = if text[last..].starts_with('.') { ',' } else { '.' };
        let units = head.replace(separator, "");
        let is_grouped = units.len() < head.len();
        let is_right = is_digits(&units) && is_digits(decimals);
        (is_right && (!is_grouped || is_in_groups(head, separator))).then_some(Self {
            units,
            decimals,
            is_grouped,
        })
    }
}

/// Tells if the digits stand in groups of three, as in `1,234,567`.
fn is_in_groups(digits: &str, separator: char) -> bool {
    let (first, rest) = digits.split_once(separator).unwrap_or((digits, ""));
    let is_first = (1..=GROUP).contains(&first.len()) && !first.starts_with('0');
    is_first && rest.split(separator).all(|group| group.len() == GROUP)
}

/// Reads a typed amount above zero, such as `1,234.50`, `1.234,50`, `12,5` or `1234`.
pub(super) fn typed_amount(text: &str) -> Result<Amount, &'static str> {
    match typed_charge(text)? {
        Amount::ZERO => Err("The amount must be greater than zero."),
        amount => Ok(amount),
    }
}

/// Reads a typed amount, which may be zero.
pub(super) fn typed_charge(text: &str) -> Result<Amount, &'static str> {
    let Typed { units, decimals, is_grouped } = Typed::split(text).ok_or(AMOUNT)?;
    if decimals.len() == GROUP && !is_grouped {
        return Err(AMBIGUOUS);
    }
    if decimals.len() > DECIMALS {
        return Err(TOO_FINE);
    }
    let minor = format!("{units}{decimals:0<DECIMALS$}").parse().map_err(|_| AMOUNT)?;
    Amount::from_minor(minor).ok_or("The amount is too large.")
}

/// Reads a typed rate or percentage, where a single point or comma is the decimal one; gives it
/// with a point, such as `1.08`.
pub(super) fn typed_decimal(text: &str) -> Result<String, &'static str> {
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let Typed { units, decimals, .. } = Typed::split(text).ok_or(DECIMAL)?;
    let units = match units.trim_start_matches('0') {
        "" => "0",
        units => units,
    };
    let point = if decimals.is_empty() { "" } else { "." };
    Ok(format!("{units}{point}{decimals}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::money::{Currency, Money};

    #[test]
    fn an_amount_has_a_decimal_point_or_a_decimal_comma() {
        for (text, minor) in [
            ("250", 25_000),
            ("12.5", 1_250),
            ("12,5", 1_250),
            ("12,50", 1_250),
            ("0,25", 25),
            ("0.01", 1),
            ("1234,56", 123_456),
            ("1,234.5", 123_450),
            ("1.234,50", 123_450),
            ("12,345,678.90", 1_234_567_890),
            ("12.345.678,90", 1_234_567_890),
        ] {
            assert_eq!(typed_amount(text).map(Amount::minor), Ok(minor), "{text}");
        }
        assert_eq!(typed_charge("0.00"), Ok(Amount::ZERO));
        assert_eq!(typed_amount("0,00"), Err("The amount must be greater than zero."));
        assert_eq!(typed_charge("999999999999999"), Err("The amount is too large."));
    }

    #[test]
    fn an_amount_that_can_be_read_in_two_ways_is_refused() {
        for text in ["1,250", "1.250", "12.345", "123,456", "0.125", "1234.567"] {
            assert_eq!(typed_charge(text), Err(AMBIGUOUS), "{text}");
        }
        for text in ["1.2345", "12,3456", "1,234.567", "1.234,5678"] {
            assert_eq!(typed_charge(text), Err(TOO_FINE), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_no_number_is_refused() {
        for text in [
            "",
            ".",
            ",",
            "-1",
            "+1",
            "1e3",
            ".5",
            ",5",
            "5.",
            "5,",
            "ten",
            "0x10",
            "1 250.00",
            "1\u{a0}250.00",
            "1\u{202f}250,00",
            "1'250.00",
            "1’250.00",
            "١٢٫٥٠",
            "٢٥٠",
            "１２",
            "1.2.3",
            "1,2.3",
            "1.2,3",
            "1,234,567",
            "1.234.567",
            "12,34.56",
            "1234,567.89",
            "0,123.45",
            ",123.45",
            "1,,234.50",
            "1.234.50",
            "EUR 12.50",
            "12.50 EUR",
            "1_000",
            "½",
            "NaN",
            "99999999999999999999",
            "\0",
        ] {
            assert_eq!(typed_charge(text), Err(AMOUNT), "{text}");
            assert_eq!(typed_amount(text), Err(AMOUNT), "{text}");
        }
    }

    #[test]
    fn a_rate_or_percentage_has_any_number_of_decimals() {
        for (text, decimal) in [
            ("1.08", "1.08"),
            ("1,08", "1.08"),
            ("1,125", "1.125"),
            ("0.8420077465", "0.8420077465"),
            ("007", "7"),
            ("0", "0"),
            ("1,234.56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("12,5 %", "12.5"),
            ("100%", "100"),
        ] {
            assert_eq!(typed_decimal(text).as_deref(), Ok(decimal), "{text}");
        }
        for text in ["", "%", "-1", "1e1", ".5", "1.", "1.2.3", "1,2.3", "1 000", "1,000,000", "٥"]
        {
            assert_eq!(typed_decimal(text), Err(DECIMAL), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_shown_amount_is_read_back_as_itself(minor in 0..=Amount::MAX.minor()) {
            let amount = Amount::from_minor(minor).unwrap();
            let shown = Money::new(Currency::Eur, amount).to_string();
            let (_, digits) = shown.split_once(' ').unwrap();
            let other = digits.replace('.', ";").replace(',', ".").replace(';', ",");
            let plain = digits.replace(',', "");
            for text in [digits, other.as_str(), plain.as_str(), &plain.replace('.', ",")] {
                prop_assert_eq!(typed_charge(text), Ok(amount), "{}", text);
            }
        }

        #[test]
        fn a_text_of_digits_and_separators_is_read_as_its_digits(text in "[0-9]{1,4}([.,][0-9]{0,4}){0,3}") {
            if let Ok(amount) = typed_charge(&text) {
                let digits = text.replace(['.', ','], "");
                let decimals = text.rfind(['.', ',']).map_or(0, |at| text.len() - at - 1);
                prop_assert!(decimals <= DECIMALS);
                let zeros = "0".repeat(DECIMALS - decimals);
                let minor = format!("{digits}{zeros}").parse::<i64>().unwrap();
                prop_assert_eq!(amount.minor(), minor, "{}", text);
            }
        }
    }
}
