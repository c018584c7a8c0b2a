//! Reads the profile of a natural person.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::domain::activity;
use crate::domain::profile::{
    DOCUMENT_TYPES, EMPLOYMENT_STATUSES, SOURCES_OF_FUNDS, is_possible_birthdate,
};
use crate::domain::refusal::FieldCode;
use crate::http::creation::DateLimit;
use crate::http::fields::Fields;
use crate::http::record::Record;

/// Reads the profile of a person (USER-1, USER-3): every field is checked, and kept under its
/// documented name.
///
/// The day on which the person was `born` is left to be compared with the clock.
pub(crate) fn read_person(
    fields: &Fields<'_>,
    born: &mut Option<Date>,
) -> Option<Map<String, Value>> {
    let mut profile = Record::of(fields);
    keep_person(&mut profile, born);
    keep_address(&mut profile);
    keep_livelihood(&mut profile);
    keep_exposure(&mut profile);
    profile.finish()
}

fn keep_person(profile: &mut Record<'_>, born: &mut Option<Date>) {
    let f = profile.fields;
    profile.texts(&["name", "surname"]);
    profile.email("email");
    profile.phone("phoneNumber");
    profile.countries(&["phoneNumberCountry"]);
    profile.date("birthdate", born);
    profile.countries(&["birthCountry", "nationality"]);
    profile.keep("documentType", f.code("documentType", DOCUMENT_TYPES));
    profile.texts(&["documentNumber"]);
}

fn keep_address(profile: &mut Record<'_>) {
    profile.texts(&["address"]);
    profile.optional_texts(&["addressLine2"]);
    profile.texts(&["city", "province", "postalCode"]);
    profile.countries(&["country"]);
}

fn keep_livelihood(profile: &mut Record<'_>) {
    let f = profile.fields;
    let unknown = "must be a slug of the activities catalogue";
    profile.keep(
        "activity",
        f.parsed("activity", FieldCode::UnknownValue, unknown, |slug| {
            activity::find(slug).map(|activity| activity.slug)
        }),
    );
    profile.keep("employmentStatus", f.code("employmentStatus", EMPLOYMENT_STATUSES));
    profile.texts(&["professionalSector"]);
    profile.keep("sourceOfFunds", f.code("sourceOfFunds", SOURCES_OF_FUNDS));
    let quantities =
        ["estimatedAnnualIncome", "estimatedAnnualTransactionVolume", "estimatedNetWorth"];
    for name in quantities {
        profile.keep(name, f.quantity(name).cloned());
    }
    let accepted = f.boolean("termsAndConditionsAccepted").and_then(|accepted| {
        let detail = "must be accepted";
        let name = "termsAndConditionsAccepted";
        if accepted { Some(true) } else { f.fault(name, FieldCode::NotAllowed, detail) }
    });
    profile.keep("termsAndConditionsAccepted", accepted);
}

/// Keeps the political exposure; an exposed person must name the office (USER-3).
fn keep_exposure(profile: &mut Record<'_>) {
    let associate = profile.fields.boolean("hasPepCloseAssociate");
    profile.keep("hasPepCloseAssociate", associate);
    profile.texts_if(associate, &["pepAssociateName", "pepAssociatePosition"]);
    keep_country_if(profile, associate, "pepAssociateCountry");
    let office = profile.fields.boolean("isPublicOffice");
    profile.keep("isPublicOffice", office);
    profile.texts_if(office, &["publicOfficePosition"]);
    keep_country_if(profile, office, "publicOfficeCountry");
}

fn keep_country_if(profile: &mut Record<'_>, condition: Option<bool>, name: &str) {
    if condition == Some(true) {
        profile.countries(&[name]);
    } else {
        let country = profile.fields.optional(name, Fields::country);
        profile.keep(name, country.map(Value::from));
    }
}

/// The limit of a date of birth: from 1900 to the merchant's today (USER-3).
pub(crate) fn birthdate_limit(pointer: &'static str, born: Option<Date>) -> Option<DateLimit> {
    let detail = "must be from 1900 to today";
    born.map(|date| DateLimit { pointer, date, is_possible: is_possible_birthdate, detail })
}
