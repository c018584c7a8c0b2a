//! The house against its own manners (docs: `docs/style.md`).
//!
//! Each check takes a tree of sources and gives its problems: the place, what is wrong, the remedy. For each there is a bad
//! sample in `tests/tidy/samples/` that it refuses, and the house itself, which it accepts.

#[path = "tidy/arrows.rs"]
mod arrows;
#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/dependencies.rs"]
mod dependencies;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/licences.rs"]
mod licences;
#[path = "tidy/modules.rs"]
mod modules;
#[path = "tidy/names.rs"]
mod names;
#[path = "tidy/openings.rs"]
mod openings;
#[path = "tidy/problem.rs"]
mod problem;
#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/sizes.rs"]
mod sizes;
#[path = "tidy/spelling.rs"]
mod spelling;
#[path = "tidy/tables.rs"]
mod tables;
#[path = "tidy/tree.rs"]
mod tree;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use arrows::{Arrow, arrows};
use modules::Crate;
use problem::Problem;
use tables::{
    ACCEPTED_CIRCLES, ACCEPTED_LICENCES, CRATES, DOUBLED_NAMES, LIBRARY_NAMES, NO_RULES, SANDBOX,
    SPELLING_ROOMS, STEP_LINES, STEPS, UNCITED_RULES,
};
use tree::{Text, texts};

fn house() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample(check: &str) -> PathBuf {
    house().join("tests/tidy/samples").join(check)
}

fn crates(root: &Path) -> Result<Vec<Crate>, String> {
    let present = CRATES.into_iter().filter(|path| root.join(path).is_file());
    present.map(|path| Crate::load(root, path)).collect()
}

fn found_circles(root: &Path) -> Result<Vec<Problem>, String> {
    let crates = crates(root)?;
    let of = |krate| circles::circles(&arrows(krate), ACCEPTED_CIRCLES);
    Ok(crates.iter().flat_map(of).collect())
}

fn found_floors(root: &Path) -> Result<Vec<Problem>, String> {
    let mut problems = Vec::new();
    for (path, table) in [("steps/lib.rs", &STEPS), ("sandbox/src/lib.rs", &SANDBOX)] {
        if root.join(path).is_file() {
            let sources = Crate::load(root, path)?;
            let files: Vec<&str> = sources.files.iter().map(|file| file.path.as_str()).collect();
            problems.extend(floors::floors(&files, &arrows(&sources), table));
        }
    }
    Ok(problems)
}

fn sources(root: &Path) -> Result<Vec<Text>, String> {
    texts(root, &["steps", "harness", "sandbox", "cli", "tests"], "rs")
}

fn features(root: &Path) -> Result<Vec<Text>, String> {
    texts(root, &["features"], "feature")
}

fn unknown_rules(root: &Path) -> Result<Vec<Problem>, String> {
    let sources = texts(root, &["sandbox/src", "steps", "harness/src"], "rs")?;
    Ok(rules::unknown(&features(root)?, &sources, &NO_RULES))
}

fn uncited_rules(root: &Path) -> Result<Vec<Problem>, String> {
    let sources = texts(root, &["sandbox/src"], "rs")?;
    Ok(rules::uncited(&features(root)?, &sources, UNCITED_RULES))
}

fn doubled_names(root: &Path, accepted: &[(&str, &str)]) -> Result<Vec<Problem>, String> {
    Ok(names::doubled(&crates(root)?, accepted))
}

fn spelled_outside(root: &Path) -> Result<Vec<Problem>, String> {
    let mut sources = texts(root, &["steps"], "rs")?;
    sources.retain(|source| !SPELLING_ROOMS.iter().any(|room| source.path.starts_with(room)));
    let mut schemas = texts(root, &["schemas"], "json")?;
    schemas.extend(texts(root, &["schemas"], "yaml")?);
    let schemas: Result<Vec<_>, String> = schemas
        .iter()
        .map(|schema| {
            conformance_harness::yaml::parse(&schema.text)
                .map_err(|e| format!("{}: {e}", schema.path))
        })
        .collect();
    spelling::outside(&sources, &schemas?)
}

