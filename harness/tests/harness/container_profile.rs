//! Containers described in a profile: the values that are filled in, and the mistakes that are named.

use std::time::Duration;

use conformance_harness::target::{
    ContainerProfileError, ContainerSet, ImageSource, Profile, ProfileError, Readiness,
    Surroundings,
};

use crate::folder;

const HEAD: &str = "name: a toy\noperator: json\n";

const SMALL: &str = "container:\n  image: toy:1\n  ports: { api: 80, portal: 81 }\n";

fn parse(container: &str) -> Result<Profile, ProfileError> {
    Profile::parse(&format!("{HEAD}{container}"), "toy.yaml".to_owned(), &["clock"])
}

/// The containers of a profile in a folder with these files; `COLOUR` is a variable.
fn resolved_among(
    files: &[(&str, &str)],
    container: &str,
) -> Result<ContainerSet, ContainerProfileError> {
    let folder = folder::with(files);
    let variable = |name: &str| (name == "COLOUR").then(|| "bright-red".to_owned());
    let around = Surroundings { folder: folder.path(), variable: &variable, sink_ca: "the CA" };
    let profile = parse(container).expect("a profile");
    profile.container().expect("a container").resolved(around)
}

fn refusal(container: &str) -> String {
    resolved_among(&[], container).expect_err("refused").to_string()
}

#[test]
fn a_small_container_is_ready_when_its_api_answers() {
    let set = resolved_among(&[], SMALL).expect("resolved");
    assert_eq!((set.api, set.portal, set.recipes.len()), (80, 81, 1));
    let target = &set.recipes[0];
    assert!(matches!(&target.image, ImageSource::Reference(image) if image == "toy:1"));
    assert_eq!(target.readiness, Readiness::Answer { path: "/".to_owned(), port: 80 });
    assert_eq!(target.within, Duration::from_mins(1));
    assert_eq!(target.ports.iter().copied().collect::<Vec<_>>(), [80, 81]);
    assert!(target.command.is_empty() && set.secrets.is_empty());
}

#[test]
fn a_sink_that_containers_reach_is_usual_for_a_container() {
    let profile = parse(SMALL).expect("a profile");
    let started = profile.started_in("abc", "http://a".to_owned(), "http://b".to_owned());
    let target = started.into_target();
    assert_eq!(target.name, "a toy in container abc");
    assert_eq!((target.api_url.as_str(), target.portal_url.as_str()), ("http://a", "http://b"));
    assert_eq!(target.reach.host, "host.docker.internal");
    let own = format!("{SMALL}sink: {{ listen: '0.0.0.0:8443' }}\n");
    let target = parse(&own).expect("a profile").into_target();
    assert_eq!(
        (target.reach.host.as_str(), target.reach.listen.port()),
        ("host.docker.internal", 8443)
    );
}

#[test]
fn values_come_from_the_environment_and_are_secrets() {
    let text = format!(
        "{SMALL}  environment: {{ A: 'x-${{COLOUR}}-y', B: 7, C: true, D: '$${{COLOUR}}' }}\n  \
         command: ['--colour=${{COLOUR}}']\n"
    );
    let set = resolved_among(&[], &text).expect("resolved");
    let environment: Vec<String> =
        set.recipes[0].environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(environment, ["A=x-bright-red-y", "B=7", "C=true", "D=${COLOUR}"]);
    assert_eq!(set.recipes[0].command, ["--colour=bright-red"]);
    assert_eq!(set.secrets, ["bright-red", "bright-red"]);
}

#[test]
fn files_are_read_beside_the_profile_and_the_sinks_authority_is_one_of_them() {
    let text = format!(
        "{SMALL}  files: {{ /etc/toy: toys/one.txt, /etc/two: {{ text: written here }} }}\n  \
         sink_ca: /etc/ca.pem\n"
    );
    let set = resolved_among(&[("toys/one.txt", "one")], &text).expect("resolved");
    let files: Vec<(&str, &[u8])> = set.recipes[0]
        .files
        .iter()
        .map(|(path, contents)| (path.as_str(), contents.as_slice()))
        .collect();
    let wanted: [(&str, &[u8]); 3] =
        [("/etc/toy", b"one"), ("/etc/two", b"written here"), ("/etc/ca.pem", b"the CA")];
    assert_eq!(files, wanted);
}

