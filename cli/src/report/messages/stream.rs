//! The messages of a run, in the order in which a Cucumber says them.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
    rc::Rc,
};

use conformance_harness::suite::{Case, feature_file};
use serde_json::json;

use super::{
    document,
    message::{RUN, say, timestamp},
    meta, pickle, test_case,
};
use crate::report::ended_run::EndedRun;

/// The media type of feature files.
const GHERKIN: &str = "text/x.cucumber.gherkin+plain";

/// Writes the report.
pub(crate) fn write(run: &EndedRun<'_>, file: &mut dyn Write) -> io::Result<()> {
    say(file, "meta", &meta::meta(&run.facts().version))?;
    let mut files: BTreeMap<&Path, Vec<&Rc<Case>>> = BTreeMap::new();
    for case in &run.subject.cases {
        files.entry(&case.path).or_default().push(case);
    }
    for (number, (path, cases)) in (1..).zip(files) {
        write_feature(run, file, number, path, &cases)?;
    }
    say(file, "hook", &test_case::checks_hook())?;
    say(file, "testRunStarted", &json!({"id": RUN, "timestamp": timestamp(run.begun())}))?;
    let mut ended = run.begun();
    run.each_test(&mut |test| {
        ended = ended.max(test.ended());
        test_case::write(test, file)
    })?;
    let mut finished = json!({
        "testRunStartedId": RUN,
        "success": run.summary.exit_code() == 0,
        "timestamp": timestamp(ended),
    });
    if let Some(message) = run.cut_short() {
        finished["message"] = json!(message);
    }
    say(file, "testRunFinished", &finished)
}

/// Writes a feature file, what it consists of, and its scenarios that were chosen to run.
fn write_feature(
    run: &EndedRun<'_>,
    file: &mut dyn Write,
    number: usize,
    path: &Path,
    cases: &[&Rc<Case>],
) -> io::Result<()> {
    let feature = feature_file(&run.subject.root, path).map_err(io::Error::other)?;
    let uri = path.display().to_string();
    say(file, "source", &json!({"uri": uri, "data": feature.text, "mediaType": GHERKIN}))?;
    let ids = document::NodeIds { file: number };
    say(file, "gherkinDocument", &document::document(&feature, ids, &uri))?;
    for case in cases {
        let pickle = pickle::pickle(&feature, ids, case).ok_or_else(|| {
            io::Error::other(format!("{uri} has changed since the run began; run it again"))
        })?;
        say(file, "pickle", &pickle)?;
    }
    Ok(())
}