/// The dependencies of the host, as Cargo has resolved them.
fn metadata() -> Result<serde_json::Value, String> {
    let run = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        let output = command.args(arguments).current_dir(house()).output();
        let output = output.map_err(|error| format!("{program}: {error}"))?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr)))
        }
    };
    let version = String::from_utf8_lossy(&run("rustc", &["-vV"])?).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("rustc names no host")?;
    let fixed = ["metadata", "--locked", "--offline", "--format-version=1", "--filter-platform"];
    let arguments = [&fixed[..], &[host]].concat();
    serde_json::from_slice(&run(env!("CARGO"), &arguments)?).map_err(|error| error.to_string())
}

/// Fails with all problems, each on lines of its own.
fn accept(problems: Result<Vec<Problem>, String>) {
    assert_eq!(problems.as_ref().err(), None, "a file cannot be read");
    let problems = problems.unwrap_or_default();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} problems\n{}", lines.len(), lines.join("\n"));
}

/// Fails unless the problems stand exactly at `places`.
fn refuse(problems: Result<Vec<Problem>, String>, places: &[&str]) {
    assert_eq!(problems.as_ref().err(), None, "a file cannot be read");
    let problems = problems.unwrap_or_default();
    let mut found: Vec<&str> = problems.iter().map(|problem| problem.place.as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, places, "{problems:#?}");
}

fn named(arrow: &Arrow) -> String {
    format!("{}:{} {} {}", arrow.from, arrow.line, arrow.path, arrow.to)
}

#[test]
fn an_arrow_leads_to_the_file_that_defines_the_item() {
    let sources = Crate::load(&sample("arrows"), "steps/lib.rs").expect("the sample can be read");
    let found: Vec<String> = arrows(&sources).iter().map(named).collect();
    insta::assert_snapshot!("tidy_arrows", found.join("\n"));
}

#[test]
fn a_circle_of_files_is_refused() {
    refuse(found_circles(&sample("circles")), &["steps/one.rs:3"]);
}

#[test]
fn an_accepted_circle_is_accepted_until_it_is_gone() {
    let sources = Crate::load(&sample("circles"), "steps/lib.rs").expect("the sample can be read");
    let arrows = arrows(&sources);
    let reason = "a sample";
    let files = ["steps/one.rs", "steps/three.rs", "steps/two.rs"];
    accept(Ok(circles::circles(&arrows, &[(&files, reason)])));
    let gone = ["steps/alone.rs", "steps/one.rs"];
    let all = [(&files[..], reason), (&gone[..], reason)];
    refuse(Ok(circles::circles(&arrows, &all)), &["steps/alone.rs"]);
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    accept(found_circles(house()));
}

#[test]
fn an_arrow_upward_or_into_a_closed_room_is_refused() {
    let places = [
        "sandbox/src/api/payins.rs:3",
        "sandbox/src/cellar.rs",
        "sandbox/src/domain/money.rs:3",
        "sandbox/src/http/body.rs:3",
        "steps/oracle/books.rs:3",
        "steps/phrases/payin.rs:3",
        "steps/world/people.rs:5",
    ];
    refuse(found_floors(&sample("floors")), &places);
}

#[test]
fn arrows_go_downward_only() {
    accept(found_floors(house()));
}

#[test]
fn a_long_file_function_or_line_is_refused() {
    let found = sources(&sample("sizes")).and_then(|sources| sizes::sizes(&sources, 15));
    let places = [
        "steps/long.rs",
        "steps/steps.rs:4",
        "steps/steps.rs:23",
        "steps/wide.rs:10",
        "steps/wide.rs:5",
    ];
    let mut places = places.to_vec();
    places.sort_unstable();
    refuse(found, &places);
}

#[test]
fn files_functions_and_lines_are_short() {
    accept(sources(house()).and_then(|sources| sizes::sizes(&sources, STEP_LINES)));
}

#[test]
fn a_long_feature_is_refused() {
    let found = features(&sample("sizes")).map(|features| sizes::feature_sizes(&features));
    refuse(found, &["features/long.feature"]);
}

