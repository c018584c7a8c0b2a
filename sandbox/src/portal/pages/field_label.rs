//! Labels of fields for the summary of a form's faults.

/// The fields whose label does not follow from their name.
const LABELS: [(&str, &str); 12] = [
    ("amount.amount", "Amount"),
    ("amount.currency", "Currency"),
    ("picked", "Account"),
    ("accountId", "Account ID"),
    ("vibanId", "Virtual IBAN ID"),
    ("url", "Webhook URL"),
    ("email", "E-mail address"),
    ("again", "Repeat the new password"),
    ("ownershipPercentage", "Share in percent"),
    ("perSeconds", "Period in seconds"),
    ("system", "Ralio"),
    ("merchant", "You"),
];
/// The first parts of names that only group fields.
const GROUPS: [&str; 4] = ["fees.", "fxRates.", "rateLimit.", "residentialAddress."];

/// The label of the field `name`, such as `Bank pay in, Ralio, fixed`.
pub(super) fn label_of(name: &str) -> String {
    let known = |part: &str| LABELS.iter().find(|(known, _)| *known == part);
    if let Some((_, label)) = known(name) {
        return (*label).to_owned();
    }
    let group = GROUPS.iter().find_map(|group| name.strip_prefix(group));
    let parts = group.unwrap_or(name).split('.').enumerate();
    let labels = parts.map(|(index, part)| match known(part) {
        Some((_, label)) => (*label).to_owned(),
        None if part.contains('/') => part.to_owned(),
        None => words_of(part, index == 0),
    });
    labels.collect::<Vec<_>>().join(", ")
}

/// The words of `camelCase`, `UPPER_CASE` or `kebab-case`.
fn words_of(part: &str, is_first: bool) -> String {
    let is_camel = part.chars().any(|letter| letter.is_ascii_lowercase());
    let mut words = String::new();
    for letter in part.chars() {
        match letter {
            '_' | '-' => words.push(' '),
            'A'..='Z' if is_camel => words.extend([' ', letter.to_ascii_lowercase()]),
            _ if is_first && words.is_empty() => words.push(letter.to_ascii_uppercase()),
            _ => words.push(letter.to_ascii_lowercase()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_labels() {
        for (name, label) in [
            ("amount.amount", "Amount"),
            ("accountId", "Account ID"),
            ("failure.reason", "Failure, reason"),
            ("fees.BANK_PAY_IN.system.fixed", "Bank pay in, Ralio, fixed"),
            ("fxRates.EUR/USD", "EUR/USD"),
            ("residentialAddress.addressLine1", "Address line1"),
            ("face-matching.code", "Face matching, code"),
        ] {
            assert_eq!(label_of(name), label);
        }
    }
}
