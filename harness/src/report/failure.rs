//! A failure as people read it: rule and sentence, place, expected and actual, the exchange as `curl`.

use std::fmt::Write as _;

use super::Paint;
use crate::{
    run::CaseResult,
    verdict::{Fault, Nonconformance, Verdict},
};

/// The full text about a case that did not pass; the caller masks secrets.
#[must_use]
pub fn failure_text(outcome: &CaseResult, paint: Paint) -> String {
    let case = &outcome.case;
    let verdict = outcome.verdict.to_string().to_uppercase();
    let verdict = match outcome.verdict {
        Verdict::Failed | Verdict::Error => paint.red(&verdict),
        _ => paint.yellow(&verdict),
    };
    let mut text = format!("{verdict}  {} {}\n", paint.bold(&case.id), paint.bold(&case.name));
    if let Some(rule) = &case.rule {
        line(&mut text, "rule", &format!("{} {}", rule.id, rule.sentence));
    }
    line(&mut text, "where", &case.place());
    if let Some(step) = &outcome.stopped_at {
        let place = format!("{}{} (line {})", step.keyword, step.value, step.line);
        line(&mut text, "step", &place);
    }
    for fault in &outcome.reasons {
        add_fault(&mut text, fault, paint);
    }
    text
}

/// The text about one reason alone; the caller masks secrets.
#[must_use]
pub fn fault_text(fault: &Fault) -> String {
    let mut text = String::new();
    add_fault(&mut text, fault, Paint(false));
    text
}

fn add_fault(text: &mut String, fault: &Fault, paint: Paint) {
    match fault {
        Fault::Nonconformance(finding) => add_finding(text, finding, paint),
        Fault::Error { message } => line(text, "cause", message),
        Fault::NotApplicable { reason } => line(text, "reason", reason),
    }
}

fn add_finding(text: &mut String, finding: &Nonconformance, paint: Paint) {
    let what = match &finding.check {
        Some(check) => format!("{} [always-on check: {check}]", finding.what),
        None => finding.what.clone(),
    };
    if let Some(rule) = &finding.rule {
        let sentence = finding.rule_sentence.as_deref().unwrap_or_default();
        line(text, "breaks", format!("{rule} {sentence}").trim_end());
    }
    line(text, "what", &what);
    line(text, "expected", &finding.expected);
    line(text, "actual", &finding.actual);
    if let Some(diff) = &finding.diff {
        let _ = writeln!(text, "  {:<9}", "diff");
        for part in paint.difference(diff).lines() {
            let _ = writeln!(text, "    {part}");
        }
    }
    if let Some(evidence) = &finding.evidence {
        let _ = writeln!(text, "  {:<9}", "evidence");
        for part in evidence.lines() {
            let _ = writeln!(text, "    {}", paint.dim(part));
        }
    }
}

fn line(text: &mut String, label: &str, value: &str) {
    let mut parts = value.lines();
    let _ = writeln!(text, "  {label:<9} {}", parts.next().unwrap_or_default());
    for part in parts {
        let _ = writeln!(text, "  {:<9} {part}", "");
    }
}