#[test]
fn needed_containers_start_first_and_a_dockerfile_brings_its_folder() {
    let text = format!(
        "{SMALL}  needs:\n    - name: store\n      dockerfile: images/Store\n      ready: {{ path: /up, port: 9000, \
         within_seconds: 5 }}\n    - {{ name: queue, image: queue:2 }}\n"
    );
    let set = resolved_among(&[("images/Store", "FROM scratch\n")], &text).expect("resolved");
    let names: Vec<&str> = set.recipes.iter().map(|recipe| recipe.name.as_str()).collect();
    assert_eq!(names, ["store", "queue", "target"]);
    let store = &set.recipes[0];
    let ImageSource::Dockerfile { context, .. } = &store.image else { panic!("no Dockerfile") };
    assert!(context.ends_with("images"), "{context:?}");
    assert_eq!(store.readiness, Readiness::Answer { path: "/up".to_owned(), port: 9000 });
    assert_eq!((store.within, store.ports.len()), (Duration::from_secs(5), 1));
    assert_eq!(set.recipes[1].readiness, Readiness::Started);
}

#[test]
fn an_image_takes_the_place_of_the_profiles() {
    let text = SMALL.replace("image: toy:1", "dockerfile: Dockerfile");
    let mut profile = parse(&text).expect("a profile");
    assert!(profile.use_image("other:2"));
    let variable = |_: &str| None;
    let around = Surroundings { folder: "/nowhere".as_ref(), variable: &variable, sink_ca: "" };
    let set = profile.container().expect("a container").resolved(around).expect("resolved");
    assert!(matches!(&set.recipes[0].image, ImageSource::Reference(image) if image == "other:2"));
}

#[test]
fn mistakes_in_a_container_are_named_with_their_place_and_remedy() {
    let with = |more: &str| format!("{SMALL}  {more}\n");
    let cases: [(String, &str); 12] = [
        (
            SMALL.replace("image: toy:1", "command: []"),
            "`container` has no image; give either `image`",
        ),
        (with("dockerfile: Dockerfile"), "has both an image and a Dockerfile"),
        (SMALL.replace("toy:1", "'toy 1'"), "whose reference is empty or has a space"),
        (
            SMALL.replace("image: toy:1", "dockerfile: Nowhere"),
            "`container`, `dockerfile` cannot be read: ",
        ),
        (
            with("environment: { KEY: '${SHAPE}' }"),
            "`container`, `environment.KEY` refers to ${SHAPE}, and the environment variable SHAPE is not set",
        ),
        (with("environment: { KEY: '${SHAPE' }"), "has a `${` without `}`"),
        (with("files: { /etc/toy: nowhere.txt }"), "nowhere.txt: No such file"),
        (with("files: { etc/toy: { text: x } }"), "is no absolute path in the container"),
        (with("ready: { log: up, path: / }"), "`container`, `ready` needs either `log`"),
        (with("ready: { path: health }"), "has a `path` that does not begin with `/`"),
        (
            with("needs: [{ name: store, image: a, ready: { path: / } }]"),
            "`container.needs` store, `ready` has a `path` without a `port`; add it",
        ),
        (with("needs: [{ name: My_Store, image: a }]"), "is no host name; use up to 30"),
    ];
    for (container, words) in cases {
        let text = refusal(&container);
        assert!(text.contains(words), "{container}: {text}");
    }
    let twice = with("needs: [{ name: store, image: a }, { name: store, image: b }]");
    assert!(refusal(&twice).contains("is used twice"), "{}", refusal(&twice));
}

#[test]
fn a_target_has_a_container_or_addresses() {
    let refused = |text: &str| parse(text).expect_err("refused").to_string();
    let both = refused(&format!("{SMALL}api: http://toys.example\n"));
    assert!(both.contains("has a `container` and an address; keep the one or the other"), "{both}");
    let none = refused("sink: { listen: '127.0.0.1:0' }\n");
    assert!(none.contains("missing field `api`; give the address"), "{none}");
    let unknown = refused(&SMALL.replace("ports:", "prots:"));
    assert!(unknown.contains("unknown field `prots`"), "{unknown}");
    assert!(unknown.contains("did you mean `ports`?"), "{unknown}");
}
