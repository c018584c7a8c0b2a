//! References: names in braces that are filled, perhaps reckoned with, as `{ana.eur}` and `{quoted + 250}`.

/// A reference: a name, and the terms that are added to it or taken from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'t> {
    /// The name in front.
    pub name: &'t str,
    /// The further terms, each a name or a whole number; the sign is 1 or -1.
    pub terms: Vec<(i64, &'t str)>,
}

impl<'t> Reference<'t> {
    /// Reads the words between the braces.
    #[must_use]
    pub fn read(text: &'t str) -> Option<Self> {
        let mut words = text.split(' ');
        let name = words.next().filter(|word| is_name(word))?;
        let mut terms = Vec::new();
        while let Some(sign) = words.next() {
            let sign = match sign {
                "+" => 1,
                "-" => -1,
                _ => return None,
            };
            terms.push((sign, words.next().filter(|word| is_name(word) || is_number(word))?));
        }
        Some(Self { name, terms })
    }

    /// All names in it.
    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        let terms = self.terms.iter().map(|(_, term)| *term);
        std::iter::once(self.name).chain(terms.filter(|term| !is_number(term)))
    }
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte))
        && text.starts_with(|first: char| first.is_ascii_lowercase())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_reckoned_with_by_signs_between_spaces() {
        let read = Reference::read("paid + fee - 25").expect("a reference");
        assert_eq!((read.name, read.terms), ("paid", vec![(1, "fee"), (-1, "25")]));
        for other in ["", "Paid", "paid +", "paid + 2.5", "paid * 2", "2 + paid", "paid+fee"] {
            assert_eq!(Reference::read(other), None, "{other}");
        }
    }
}
