//! Reads the profile of a company.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::domain::business::{CONSTITUTION_TYPES, INDUSTRY_TYPES, OTHER};
use crate::domain::profile::has_begun;
use crate::http::creation::DateLimit;
use crate::http::fields::Fields;
use crate::http::record::Record;

/// Reads the profile of a company (USER-2, USER-3): every field is checked, and kept under its
/// documented name.
///
/// The day on which the company was `founded` is left to be compared with the clock.
pub(crate) fn read_company(
    fields: &Fields<'_>,
    founded: &mut Option<Date>,
) -> Option<Map<String, Value>> {
    let mut profile = Record::of(fields);
    profile.object("businessActivity", |activity| {
        keep_trade(activity);
        keep_figures(activity);
    });
    profile.object("company", |company| {
        company.texts(&["legalName", "taxId"]);
        company.object("addresses", |addresses| {
            addresses.object("registered", keep_address);
            addresses.optional_object("operational", keep_address);
        });
        company.object("incorporation", |incorporation| {
            keep_code(incorporation, "constitutionType", CONSTITUTION_TYPES);
            incorporation.countries(&["country"]);
            incorporation.date("date", founded);
        });
        company.object("contact", |contact| {
            contact.email("email");
            contact.phone("phone");
        });
    });
    profile.finish()
}

/// Keeps a code, and beside it the text that explains the code `OTHER` (USER-3).
fn keep_code(record: &mut Record<'_>, name: &str, known: &[&str]) {
    let code = record.fields.code(name, known);
    record.keep(name, code);
    record.texts_if(code.map(|code| code == OTHER), &[&format!("{name}Other")]);
}

fn keep_trade(activity: &mut Record<'_>) {
    activity.texts(&["businessNature"]);
    activity.optional_texts(&["businessType", "businessTypeOther"]);
    keep_code(activity, "industryType", INDUSTRY_TYPES);
    activity.texts(&["revenueModel"]);
}

fn keep_figures(activity: &mut Record<'_>) {
    activity.optional_object("companySize", |size| {
        for name in ["branchesInCountry", "branchesOutsideCountry", "totalEmployees"] {
            let count = size.fields.optional(name, Fields::count);
            size.keep(name, count.map(Value::from));
        }
    });
    activity.optional_object("existingProviders", |providers| {
        providers.optional_lists(&["banks", "psps"]);
    });
    activity.optional_texts(&["expectedMonthlyVolume"]);
    activity.optional_object("fundsFlow", |flow| {
        flow.optional_objects("inwardsPayments", keep_payments);
        flow.optional_objects("outwardsPayments", keep_payments);
    });
    activity.optional_object("msbRelationship", |relationship| {
        relationship.optional_texts(&["purposeOfTransactions", "targetClients"]);
    });
    activity.optional_lists(&["productsAndServices"]);
    activity.optional_objects("revenueBreakdown", |part| {
        keep_percentage(part);
        part.texts(&["productOrService"]);
    });
}

fn keep_payments(payments: &mut Record<'_>) {
    payments.countries(&["country"]);
    keep_percentage(payments);
    payments.texts(&["productSector"]);
}

fn keep_percentage(record: &mut Record<'_>) {
    record.keep("percentage", record.fields.percentage("percentage").cloned());
}

fn keep_address(address: &mut Record<'_>) {
    address.texts(&["line1", "city"]);
    address.countries(&["country"]);
    address.texts(&["postalCode", "province"]);
}

/// The limit of the day on which a company was founded: not after the merchant's today (USER-3).
pub(crate) fn founding_limit(founded: Option<Date>) -> Option<DateLimit> {
    let (pointer, detail) = ("/company/incorporation/date", "must not be in the future");
    founded.map(|date| DateLimit { pointer, date, is_possible: has_begun, detail })
}
