//! Targets in containers: a prebuilt image, an image of its own with another container behind it, and containers that fail.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
    thread,
    time::Duration,
};

use crate::support::conform::ROOT;

/// The image of the sandbox, which is built once.
const SANDBOX: &str = "ralio-sandbox:conform";

/// True if the images can be built here. In CI they must be.
fn engine() -> bool {
    static BUILT: OnceLock<bool> = OnceLock::new();
    *BUILT.get_or_init(|| {
        if !conform::container_engine_is_there() {
            assert!(std::env::var_os("CI").is_none(), "CI needs a container engine");
            writeln!(std::io::stderr(), "\nNOT RUN: no container engine answers").expect("open");
            return false;
        }
        // The suite builds the same for `--target container`, so that nothing is built twice.
        let which = ["--profile", "release", "--suite", ROOT, "--tag", SANDBOX];
        let arguments = ["conform", "image", "sandbox"].into_iter().chain(which);
        let code = conform::run_command(arguments.map(std::ffi::OsString::from));
        assert_eq!(code, 0, "the sandbox's image is built");
        true
    })
}

/// The folder of a test with the relay, its Dockerfile and this profile. It is the same in each run, and so is the image of its
/// Dockerfile.
fn relay(test: &str, profile: &str) -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).expect("made");
    let sources = Path::new(ROOT).join("tests/images/relay");
    fs::copy(sources.join("Dockerfile"), folder.join("Dockerfile")).expect("copied");
    let compiled = Command::new("rustc")
        .args(["--edition", "2024", "-C", "target-feature=+crt-static", "-o"])
        .arg(folder.join("relay"))
        .arg(sources.join("relay.rs"))
        .output()
        .expect("rustc runs");
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    let path = folder.join("target.yaml");
    fs::write(&path, profile).expect("written");
    let path = path.to_str().expect("is text").to_owned();
    (folder, path)
}

fn conform(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
    command.args(arguments).current_dir(ROOT).env_remove("RALIO_OPERATOR_KEY");
    command
}

/// The output of a run that could not judge its target.
fn not_judged(mut run: Command) -> String {
    let output = run.output().expect("conform starts");
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    text
}

fn printed(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    format!("{out}{}", String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_prebuilt_image_needs_no_compiler() {
    if !engine() {
        return;
    }
    let output = conform(&["run", "--target", "container", "--image", SANDBOX])
        .args(["--rule", "AUTH-1", "--rule", "HOOK-2"])
        .env("PATH", "")
        .env_remove("CARGO")
        .output()
        .expect("conform starts");
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("judging the sandbox in container "), "{text}");
}

/// A relay in front of a sandbox that it reaches by name; the sandbox has a key that the profile takes from the environment.
const BEHIND: &str = "\
name: the relay
operator: json
capabilities: [drain]
container:
  dockerfile: Dockerfile
  ports: { api: 8080, portal: 8081 }
  environment: { BEHIND: backend }
  ready: { path: /operator/v1/merchants, port: 8081 }
  needs:
    - name: backend
      image: ralio-sandbox:conform
      environment: { RALIO_OPERATOR_KEY: '${RALIO_OPERATOR_KEY}', NOTE: '${THE_NOTE}' }
      command:
        - --api-addr=0.0.0.0:8080
        - --portal-addr=0.0.0.0:8081
        - --portal-url=${CONFORM_PORTAL_URL}
        - --webhook-ca=/ca.pem
        - --demo
      sink_ca: /ca.pem
      ready: { log: ready }
";

#[test]
fn a_target_of_its_own_image_is_judged_with_the_container_that_it_needs() {
    if !engine() {
        return;
    }
    let (_folder, profile) = relay("behind", BEHIND);
    let rules = ["--rule", "AUTH-1", "--rule", "TRF-1", "--rule", "HOOK-4.1", "--rule", "KYC-1.9"];
    let output = conform(&["run", "--target", &profile])
        .args(rules)
        .env("THE_NOTE", "kept-to-itself")
        .output()
        .expect("conform starts");
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("the relay in container ") && text.contains(" passed"), "{text}");
    assert!(!text.contains(" 0 deliveries"), "{text}");
    let checked = conform(&["doctor", "--target", &profile])
        .env("THE_NOTE", "kept-to-itself")
        .output()
        .expect("conform starts");
    let text = printed(&checked);
    assert_eq!(checked.status.code(), Some(0), "{text}");
    assert!(text.contains("webhooks: a payment's events have arrived"), "{text}");
}

