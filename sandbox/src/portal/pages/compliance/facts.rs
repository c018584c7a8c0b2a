//! The profile of a user, under headings and with labels.

use serde_json::{Map, Value};

use super::wording::{short, words};
use crate::domain::activity::{self, Language};
use crate::domain::user::{User, UserKind};

/// The longest text that is shown in full, in characters.
const ROOM: usize = 300;
/// At most this many items of a list are shown; more are only counted.
const MOST: usize = 12;

/// Facts under one heading.
pub(super) struct Group {
    pub(super) title: String,
    /// The label and the text of each fact.
    pub(super) facts: Vec<(String, String)>,
}

/// The headings for natural persons, with their fields; other fields come under the last one.
const OF_PERSON: [(&str, &[&str]); 5] = [
    (
        "Identity",
        &[
            "name",
            "surname",
            "birthdate",
            "birthCountry",
            "nationality",
            "documentType",
            "documentNumber",
        ],
    ),
    ("Contact", &["email", "phoneNumber", "phoneNumberCountry"]),
    ("Address", &["address", "addressLine2", "postalCode", "city", "province", "country"]),
    (
        "Livelihood",
        &[
            "activity",
            "employmentStatus",
            "professionalSector",
            "sourceOfFunds",
            "estimatedAnnualIncome",
            "estimatedAnnualTransactionVolume",
            "estimatedNetWorth",
        ],
    ),
    (
        "Political exposure and terms",
        &[
            "isPublicOffice",
            "publicOfficePosition",
            "publicOfficeCountry",
            "hasPepCloseAssociate",
            "pepAssociateName",
            "pepAssociatePosition",
            "pepAssociateCountry",
        ],
    ),
];

/// Labels that differ from the name of the field.
const LABELS: [(&str, &str); 17] = [
    ("email", "E-mail address"),
    ("birthdate", "Born on"),
    ("hasPepCloseAssociate", "Close to a politically exposed person"),
    ("isPublicOffice", "Holds a public office"),
    ("pepAssociateName", "Exposed person"),
    ("pepAssociatePosition", "Position of the exposed person"),
    ("pepAssociateCountry", "Country of the exposed person"),
    ("termsAndConditionsAccepted", "Accepted the terms"),
    ("taxId", "Tax ID"),
    ("line1", "Address"),
    ("psps", "Payment service providers"),
    ("inwardsPayments", "Payments received"),
    ("outwardsPayments", "Payments made"),
    ("constitutionType", "Legal form"),
    ("constitutionTypeOther", "Other legal form"),
    ("industryTypeOther", "Other industry"),
    ("msbRelationship", "Money services"),
];

/// Fields that hold codes.
const CODES: [&str; 5] =
    ["documentType", "employmentStatus", "sourceOfFunds", "industryType", "constitutionType"];

/// The facts of the user's profile.
pub(super) fn about(user: &User) -> Vec<Group> {
    match user.kind {
        UserKind::Individual => about_person(&user.profile),
        UserKind::Business => {
            let mut groups = vec![];
            // The company comes before its business.
            for part in ["company", "businessActivity"] {
                if let Some(Value::Object(object)) = user.profile.get(part) {
                    gather(&label(part), object, &mut groups);
                }
            }
            groups
        }
    }
}

fn about_person(profile: &Map<String, Value>) -> Vec<Group> {
    let facts = |names: &mut dyn Iterator<Item = &str>| {
        names.filter_map(|name| fact(name, profile.get(name)?)).collect::<Vec<_>>()
    };
    let mut groups = OF_PERSON.map(|(title, names)| {
        let facts = facts(&mut names.iter().copied());
        Group { title: title.to_owned(), facts }
    });
    let listed = |name: &&str| OF_PERSON.iter().any(|(_, names)| names.contains(name));
    let mut others = profile.keys().map(String::as_str).filter(|name| !listed(name));
    if let Some(last) = groups.last_mut() {
        last.facts.extend(facts(&mut others));
    }
    groups.into_iter().filter(|group| !group.facts.is_empty()).collect()
}

/// Adds the facts of an object, and under other headings those of the objects within it.
fn gather(title: &str, object: &Map<String, Value>, groups: &mut Vec<Group>) {
    let facts = object.iter().filter_map(|(name, value)| fact(name, value)).collect::<Vec<_>>();
    if !facts.is_empty() {
        groups.push(Group { title: title.to_owned(), facts });
    }
    for (name, value) in object {
        if let Value::Object(inside) = value {
            let title = match name.as_str() {
                "registered" => "Registered address".to_owned(),
                "operational" => "Operational address".to_owned(),
                other => label(other),
            };
            gather(&title, inside, groups);
        }
    }
}

fn fact(name: &str, value: &Value) -> Option<(String, String)> {
    let text = match value {
        Value::Null | Value::Object(_) => return None,
        Value::String(code) if CODES.contains(&name) => words(code),
        Value::String(slug) if name == "activity" => activity::find(slug)
            .map_or_else(|| slug.clone(), |activity| activity.name(Language::English).to_owned()),
        Value::Array(items) => list(items),
        other => text(other),
    };
    Some((label(name), short(&text, ROOM)))
}

fn list(items: &[Value]) -> String {
    let mut told = items.iter().take(MOST).map(text).collect::<Vec<_>>();
    if items.len() > MOST {
        told.push(format!("and {} more", items.len() - MOST));
    }
    told.join("; ")
}

fn text(value: &Value) -> String {
    match value {
        Value::Bool(true) => "Yes".to_owned(),
        Value::Bool(false) => "No".to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(parts) => {
            let parts = parts.iter().filter(|(_, value)| !value.is_null());
            let parts = parts.map(|(name, value)| match name.as_str() {
                "percentage" => format!("{value} %"),
                _ => text(value),
            });
            parts.collect::<Vec<_>>().join(", ")
        }
        Value::Null => String::new(),
        Value::Number(number) => grouped(&number.to_string()),
        Value::Array(_) => value.to_string(),
    }
}

/// A number with groups of digits, such as `32,000`.
fn grouped(number: &str) -> String {
    let (units, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    if !units.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut told = String::new();
    for (index, digit) in units.chars().enumerate() {
        if index > 0 && (units.len() - index).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told + rest
}

/// The label of a field: its own, or its name in words, such as `Document number`.
fn label(name: &str) -> String {
    if let Some((_, label)) = LABELS.iter().find(|(known, _)| *known == name) {
        return (*label).to_owned();
    }
    let mut label = String::new();
    for letter in name.chars() {
        if label.is_empty() {
            label.extend(letter.to_uppercase());
        } else if letter.is_uppercase() {
            label.push(' ');
            label.extend(letter.to_lowercase());
        } else {
            label.push(letter);
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn facts_are_told_in_words() {
        for (name, value, told) in [
            ("employmentStatus", json!("SELF_EMPLOYED"), "Employment status: Self employed"),
            ("isPublicOffice", json!(false), "Holds a public office: No"),
            ("estimatedNetWorth", json!(1_234_567), "Estimated net worth: 1,234,567"),
            ("estimatedNetWorth", json!(1234.5), "Estimated net worth: 1,234.5"),
            ("totalEmployees", json!(999), "Total employees: 999"),
            ("banks", json!(["A", "B"]), "Banks: A; B"),
            (
                "revenueBreakdown",
                json!([{"percentage": 40, "productOrService": "Shoes"}]),
                "Revenue breakdown: 40 %, Shoes",
            ),
        ] {
            let (label, text) = fact(name, &value).unwrap();
            assert_eq!(format!("{label}: {text}"), told);
        }
        assert_eq!(fact("addressLine2", &Value::Null), None);
    }
}