#[test]
fn features_are_short() {
    accept(features(house()).map(|features| sizes::feature_sizes(&features)));
}

#[test]
fn a_mod_file_that_defines_something_is_refused() {
    let found = sources(&sample("doors")).and_then(|sources| sizes::doors(&sources));
    refuse(found, &["steps/rooms/mod.rs:10", "steps/rooms/mod.rs:5", "steps/rooms/mod.rs:7"]);
}

#[test]
fn mod_files_declare_and_re_export() {
    accept(sources(house()).and_then(|sources| sizes::doors(&sources)));
}

#[test]
fn an_unused_dependency_is_refused() {
    let found = dependencies::unused(&sample("dependencies"), &[("named_otherwise", "other")]);
    refuse(found, &["Cargo.toml:6", "member/Cargo.toml:8"]);
}

#[test]
fn every_dependency_is_used() {
    accept(dependencies::unused(house(), LIBRARY_NAMES));
}

#[test]
fn a_licence_that_is_not_listed_is_refused() {
    let text = tree::read(&sample("licences").join("metadata.json")).expect("readable");
    let metadata = serde_json::from_str(&text).expect("is JSON");
    let places = ["Cargo.lock (both-needed 1.0.0)", "Cargo.lock (silent 1.0.0)"];
    refuse(Ok(licences::licences(&metadata, &ACCEPTED_LICENCES)), &places);
}

#[test]
fn every_dependency_has_an_accepted_licence() {
    accept(metadata().map(|metadata| licences::licences(&metadata, &ACCEPTED_LICENCES)));
}

#[test]
fn a_name_with_two_meanings_is_refused() {
    let places =
        ["sandbox/src/lib.rs:10", "sandbox/src/lib.rs:4", "steps/lib.rs:14", "steps/lib.rs:4"];
    refuse(doubled_names(&sample("names"), &[("Money", "a sample")]), &places);
    let gone = [("Answer", ""), ("Money", ""), ("Order", "a sample"), ("Outcome", "")];
    refuse(doubled_names(&sample("names"), &gone), &["tests/tidy/tables.rs"]);
}

#[test]
fn every_type_name_has_one_meaning() {
    accept(doubled_names(house(), DOUBLED_NAMES));
}

#[test]
fn a_spelling_of_the_api_outside_the_edition_is_refused() {
    let places =
        ["steps/order.rs:10", "steps/order.rs:14", "steps/order.rs:18", "steps/order.rs:6"];
    refuse(spelled_outside(&sample("spelling")), &places);
}

#[test]
fn only_the_edition_spells_the_api() {
    accept(spelled_outside(house()));
}

#[test]
fn a_cited_id_without_a_rule_is_refused() {
    refuse(unknown_rules(&sample("rules")), &["sandbox/src/lib.rs:3"]);
}

#[test]
fn every_cited_id_is_a_rule() {
    accept(unknown_rules(house()));
}

#[test]
fn a_rule_that_the_sandbox_does_not_cite_is_refused() {
    refuse(uncited_rules(&sample("rules")), &["features/payout.feature:4"]);
}

#[test]
fn every_rule_is_cited_in_the_sandbox() {
    accept(uncited_rules(house()));
}

#[test]
fn a_comment_that_opens_with_a_riddle_is_refused() {
    let found = sources(&sample("openings")).map(|sources| openings::comments(&sources));
    refuse(found, &["steps/riddles.rs:1", "steps/riddles.rs:3", "steps/riddles.rs:8"]);
}

#[test]
fn comments_say_plainly_what_a_thing_is() {
    accept(sources(house()).map(|sources| openings::comments(&sources)));
}

#[test]
fn a_title_that_opens_with_a_riddle_is_refused() {
    let found = features(&sample("openings")).map(|features| openings::titles(&features));
    refuse(
        found,
        &["features/riddles.feature:1", "features/riddles.feature:3", "features/riddles.feature:4"],
    );
}

#[test]
fn titles_state_the_requirement() {
    accept(features(house()).map(|features| openings::titles(&features)));
}