#[test]
fn the_output_of_a_container_that_ends_at_once_is_shown_without_secrets() {
    if !engine() {
        return;
    }
    let mute = "name: mute\noperator: json\ncontainer:\n  dockerfile: Dockerfile\n  \
                ports: { api: 8080, portal: 8081 }\n  environment: { KEY: '${THE_KEY}' }\n";
    for ready in ["", "  ready: { log: open }\n"] {
        let (_folder, profile) = relay("mute", &format!("{mute}{ready}"));
        let mut run = conform(&["run", "--target", &profile, "--rule", "AUTH-1"]);
        run.env("THE_KEY", "a-secret-value");
        let text = not_judged(run);
        assert!(text.contains("the container target ended"), "{text}");
        assert!(text.contains("relay: BEHIND is not set; the key"), "{text}");
        assert!(text.contains("<secret#1>") && !text.contains("a-secret-value"), "{text}");
    }
}

#[test]
fn a_container_that_is_not_ready_in_time_is_shown_with_its_output() {
    if !engine() {
        return;
    }
    let slow = "name: slow\noperator: json\ncontainer:\n  dockerfile: Dockerfile\n  \
                ports: { api: 8080, portal: 8081 }\n  environment: { BEHIND: elsewhere }\n  ";
    // Each request for the path writes a line, and only the end of the output is shown.
    for (ready, seconds, words, written) in [
        ("log: never", 5, "its output has \"never\"", "the relay to elsewhere is open"),
        ("path: /up", 2, "it answers at /up on port 8080", "relay: elsewhere:8080: "),
    ] {
        let ready = format!("{slow}ready: {{ {ready}, within_seconds: {seconds} }}\n");
        let (_folder, profile) = relay("slow", &ready);
        let text = not_judged(conform(&["run", "--target", &profile, "--rule", "AUTH-1"]));
        let late = format!("runs and was not ready within {seconds} s");
        assert!(text.contains(&late) && text.contains(written), "{text}");
        assert!(text.contains(words) && text.contains("`ready.within_seconds`"), "{text}");
    }
}

#[test]
fn an_image_or_a_program_that_is_not_there_is_named() {
    if !engine() {
        return;
    }
    let base = "name: lost\noperator: json\ncontainer:\n  ports: { api: 8080, portal: 8081 }\n  ";
    let no_image = format!("{base}image: localhost:9/no-such-image:1\n");
    let (_folder, profile) = relay("lost", &no_image);
    let text = not_judged(conform(&["run", "--target", &profile]));
    assert!(
        text.contains("the image localhost:9/no-such-image:1 is not on this machine"),
        "{text}"
    );
    let (folder, profile) = relay("lost", &format!("{base}dockerfile: Dockerfile\n"));
    fs::write(folder.join("Dockerfile"), "FROM scratch\nCOPY nothing /\n").expect("written");
    let text = not_judged(conform(&["run", "--target", &profile]));
    assert!(
        text.contains("cannot be built: ") && text.contains("correct the Dockerfile"),
        "{text}"
    );
    let program = "FROM scratch\nCOPY relay /relay\nENTRYPOINT [\"/elsewhere\"]\n";
    fs::write(folder.join("Dockerfile"), program).expect("written");
    let text = not_judged(conform(&["run", "--target", &profile]));
    assert!(text.contains("the container target cannot be started: "), "{text}");
    // Other tests make containers, too, and start them at once.
    let left = || {
        let mut listing = Command::new("docker");
        listing.args(["ps", "-aq", "--filter", "status=created", "--filter", "name=conform-"]);
        !listing.output().expect("docker runs").stdout.is_empty()
    };
    let is_cleared = (0..50).any(|_| {
        thread::sleep(Duration::from_millis(100));
        !left()
    });
    assert!(is_cleared, "a container that was not started is left behind");
}

#[test]
fn the_output_of_a_target_that_dies_in_a_run_is_shown() {
    if !engine() {
        return;
    }
    let (_folder, profile) = relay("dying", BEHIND);
    let mut run = conform(&["run", "--target", &profile, "--jobs", "1"])
        .env("THE_NOTE", "kept-to-itself")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("conform starts");
    let mut out = BufReader::new(run.stdout.take().expect("is piped"));
    let mut text = String::new();
    // The first report of progress, such as `64/1716 scenarios, 0 failed`.
    while !text.lines().any(|line| line.contains('/') && line.contains(" scenarios, ")) {
        assert!(out.read_line(&mut text).expect("is text") > 0, "the run goes on: {text}");
    }
    let (_, id) = text.split_once("the relay in container ").expect("names its container");
    let killed = Command::new("docker").args(["kill", &id[..12]]).output().expect("docker runs");
    assert!(killed.status.success(), "{killed:?}");
    out.read_to_string(&mut text).expect("is text");
    assert_eq!(run.wait().expect("ends").code(), Some(2), "{text}");
    assert!(text.contains("the target no longer answers"), "{text}");
    assert!(text.contains("the container target has ended with exit code 137"), "{text}");
    assert!(text.contains("the relay to backend is open"), "{text}");
    assert!(text.contains("the container backend runs; the end of its output:"), "{text}");
}
