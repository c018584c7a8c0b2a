//! The shape of the JUnit file: the elements, attributes and types that `junit-10.xsd` of Jenkins' xUnit plugin allows.

use std::collections::BTreeSet;

use conformance_harness::{
    run::{CaseResult, Summary},
    verdict::{Fault, Verdict},
};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use regex::Regex;

use crate::{
    failure::{finding, outcome},
    report::{failed_result, junit},
};

/// An element of the schema.
struct Shape {
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    children: &'static [&'static str],
    /// True if it may hold text.
    is_mixed: bool,
}

const SHAPES: [Shape; 9] = [
    Shape {
        name: "testsuites",
        required: &[],
        optional: &["name", "time", "tests", "failures", "errors"],
        children: &["testsuite"],
        is_mixed: false,
    },
    Shape {
        name: "testsuite",
        required: &["name", "tests", "failures", "errors"],
        optional: &[
            "group",
            "time",
            "skipped",
            "timestamp",
            "hostname",
            "id",
            "package",
            "file",
            "log",
            "url",
        ],
        children: &["testsuite", "properties", "testcase", "system-out", "system-err"],
        is_mixed: false,
    },
    Shape {
        name: "properties",
        required: &[],
        optional: &[],
        children: &["property"],
        is_mixed: false,
    },
    Shape {
        name: "property",
        required: &["name", "value"],
        optional: &[],
        children: &[],
        is_mixed: false,
    },
    Shape {
        name: "testcase",
        required: &["name"],
        optional: &["time", "classname", "group"],
        children: &["skipped", "error", "failure", "system-out", "system-err"],
        is_mixed: false,
    },
    Shape {
        name: "failure",
        required: &[],
        optional: &["type", "message"],
        children: &[],
        is_mixed: true,
    },
    Shape {
        name: "error",
        required: &[],
        optional: &["type", "message"],
        children: &[],
        is_mixed: true,
    },
    Shape {
        name: "skipped",
        required: &[],
        optional: &["type", "message"],
        children: &[],
        is_mixed: true,
    },
    Shape { name: "system-out", required: &[], optional: &[], children: &[], is_mixed: true },
];

fn shape_of(name: &str) -> &'static Shape {
    SHAPES.iter().find(|shape| shape.name == name).unwrap_or_else(|| panic!("<{name}> is unknown"))
}

/// The type of times in the schema.
const SUREFIRE_TIME: &str = r"^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$";

fn check_start(start: &BytesStart<'_>, parent: Option<&Shape>) -> &'static Shape {
    let name = String::from_utf8(start.name().as_ref().to_vec()).expect("is text");
    let shape = shape_of(&name);
    let is_allowed =
        parent.map_or(name == "testsuites", |parent| parent.children.contains(&name.as_str()));
    assert!(is_allowed, "<{name}> stands in {:?}", parent.map(|parent| parent.name));
    let times = Regex::new(SUREFIRE_TIME).expect("a pattern");
    let mut given = BTreeSet::new();
    for attribute in start.attributes() {
        let attribute = attribute.expect("each attribute once, in quotes");
        let key = String::from_utf8(attribute.key.as_ref().to_vec()).expect("is text");
        let is_known = shape.required.iter().chain(shape.optional).any(|known| *known == key);
        assert!(is_known, "<{name}> has the unknown attribute {key}");
        let value = String::from_utf8(attribute.value.to_vec()).expect("is text");
        if key == "time" {
            assert!(times.is_match(&value), "<{name} time={value:?}>");
        }
        given.insert(key);
    }
    for required in shape.required {
        assert!(given.contains(*required), "<{name}> lacks {required}");
    }
    shape
}

/// Checks a whole file.
fn check(text: &str) {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<&Shape> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => open.push(check_start(&start, open.last().copied())),
            Event::Empty(start) => drop(check_start(&start, open.last().copied())),
            Event::End(_) => drop(open.pop()),
            Event::Text(text) if !text.iter().all(u8::is_ascii_whitespace) => {
                let around = open.last().expect("text stands in an element");
                assert!(around.is_mixed, "<{}> holds text", around.name);
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

fn every_verdict() -> Vec<CaseResult> {
    vec![
        outcome(0, Verdict::Passed, vec![]),
        outcome(1, Verdict::Passed, vec![]),
        outcome(1, Verdict::Failed, vec![finding().into()]),
        outcome(1, Verdict::Error, vec![Fault::error("no answer")]),
        outcome(1, Verdict::NotApplicable, vec![Fault::not_applicable("no clock")]),
        outcome(1, Verdict::Warning, vec![finding().into()]),
        outcome(1, Verdict::KnownDeviation, vec![finding().into()]),
        failed_result(),
    ]
}

#[test]
fn the_file_has_the_shape_of_the_schema_whatever_happened() {
    check(&junit(&every_verdict(), &Summary::default()).0);
    check(&junit(&[], &Summary::default()).0);
    let broken_off = Some("interrupted by SIGTERM".to_owned());
    let summary = Summary { broken_off, not_judged: 3, ..Summary::default() };
    check(&junit(&every_verdict(), &summary).0);
}

#[test]
fn the_counts_are_those_of_the_test_cases() {
    let (_, report) = junit(&every_verdict(), &Summary::default());
    assert_eq!((report.tests, report.failures, report.errors), (8, 2, 1));
    let suite = &report.test_suites[0];
    let counts = (suite.tests, suite.failures, suite.errors, suite.skipped);
    assert_eq!(counts, (7, 2, 1, 2));
    assert_eq!(suite.test_cases.len(), 7);
}
