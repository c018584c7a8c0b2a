//! Texts on their way to people: masked, with control characters shown, cut, and kept whole in a file.

use conformance_harness::{
    quote::Quoting,
    report::{Paint, failure_text},
    run::{CaseResult, Plan},
    secrets::{SecretKind, Secrets},
    verdict::{Fault, Nonconformance, Verdict},
};

use crate::{
    failure::outcome,
    folder,
    toy::{carry_out, feature_of, plan},
};

/// Characters that a terminal or viewer would obey or hide.
const OBEYED: &str = "\u{1b}]0;owned\u{7}\r\u{0}\u{9b}31m\u{202e}\u{200b}\u{feff}";

fn is_plain(text: &str) -> bool {
    !text.contains(|letter: char| letter.is_control() && letter != '\n')
        && !text.contains(['\u{202e}', '\u{200b}', '\u{feff}'])
}

fn finding_of(outcome: &CaseResult) -> &Nonconformance {
    match outcome.reasons.as_slice() {
        [Fault::Nonconformance(finding)] => finding,
        other => panic!("one finding, not {other:?}"),
    }
}

#[tokio::test]
async fn no_observer_gets_a_control_character() {
    let text = feature_of("When the toy says strange things");
    let ran = carry_out(&plan(&text)).await;
    let outcome = ran.ends.of("TOY-1.1");
    assert_eq!(outcome.verdict, Verdict::Failed);
    let shown = failure_text(outcome, Paint(false));
    assert!(is_plain(&shown), "{shown:?}");
    assert!(
        shown.contains(r"\u{1b}]0;owned\u{7}\r\u{0}\u{9b}31m\u{202e}\u{200b}\u{feff}"),
        "{shown}"
    );
}

#[test]
fn every_text_of_every_kind_of_fault_is_shown_plainly() {
    let finding = Nonconformance::new(OBEYED, OBEYED, OBEYED)
        .differing(OBEYED.to_owned())
        .shown_by(OBEYED.to_owned());
    let faults =
        [Fault::from(finding), Fault::error(OBEYED), Fault::not_applicable(OBEYED.to_owned())];
    for fault in faults {
        let shown = Quoting::default().shown(outcome(1, Verdict::Failed, vec![fault]));
        assert!(is_plain(&format!("{:?}", shown.reasons).replace("\\\\", "")), "{shown:?}");
        assert!(is_plain(&failure_text(&shown, Paint(false))));
    }
}

#[test]
fn a_long_value_is_cut_and_kept_whole_in_a_file_without_its_secrets() {
    let folder = folder::with(&[]);
    let secrets = Secrets::default();
    secrets.add(SecretKind::Token, "token-of-ana");
    let aside = folder.path().join("target/conform");
    let quoting = Quoting::new(secrets, aside.clone());
    let actual = format!("{}token-of-ana{}\u{7}", "x".repeat(1_995), "y".repeat(50_000));
    let finding = Nonconformance::new("the toy talks", "a word", actual);
    let shown = quoting.shown(outcome(1, Verdict::Failed, vec![finding.into()]));
    let file = aside.join("TOY-1-1-1.txt");
    let wanted =
        format!("{}<toke… (52005 bytes in all; whole in {})", "x".repeat(1_995), file.display());
    assert_eq!(finding_of(&shown).actual, wanted, "a secret is masked before the cut");
    let kept = std::fs::read_to_string(file).expect("kept");
    assert!(kept.ends_with("yyyy\\u{7}") && kept.contains("x<token#1>y"), "{}", kept.len());
    assert_eq!(finding_of(&shown).expected, "a word", "short texts stay");
}

#[test]
fn what_cannot_be_kept_is_cut_all_the_same() {
    let folder = folder::with(&[("target", "a file")]);
    let quoting = Quoting::new(Secrets::default(), folder.path().join("target/conform"));
    let message = "line\n".repeat(1_000);
    let shown = quoting.shown(outcome(1, Verdict::Error, vec![Fault::error(message)]));
    let [Fault::Error { message }] = shown.reasons.as_slice() else { panic!("an error") };
    assert_eq!(message.matches("line").count(), 201);
    assert!(message.contains("… (5000 bytes in all; not kept in "), "{message}");
}

#[test]
fn a_text_is_bounded_as_soon_as_it_belongs_to_a_finding() {
    let finding = Nonconformance::new("the toy talks", "a word", "x".repeat(1 << 20));
    assert!(finding.actual.len() < 300_000, "{}", finding.actual.len());
    assert!(finding.actual.ends_with("… (1048576 bytes in all)"));
}

#[tokio::test]
async fn a_run_takes_the_folder_of_its_plan() {
    let folder = folder::with(&[]);
    let quoting = Quoting::new(Secrets::default(), folder.path().to_path_buf());
    let text = feature_of("When the toy says far too much");
    carry_out(&Plan { quoting, ..plan(&text) }).await;
    assert!(folder.path().join("TOY-1-1-1.txt").is_file());
}
