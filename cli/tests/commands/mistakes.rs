//! Bad input: each mistake is exit 2 and one clear paragraph that names the place and the remedy.

use std::{
    fs,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::support::{conform::ROOT, own_suite::own_suite};

fn conform(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(arguments)
        .current_dir(ROOT)
        .env_remove("RALIO_OPERATOR_KEY")
        .output()
        .expect("conform starts")
}

fn refused(arguments: &[&str], words: &[&str]) {
    let output = conform(arguments);
    let output_text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output_text}");
    for word in words {
        assert!(output_text.contains(word), "{arguments:?} does not say {word:?}: {output_text}");
    }
}

/// A feature without mistakes.
const GOOD: &str = "Feature: F\n  @source-S\n  Rule: ONE-1 It is so\n  @ONE-1.1\n  Scenario: S\n    Given a merchant\n    \
                    When the merchant logs in\n    Then the answer is 200\n";

/// A suite of one feature file, with the project's schemas and fixtures.
fn suite(feature: &str) -> TempDir {
    own_suite(&[("features/one.feature", feature)])
}

fn refused_feature(feature: &str, words: &[&str]) {
    let folder = suite(feature);
    let path = folder.path().to_str().expect("is text");
    refused(&["run", "--suite", path], words);
}

#[test]
fn an_undefined_step_is_named_with_the_nearest_phrases() {
    refused_feature(
        "Feature: F\n\n  @ONE-1\n  Scenario: S\n    Given a merchant who listens to events\n",
        &["features/one.feature:5", "no phrase matches", "a merchant who listens for events"],
    );
}

#[test]
fn an_unknown_tag_is_named() {
    refused_feature(
        "Feature: F\n\n  @ONE-1 @wip\n  Scenario: S\n    Given a merchant\n    Then the answer is 200\n",
        &["features/one.feature", "@wip is not a known tag", "@needs-clock"],
    );
}

#[test]
fn a_feature_that_does_not_parse_is_named_with_its_line() {
    refused_feature(
        "Feature: F\n\n  @ONE-1\n  Scenario: S\n    Given a merchant\n    Whenever it rains\n",
        &["features/one.feature", "Whenever it rains"],
    );
}

#[test]
fn a_schema_that_cannot_be_used_is_named_before_a_target_is_looked_for() {
    let folder = suite(GOOD);
    let schemas = folder.path().join("schemas");
    fs::remove_file(&schemas).expect("a link");
    fs::create_dir(&schemas).expect("made");
    fs::write(schemas.join("openapi.yaml"), "openapi: [").expect("written");
    let path = folder.path().to_str().expect("is text");
    let arguments = ["run", "--suite", path, "--target", "nowhere.yaml"];
    refused(&arguments, &["schemas/openapi.yaml cannot be understood"]);
}

#[test]
fn a_document_that_documents_nothing_is_a_mistake_of_ours() {
    let folder = suite(GOOD);
    let schemas = folder.path().join("schemas");
    fs::remove_file(&schemas).expect("a link");
    fs::create_dir(&schemas).expect("made");
    let path = folder.path().to_str().expect("is text");
    for text in ["", "[]", "openapi: 3.1.0", "paths: {}"] {
        fs::write(schemas.join("openapi.yaml"), text).expect("written");
        refused(&["run", "--suite", path], &["openapi.yaml", "paths"]);
    }
}

#[test]
fn a_feature_that_is_no_regular_file_is_refused_at_once() {
    let folder = suite("");
    let feature = folder.path().join("features/one.feature");
    fs::remove_file(&feature).expect("removed");
    std::os::unix::fs::symlink("/dev/zero", feature).expect("linked");
    let path = folder.path().to_str().expect("is text");
    refused(&["list", "--suite", path], &["features/one.feature", "is not a regular file"]);
}

#[test]
fn no_jobs_are_refused() {
    refused(&["run", "--jobs", "0"], &["--jobs", "no scenario would run; give at least 1"]);
    refused(&["run", "--jobs", "many"], &["--jobs", "not a whole number"]);
}

#[test]
fn filters_that_match_nothing_are_refused() {
    refused(&["run", "--rule", "OUT-99"], &["OUT-99", "did you mean"]);
    refused(&["run", "--tags", "@nothing"], &["@nothing", "conform steps tags"]);
    refused(&["run", "--tags", "@decided and"], &["is not a tag expression"]);
    refused(&["run", "--name", "no scenario is called like this"], &["no scenario's name"]);
    refused(&["run", "features/nowhere.feature"], &["features/nowhere.feature"]);
}

#[test]
fn a_target_that_does_not_answer_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = folder.path().join("dead.yaml");
    let text = "name: nobody\napi: http://127.0.0.1:9\nportal: http://127.0.0.1:9\n\
                operator: person\nsink: { listen: '127.0.0.1:0' }\n";
    fs::write(&profile, text).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["run", "--target", profile.to_str().expect("is text")])
        .current_dir(ROOT)
        .env("RALIO_API_CODE", "code")
        .env("RALIO_API_KEY", "some-api-key")
        .output()
        .expect("conform starts");
    let output_text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{output_text}");
    assert!(output_text.contains("nobody cannot be judged"), "{output_text}");
    assert!(output_text.contains("is the target running"), "{output_text}");
}

