//! Companies as users: their profile, and the differences from natural persons.

use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Merchant, company, expect, id, sandbox};

fn named(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

async fn refused(merchant: &Merchant, body: Value) -> Value {
    expect(422, merchant.post("/account/business-users", body).await)
}

#[tokio::test]
async fn given_fields_are_shown_and_missing_ones_are_null_at_every_depth() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let mut body = company();
    let activity = &mut body["businessActivity"];
    activity["companySize"] = json!({"totalEmployees": 0});
    activity["existingProviders"] = json!({"banks": ["Santander", "BBVA"]});
    activity["fundsFlow"] =
        json!({"inwardsPayments": [{"country": "ES", "percentage": 70.5, "productSector": "E"}]});
    body["unknown"] = json!(1);
    let made = expect(201, merchant.post("/account/business-users", body).await);
    assert_eq!(made["kybLevel"], "LIGHT");
    let size = &made["businessActivity"]["companySize"];
    let null = Value::Null;
    assert_eq!(
        size,
        &json!({"branchesInCountry": null, "branchesOutsideCountry": null, "totalEmployees": 0})
    );
    let flow = &made["businessActivity"]["fundsFlow"];
    assert_eq!(flow["inwardsPayments"][0]["percentage"], 70.5);
    for pointer in [
        "/businessActivity/fundsFlow/outwardsPayments",
        "/businessActivity/existingProviders/psps",
        "/businessActivity/msbRelationship",
        "/businessActivity/industryTypeOther",
        "/company/addresses/operational",
        "/company/incorporation/constitutionTypeOther",
    ] {
        assert_eq!(made.pointer(pointer), Some(&null), "{pointer}");
    }
    assert!(made.get("unknown").is_none());
    for spelling in ["business-user", "business-users"] {
        let shown = merchant.get(&format!("/account/{spelling}/{}", id(&made))).await;
        assert_eq!(expect(200, shown), made);
        let listed = expect(200, merchant.get(&format!("/account/{spelling}")).await);
        assert_eq!(listed["users"], json!([made]));
    }
}

#[tokio::test]
async fn every_fault_of_a_company_is_named_at_its_place() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let mut body = company();
    body["businessActivity"]["industryType"] = json!("OTHER");
    body["businessActivity"]["existingProviders"] = json!({"banks": ["BBVA", 7], "psps": [" "]});
    body["businessActivity"]["revenueBreakdown"] =
        json!([{"percentage": 101, "productOrService": "A"}, {"percentage": "1"}]);
    body["company"]["incorporation"] =
        json!({"constitutionType": "GMBH", "country": "es", "date": "yesterday"});
    body["company"]["addresses"]["operational"] = json!([]);
    body["company"]["contact"] = json!(null);
    let expected = [
        ("/businessActivity/industryTypeOther", "required"),
        ("/businessActivity/existingProviders/banks/1", "wrong_type"),
        ("/businessActivity/existingProviders/psps/0", "too_short"),
        ("/businessActivity/revenueBreakdown/0/percentage", "out_of_range"),
        ("/businessActivity/revenueBreakdown/1/percentage", "wrong_type"),
        ("/businessActivity/revenueBreakdown/1/productOrService", "required"),
        ("/company/addresses/operational", "wrong_type"),
        ("/company/incorporation/constitutionType", "unknown_value"),
        ("/company/incorporation/country", "unknown_value"),
        ("/company/incorporation/date", "invalid_format"),
        ("/company/contact", "wrong_type"),
    ];
    assert_eq!(named(&refused(&merchant, body).await), expected);
    let nothing = refused(&merchant, json!({})).await;
    assert_eq!(named(&nothing), [("/businessActivity", "required"), ("/company", "required")]);
}

#[tokio::test]
async fn a_company_is_founded_by_today_on_the_merchants_clock() {
    let (_sandbox, target) = sandbox().await;
    let mut merchant = target.merchant().await;
    let mut body = company();
    let tomorrow = Timestamp::now() + jiff::Span::new().hours(30);
    body["company"]["incorporation"]["date"] = json!(tomorrow.to_string()[..10]);
    let problem = refused(&merchant, body.clone()).await;
    assert_eq!(named(&problem), [("/company/incorporation/date", "out_of_range")]);
    merchant.advance(30 * 3600).await;
    merchant.log_in().await;
    expect(201, merchant.post("/account/business-user", body.clone()).await);
    body["company"]["incorporation"]["date"] = json!("1472-01-01T00:00:00Z");
    expect(201, merchant.post("/account/business-user", body).await);
}

#[tokio::test]
async fn a_company_is_not_an_individual_but_has_accounts_and_a_card() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let (person, company) = (merchant.user().await, merchant.business().await);
    for path in [
        format!("/account/individual-users/{company}"),
        format!("/account/users/{company}/identity-verifications"),
        format!("/account/business-user/{person}"),
    ] {
        expect(404, merchant.get(&path).await);
    }
    let sessions = format!("/account/users/{company}/identity-verifications");
    expect(404, merchant.post(&sessions, json!({})).await);
    let level = format!("/users/{company}/level");
    expect(200, merchant.operate(Method::PUT, &level, json!({"level": "REGULAR"})).await);
    let account = merchant.account(&company, "EUR", 0).await;
    let card = json!({
        "accountId": account.id, "type": "CARD", "outcome": "SETTLE",
        "amount": {"currency": "EUR", "amount": 500},
    });
    let order = id(&expect(201, merchant.operate(Method::POST, "/simulated-payins", card).await));
    let detail = expect(200, merchant.get(&format!("/account/card-payins/{order}")).await);
    assert_eq!(detail["payer"]["name"], "Acme SL");
    assert_eq!(detail["payer"]["address"], "Calle Gran Via 123");
}
