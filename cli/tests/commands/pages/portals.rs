//! The operator on the pages of a Portal, by a map: the sandbox's Portal, and one that is built differently.

use std::fs;

use tokio::process::Command;

use super::{
    one_time_code,
    pages_bench::{PagesBench, SUITE_MAP, browser_is_missing},
};

use crate::support::conform::ROOT;

/// Rules and scenarios with every act that both maps know: registering, deciding about people and companies, funding, and
/// setting a rate.
const RULES: [&str; 6] = ["GUIDE-1", "KYC-3", "PIN-1.1", "PIN-1.2", "PIN-1.4", "PIN-1.8"];

/// True if a run has asked a person for something, by a sentence or in a list.
fn asks_a_person(told: &str) -> bool {
    told.contains(">> Please ") || told.contains("== Batch ")
}

/// The line of a run with the numbers of its verdicts.
fn verdicts(told: &str) -> &str {
    told.lines().find(|line| line.contains(" scenarios: ")).expect("a run counts its scenarios")
}

#[tokio::test(flavor = "multi_thread")]
async fn both_portals_are_driven_by_their_maps_with_the_verdicts_of_the_json_operator() {
    if browser_is_missing() {
        return;
    }
    let bench = PagesBench::start().await;
    let by_json = bench.run(&bench.json_profile(), &RULES).await;
    assert!(by_json.is_success, "{}", by_json.told);
    let by_pages = bench.run(&bench.pages_profile(SUITE_MAP), &RULES).await;
    assert!(by_pages.is_success, "{}", by_pages.told);
    let other = bench.serve_other_portal().await;
    let by_other = bench.run(&bench.other_profile(&other), &RULES).await;
    assert!(by_other.is_success, "{}", by_other.told);
    assert_eq!(verdicts(&by_pages.told), verdicts(&by_json.told));
    assert_eq!(verdicts(&by_other.told), verdicts(&by_json.told));
    for run in [by_pages, by_other] {
        assert!(!asks_a_person(&run.told), "a person was asked: {}", run.told);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_whose_secret_is_not_given_is_asked_for_at_the_terminal() {
    if browser_is_missing() {
        return;
    }
    let bench = PagesBench::start().await;
    let profile = bench.other_profile(&bench.serve_other_portal().await);
    let question = "Please type the one-time code for the Portal (KONTOR_CODE_SECRET): ";
    let run = bench.run_at_terminal(&profile, &["PIN-1.1"], question, one_time_code::current).await;
    assert!(run.is_success && run.told.contains("conforms"), "{}", run.told);
    assert_eq!(run.told.matches(question).count(), 1, "{}", run.told);
    let without = bench.run(&profile, &["PIN-1.1"]).await;
    assert!(without.is_success, "{}", without.told);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_judged_beside_an_operator_on_pages() {
    if browser_is_missing() {
        return;
    }
    let bench = PagesBench::start().await;
    let profile = bench.pages_profile(SUITE_MAP);
    let profile = profile.replace("capabilities: []", "capabilities: [browser]");
    let run = bench.run_with_password(&profile, &["AUTH-1.6", "KYC-2.4", "PORTAL-21"]).await;
    assert!(run.is_success && run.told.contains("5 scenarios: 5 passed"), "{}", run.told);
    assert!(!asks_a_person(&run.told), "a person was asked: {}", run.told);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_map_does_not_know_is_asked_of_a_person() {
    if browser_is_missing() {
        return;
    }
    let bench = PagesBench::start().await;
    let without = bench.changed_map(|map| {
        let start = map.find("  review_kyc:").expect("the map has the act");
        let end = map.find("  reject_kyc:").expect("another one follows");
        format!("{}{}", &map[..start], &map[end..])
    });
    let run = bench.run(&bench.pages_profile(&without), &["KYC-4.1"]).await;
    assert!(asks_a_person(&run.told), "{}", run.told);
    assert!(run.told.contains("Send the KYC session to manual review"), "{}", run.told);
    assert!(run.told.contains("nothing has come of"), "{}", run.told);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_whose_map_has_no_place_for_a_value_is_asked_of_a_person() {
    if browser_is_missing() {
        return;
    }
    let bench = PagesBench::start().await;
    let whole = bench.run(&bench.pages_profile(SUITE_MAP), &["PIN-2.15"]).await;
    assert!(whole.is_success && !asks_a_person(&whole.told), "{}", whole.told);
    let without = bench.changed_map(|map| {
        let lines = map.lines().filter(|line| !line.contains("when: reference"));
        lines.collect::<Vec<_>>().join("\n")
    });
    let run = bench.run(&bench.pages_profile(&without), &["PIN-2.15"]).await;
    assert!(asks_a_person(&run.told), "{}", run.told);
    assert!(run.told.contains("Rent for May"), "{}", run.told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_is_set_back_after_its_scenario() {
    if browser_is_missing() {
        return;
    }
    let bench = PagesBench::start().await;
    let before = bench.settings().await;
    let run = bench.run(&bench.pages_profile(SUITE_MAP), &["PIN-1.2", "PIN-1.5"]).await;
    assert!(run.is_success, "{}", run.told);
    assert_eq!(bench.settings().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_that_was_renamed_is_found_by_the_check_with_what_is_there_and_a_picture() {
    if browser_is_missing() {
        return;
    }
    let bench = PagesBench::start().await;
    let renamed = bench.changed_map(|map| map.replace("button: Generate", "button: Generrate"));
    let check = bench.check(&renamed, &[]).await;
    assert_eq!(check.code, Some(1), "{}", check.told);
    let told = check.told;
    for words in [
        "make_api_key (Generate an API key): does not fit",
        "step 3 (click the button \"Generrate\")",
        "there are: button \"Generate\"",
        "hold_payouts (Hold new payouts): 3 steps fit",
    ] {
        assert!(told.contains(words), "{words} is not in: {told}");
    }
    let picture = told.lines().find_map(|line| line.trim().strip_prefix("picture: "));
    let picture = fs::read(picture.expect("a picture is named")).expect("it is there");
    assert!(picture.starts_with(b"\x89PNG"), "it is a picture");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_of_the_sandboxs_map_that_can_be_walked_fits() {
    if browser_is_missing() {
        return;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["portal", "check", SUITE_MAP])
        .current_dir(ROOT)
        .output()
        .await
        .expect("conform starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("25 fit as far as they were walked, 0 do not fit"), "{told}");
    assert!(
        told.contains("declare_related_party (Declare a person behind a company): 15 steps fit"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_is_carried_out_by_the_check_if_it_is_named() {
    if browser_is_missing() {
        return;
    }
    let bench = PagesBench::start().await;
    let check = bench.check(SUITE_MAP, &["--act", "hold_payouts"]).await;
    assert_eq!(check.code, Some(0), "{}", check.told);
    assert!(check.told.contains("carried out; the page says"), "{}", check.told);
    assert_eq!(bench.settings().await["holdPayouts"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_in_a_map_is_told_with_place_and_remedy() {
    let bench = PagesBench::start().await;
    for (right, wrong, words) in [
        (
            "- click: { button: Generate }",
            "- clik: { button: Generate }",
            &["line ", "did you mean `click`?"][..],
        ),
        (
            "  approve_kyc:",
            "  aprove_kyc:",
            &["`aprove_kyc` is not known; did you mean `approve_kyc`?"],
        ),
        ("open: /kyc/{session}", "open: /kyc/{sesion}", &["step 1", "did you mean `session`?"]),
        ("{ field: Label }", "{ feld: Label }", &["did you mean `field`?"]),
        ("{ field: Label }", "{ field: Label, button: Save }", &["named once"]),
        ("with: \"{label}\"", "file: \"{label}\"", &["`fill` needs `with` beside it"]),
    ] {
        let map = bench.changed_map(|map| {
            assert!(map.contains(right), "the map has {right}");
            map.replacen(right, wrong, 1)
        });
        let check = bench.check(&map, &[]).await;
        assert_eq!(check.code, Some(2), "{}", check.told);
        for word in words {
            assert!(check.told.contains(word), "{word} is not in: {}", check.told);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_with_pages_needs_a_map() {
    let bench = PagesBench::start().await;
    let profile = bench.pages_profile(SUITE_MAP).replace("portal_map:", "# portal_map:");
    let run = bench.run(&profile, &["GUIDE-1"]).await;
    assert_eq!(run.code, Some(2), "{}", run.told);
    assert!(run.told.contains("`operator: pages` without a map"), "{}", run.told);
}