#[test]
fn a_profile_with_mistakes_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = folder.path().join("profile.yaml");
    let path = profile.to_str().expect("is text");
    refused(&["run", "--target", path], &[path, "cannot be read"]);
    fs::write(&profile, "name: n\nadress: x\n").expect("written");
    refused(&["run", "--target", path], &[path, "adress", "tests/targets"]);
}

#[test]
fn a_missing_key_is_reported() {
    let local = "tests/targets/local-sandbox.yaml";
    refused(&["run", "--target", local], &["RALIO_OPERATOR_KEY"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_keys_are_reported() {
    let sandbox = ralio_sandbox::start(ralio_sandbox::Config::default()).await.expect("starts");
    for (operator, remedy) in [("json", "RALIO_OPERATOR_KEY"), ("person", "RALIO_API_KEY")] {
        let folder = tempfile::tempdir().expect("a folder");
        let profile = folder.path().join("profile.yaml");
        let text = format!(
            "name: n\napi: {}\nportal: {}\noperator: {operator}\nsink: {{ listen: '127.0.0.1:0' }}\n",
            sandbox.api_url(),
            sandbox.portal_url(),
        );
        fs::write(&profile, text).expect("written");
        let output = Command::new(env!("CARGO_BIN_EXE_conform"))
            .args(["run", "--target", profile.to_str().expect("is text")])
            .current_dir(ROOT)
            .env("RALIO_OPERATOR_KEY", "not-the-key")
            .env("RALIO_API_CODE", "not-the-code")
            .env("RALIO_API_KEY", "not-the-key")
            .output()
            .expect("conform starts");
        let output_text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{operator}: {output_text}");
        assert!(
            output_text.contains("refuses") && output_text.contains(remedy),
            "{operator}: {output_text}"
        );
    }
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_browser_is_reported_with_the_remedy_for_every_profile() {
    let sandbox = ralio_sandbox::start(ralio_sandbox::Config::default()).await.expect("starts");
    let folder = tempfile::tempdir().expect("a folder");
    let profile = folder.path().join("profile.yaml");
    let text = format!(
        "name: n\napi: {}\nportal: {}\noperator: json\ncapabilities: [browser]\n\
         sink: {{ listen: '127.0.0.1:0' }}\n",
        sandbox.api_url(),
        sandbox.portal_url(),
    );
    fs::write(&profile, text).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["run", "--rule", "AUTH-1.1", "--rule", "HOOK-1.6"])
        .args(["--target", profile.to_str().expect("is text")])
        .current_dir(ROOT)
        .env("RALIO_OPERATOR_KEY", sandbox.operator_key())
        .env("PATH", folder.path())
        .output()
        .expect("conform starts");
    let output_text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{output_text}");
    assert!(
        output_text.contains("1 passed") && output_text.contains("1 not applicable"),
        "{output_text}"
    );
    assert!(output_text.contains("install chromium"), "{output_text}");
    sandbox.stop().await;
}

#[test]
fn listing_shows_what_would_run() {
    let output = conform(&["list", "--rule", "GUIDE-1"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success());
    assert!(text.contains("GUIDE-1") && text.contains("features/journeys"), "{text}");
}

/// A wrong profile, or wrong arguments.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct UserMistake {
    name: String,
    /// The text of the profile whose path stands in the place of `PROFILE`.
    #[serde(default)]
    profile: Option<String>,
    /// The arguments; those that describe the target of the profile, if they are left out.
    #[serde(default)]
    arguments: Option<Vec<String>>,
    /// The operator's key in the environment.
    #[serde(default)]
    key: Option<String>,
    /// True if the message stands in the output, and not among the errors.
    #[serde(default)]
    output: bool,
    /// The words of the message.
    says: Vec<String>,
}

#[test]
fn wrong_profiles_and_arguments_are_told_with_place_reason_and_remedy() {
    let text = include_str!("user_mistakes.yaml");
    let all = conformance_harness::yaml::parse(text).expect("YAML");
    let all: Vec<UserMistake> = serde_json::from_value(all).expect("the form of a mistake");
    assert!(all.len() >= 60, "{} mistakes", all.len());
    let folder = suite(GOOD);
    let profile = folder.path().join("profile.yaml");
    let path = profile.to_str().expect("is text");
    let mut wrong = Vec::new();
    for mistake in &all {
        fs::write(&profile, mistake.profile.as_deref().unwrap_or_default()).expect("written");
        let usual = ["list", "--target", "PROFILE"].map(str::to_owned).to_vec();
        let arguments = mistake.arguments.clone().unwrap_or(usual);
        let arguments = arguments.iter().map(|one| one.replace("PROFILE", path));
        let output = Command::new(env!("CARGO_BIN_EXE_conform"))
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("RALIO_OPERATOR_KEY")
            .envs(mistake.key.as_ref().map(|key| ("RALIO_OPERATOR_KEY", key)))
            .output()
            .expect("conform starts");
        let bytes = if mistake.output { &output.stdout } else { &output.stderr };
        let told = String::from_utf8_lossy(bytes);
        let says = |words: &String| told.contains(&words.replace("PROFILE", path));
        let lacks: Vec<&String> = mistake.says.iter().filter(|words| !says(words)).collect();
        if output.status.code() != Some(2) || !lacks.is_empty() {
            wrong.push(format!("{}: {:?} lacks {lacks:?}:\n{told}", mistake.name, output.status));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}
