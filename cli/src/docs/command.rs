//! The command `docs`: a site of the features, with the verdicts of a kept run.

use std::{collections::BTreeSet, io, path::Path};

use conformance_harness::{
    kept::KeptRun,
    quote::{counted, escaped},
    report::Output,
};
use ralio_conformance::{SetUpError, load_suite};

use super::{
    folder::SiteFolder,
    pages::{OVERVIEW, RULES, SCRIPT, STYLE, feature_page, overview, rules_page},
    plan::SitePlan,
    run_verdicts::RunVerdicts,
    search::search_script,
};
use crate::{
    arguments::DocsArguments, error::CommandError, kept::last_kept, suite_folder::SuiteFolder,
};

/// The files beside the pages.
const STYLE_FILE: &str = "site.css";
const SCRIPT_FILE: &str = "site.js";
const SEARCH_FILE: &str = "search.js";

/// Writes the site.
pub(crate) fn docs(arguments: &DocsArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    let suite = load_suite(&folder)?;
    let plan = SitePlan::new(&folder, &suite).map_err(SetUpError::from)?;
    let last = || last_kept(folder.home()).filter(|_| !arguments.no_run);
    let run = arguments.run.clone().or_else(last).map(|run| KeptRun::open(&run)).transpose()?;
    let run = run.map(|run| RunVerdicts::new(run, &suite));
    let target = &arguments.output;
    write(&plan, run.as_ref(), target).map_err(|error| not_written(target, &error))?;
    let verdicts = run.as_ref().map_or_else(
        || "no verdicts, because no run is shown".to_owned(),
        |run| format!("the verdicts of the run of {} on {}", run.date(), run.target()),
    );
    let counts = format!(
        "{}, {}, {}; {verdicts}",
        counted(plan.feature_count(), "feature"),
        counted(plan.rules.len(), "rule"),
        counted(plan.scenarios, "scenario")
    );
    output.say(&escaped(&counts));
    if run.as_ref().is_some_and(|run| !run.is_same) {
        output.say("the features have changed since that run; verdicts may not match");
    }
    output.say(&escaped(&format!("site: {}", target.join(OVERVIEW).display())));
    Ok(0)
}

fn write(plan: &SitePlan, run: Option<&RunVerdicts>, target: &Path) -> io::Result<()> {
    let beside = [OVERVIEW, RULES, STYLE_FILE, SCRIPT_FILE, SEARCH_FILE].map(str::to_owned);
    let mut files = BTreeSet::from(beside);
    files.extend(plan.features().map(|(_, feature)| feature.page.clone()));
    let folder = SiteFolder::open(target, files)?;
    let failed = io::Error::other::<askama::Error>;
    folder.write(STYLE_FILE, STYLE)?;
    folder.write(SCRIPT_FILE, SCRIPT)?;
    folder.write(SEARCH_FILE, &search_script(plan, run))?;
    folder.write(OVERVIEW, &overview(plan, run).map_err(failed)?)?;
    folder.write(RULES, &rules_page(plan, run).map_err(failed)?)?;
    for (section, feature) in plan.features() {
        let page = feature_page(plan, run, section, feature).map_err(failed)?;
        folder.write(&feature.page, &page)?;
    }
    folder.close()
}

/// The error of a site that cannot be written.
fn not_written(target: &Path, error: &io::Error) -> CommandError {
    CommandError::Report(format!(
        "the site cannot be written into {}: {error}; name a folder that is new or empty, or that holds an earlier site",
        target.display()
    ))
}
