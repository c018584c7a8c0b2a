//! A target described in a file: its data, and the errors of files that are not profiles.

use std::{path::Path, time::Duration};

use conformance_harness::{
    checks::Encoding,
    target::{LOCAL_EFFECT_TIMEOUT, OperatorKind, Profile, ProfileError},
};

use crate::folder;

const SMALL: &str = "\
name: a toy
api: http://toys.example
portal: http://toys.example/portal
operator: json
sink:
  listen: 127.0.0.1:0
";

const FULL: &str = "\
name: a big toy
api: https://toys.example/api/
portal: https://toys.example/portal
operator: person
capabilities: [clock, road]
signature: base64
sink:
  listen: 0.0.0.0:8443
  host: sink.example
  url: https://tunnel.example
  authority: kept/here
effect_timeout_seconds: 30
person_timeout_seconds: 900
deviations:
  - scenario: TOY-1.1
    reason: it is mended next week
";

fn read(text: &str) -> Result<Profile, ProfileError> {
    let folder = folder::with(&[("toy.yaml", text)]);
    Profile::read(&folder.path().join("toy.yaml"), &["clock", "drain", "road"])
}

fn refusal(text: &str) -> String {
    read(text).expect_err("the profile is refused").to_string()
}

#[test]
fn what_cannot_be_had_here_is_not_claimed_and_the_reason_is_kept() {
    let target = read(FULL).expect("a profile").into_target();
    let target = target.claiming("road", Some("the road is closed".to_owned()));
    assert!(!target.claims("road") && target.claims("clock"));
    assert_eq!(target.unclaimed["road"], "the road is closed");
    assert!(target.claiming("drain", None).claims("drain"));
}

#[test]
fn a_small_profile_takes_what_is_usual_on_this_machine() {
    let profile = read(SMALL).expect("a profile");
    assert_eq!(profile.authority(), None);
    let target = profile.into_target();
    assert_eq!((target.name.as_str(), target.operator), ("a toy", OperatorKind::Json));
    assert_eq!(target.encoding, Encoding::Hex);
    assert!(target.capabilities.is_empty() && target.deviations.0.is_empty());
    assert_eq!(target.effect_timeout, LOCAL_EFFECT_TIMEOUT);
    assert!(target.person_timeout > target.effect_timeout);
    assert_eq!((target.reach.host.as_str(), target.reach.origin), ("localhost", None));
}

#[test]
fn a_full_profile_is_taken_at_its_word() {
    let profile = read(FULL).expect("a profile");
    assert_eq!(profile.authority(), Some(Path::new("kept/here")));
    let target = profile.into_target();
    assert_eq!(target.operator, OperatorKind::Person);
    assert_eq!(target.encoding, Encoding::Base64);
    assert!(target.claims("clock") && target.claims("road") && !target.claims("drain"));
    assert_eq!(target.effect_timeout, Duration::from_secs(30));
    assert_eq!(target.person_timeout, Duration::from_mins(15));
    assert_eq!(target.reach.listen.to_string(), "0.0.0.0:8443");
    assert_eq!(target.reach.host, "sink.example");
    assert_eq!(target.reach.origin.as_deref(), Some("https://tunnel.example"));
    assert_eq!(target.deviations.0[0].reason, "it is mended next week");
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_known_ones() {
    let text = refusal(&SMALL.replace("portal:", "portall:"));
    assert!(text.contains("toy.yaml cannot be understood: "), "{text}");
    assert!(text.contains("portall") && text.contains("line 3"), "{text}");
    assert!(text.contains("expected one of") && text.contains("`portal`"), "{text}");
    assert!(text.ends_with("; tests/targets/ has examples"), "{text}");
    let text = refusal(&SMALL.replace("listen:", "lisen:"));
    assert!(text.contains("lisen"), "also below sink: {text}");
}

#[test]
fn an_unknown_capability_is_named_with_the_known_ones() {
    let text = refusal(&format!("{SMALL}capabilities: [clock, wings]\n"));
    let wanted = "/toy.yaml claims \"wings\", which is no capability; known are clock, drain, road";
    assert!(text.starts_with("the profile ") && text.ends_with(wanted), "{text}");
}

#[test]
fn a_missing_file_is_named() {
    let error = Profile::read(Path::new("/nowhere/toy.yaml"), &[]).expect_err("it is missing");
    assert!(matches!(error, ProfileError::Read { .. }));
    let text = error.to_string();
    assert!(
        text.starts_with("the profile /nowhere/toy.yaml cannot be read: No such file"),
        "{text}"
    );
}

#[test]
fn what_is_missing_or_has_another_form_is_named() {
    let lacking = SMALL.replace("api: http://toys.example\n", "");
    assert!(refusal(&lacking).contains("missing field `api`"), "{}", refusal(&lacking));
    let robot = SMALL.replace("json", "robot");
    assert!(
        refusal(&robot)
            .contains("unknown variant `robot`, expected one of `json`, `person`, `pages`")
    );
    let address = SMALL.replace("127.0.0.1:0", "here");
    assert!(refusal(&address).contains("sink.listen: invalid socket address"));
    assert!(refusal("").contains("cannot be understood"));
    let silent = format!("{SMALL}deviations: [{{scenario: TOY-1.1}}]\n");
    assert!(refusal(&silent).contains("missing field `reason`"), "{}", refusal(&silent));
}

#[test]
fn pages_need_a_map_beside_the_profile_and_a_person_needs_none() {
    let pages = SMALL.replace("json", "pages");
    assert!(refusal(&pages).contains("`operator: pages` without a map"), "{}", refusal(&pages));
    let target = read(&format!("{pages}portal_map: maps/toy.yaml\n")).expect("valid").into_target();
    let map = target.portal_map.expect("a map");
    assert!(map.ends_with("maps/toy.yaml") && map.is_absolute(), "{}", map.display());
    let person = format!("{}portal_map: toy.yaml\n", SMALL.replace("json", "person"));
    assert!(refusal(&person).contains("a person does not need"), "{}", refusal(&person));
}

#[test]
fn a_deviation_has_a_reason_in_words() {
    let silent = format!("{SMALL}deviations: [{{scenario: TOY-1.1, reason: ''}}]\n");
    assert!(read(&silent).is_err());
}

#[test]
fn a_deviation_is_listed_once() {
    let entry = "{scenario: TOY-1.1, reason: one}";
    assert!(read(&format!("{SMALL}deviations: [{entry}, {entry}]\n")).is_err());
}

#[test]
fn keys_of_the_version_before_are_read_with_a_warning() {
    let old = FULL
        .replace("sink:\n", "inbox:\n")
        .replace("effect_timeout_seconds", "patience_seconds")
        .replace("person_timeout_seconds", "person_patience_seconds");
    let profile = read(&old).expect("a profile");
    let warnings = profile.warnings().join("\n");
    for (old, new) in [
        ("inbox", "sink"),
        ("patience_seconds", "effect_timeout_seconds"),
        ("person_patience_seconds", "person_timeout_seconds"),
    ] {
        assert!(
            warnings.contains(&format!("uses the key `{old}`; it is now `{new}`")),
            "{warnings}"
        );
    }
    let target = profile.into_target();
    assert_eq!(target.effect_timeout, Duration::from_secs(30));
    assert_eq!(target.person_timeout, Duration::from_mins(15));
    assert!(read(FULL).expect("a profile").warnings().is_empty());
}

#[test]
fn a_profile_is_a_regular_file() {
    let message = Profile::read(Path::new("/dev/zero"), &[]).expect_err("a device").to_string();
    assert!(message.contains("the profile /dev/zero cannot be read: it is not a regular file"));
}
