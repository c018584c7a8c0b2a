//! Bank account numbers: country, length, structure and check digits (OUT-3).

use iban::IbanLike;

/// An IBAN in its electronic form, without spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Iban(String);

impl Iban {
    /// Reads an IBAN with or without single spaces between its groups.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let iban = text.parse::<iban::Iban>().ok()?;
        Some(Self(iban.electronic_str().to_owned()))
    }

    /// The IBAN without spaces.
    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_length_and_country_count() {
        let good = "ES9121000418450200051332";
        assert_eq!(Iban::parse(good).map(Iban::into_string).as_deref(), Some(good));
        let spaced = Iban::parse("ES91 2100 0418 4502 0005 1332");
        assert_eq!(spaced.map(Iban::into_string).as_deref(), Some(good));
        for bad in ["ES9121000418450200051333", "ES912100041845020005133", "ZZ9121000418", ""] {
            assert_eq!(Iban::parse(bad), None, "{bad}");
        }
    }
}
