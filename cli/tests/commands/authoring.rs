//! Authors at work: a first scenario by answering questions, the story of a scenario that passed, and files that run when they
//! are saved.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::support::{conform::ROOT, own_suite::own_suite};

/// A suite of its own, with one feature of the project.
fn suite() -> TempDir {
    let feature = "features/payouts/bank-payout.feature";
    let text = fs::read_to_string(Path::new(ROOT).join(feature)).expect("readable");
    own_suite(&[(feature, &text)])
}

fn conform(arguments: &[&str], suite: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
    command.args(arguments).arg("--suite").arg(suite).current_dir(suite);
    command.env_remove("RALIO_OPERATOR_KEY");
    command
}

/// Answers the questions of `conform new`.
fn answered(suite: &Path, arguments: &[&str], answers: &str) -> (Option<i32>, String) {
    let mut child = conform(&[&["new"], arguments].concat(), suite)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("conform starts");
    let mut input = child.stdin.take().expect("an input");
    input.write_all(answers.as_bytes()).expect("written");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_first_scenario_comes_from_a_few_answers_and_runs() {
    let folder = suite();
    let answers =
        "Half of the money can be paid out\n1\n4\nHalf of it\n1\npay money out\n1\n\n\n\n\n1\n";
    let (code, told) = answered(folder.path(), &[], answers);
    assert_eq!(code, Some(0), "{told}");
    let file = folder.path().join("features/payouts/half-of-the-money-can-be.feature");
    let text = fs::read_to_string(&file).expect("it was written");
    let steps = ["@source-S", "Rule: OUT-2 Half of the money", "@OUT-2.1", "Scenario: Half of it"];
    assert!(steps.iter().all(|words| text.contains(words)), "{text}");
    let run = conform(&["run", "--rule", "OUT-2", "--evidence", "none"], folder.path()).output();
    let run = run.expect("conform starts");
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stdout));
    // A file that is there is never written over, and an input that ends writes nothing.
    let (code, _) = answered(folder.path(), &[], answers);
    assert_eq!(code, Some(2));
    assert_eq!(fs::read_to_string(&file).expect("readable"), text);
    let (code, told) = answered(folder.path(), &["features/payouts/other.feature"], "A fact\n");
    assert_eq!((code, told.contains("nothing was written")), (Some(2), true));
    assert!(!folder.path().join("features/payouts/other.feature").exists());
}

#[test]
fn the_story_of_a_scenario_that_passed_is_told() {
    let folder = suite();
    let run =
        conform(&["run", "--rule", "OUT-1.1", "--story", "--evidence", "none"], folder.path());
    let output = { run }.output().expect("conform starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    let parts = ["PASSED  OUT-1.1", "bank-payouts", "← 201", "⇐ webhook", "book of", "→ Portal"];
    for part in parts {
        assert!(told.contains(part), "{part} is not told: {told}");
    }
    assert!(!told.contains("Bearer ey"), "a token is told: {told}");
}

/// A child that ends with this value.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The lines that a child says, as they come.
fn lines_of(child: &mut Child) -> Receiver<String> {
    let (said, lines) = channel();
    let output = BufReader::new(child.stdout.take().expect("an output"));
    thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if said.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// The lines up to one with these words, which must come soon.
fn until(lines: &Receiver<String>, words: &str) -> Vec<String> {
    let (mut before, end) = (Vec::new(), Instant::now() + Duration::from_mins(1));
    let mut is_said = false;
    while !is_said && Instant::now() < end {
        if let Ok(line) = lines.recv_timeout(Duration::from_millis(100)) {
            is_said = line.contains(words);
            before.push(line);
        }
    }
    assert!(is_said, "{words:?} was not said: {before:#?}");
    before
}

#[test]
fn what_is_saved_runs_against_a_target_that_stays_up() {
    let folder = suite();
    let file = folder.path().join("features/payouts/bank-payout.feature");
    let text = fs::read_to_string(&file).expect("readable");
    let child = conform(&["watch"], folder.path()).stdout(Stdio::piped()).spawn();
    let mut child = Watching(child.expect("conform starts"));
    let lines = lines_of(&mut child.0);
    until(&lines, "stays up, its Portal at http");
    fs::write(&file, format!("{text}\n")).expect("saved");
    let saved = Instant::now();
    let told = until(&lines, "conforms");
    println!("the verdict came {:?} after saving", saved.elapsed());
    assert!(told.iter().any(|line| line.contains("PASSED  OUT-1.1")), "{told:?}");
    fs::write(&file, text.replace("Then the answer is 201", "Then the answer is 299"))
        .expect("saved");
    let told = until(&lines, "does not conform");
    assert!(told.iter().any(|line| line.contains("bank-payouts")), "its story is told: {told:?}");
    fs::write(&file, text.replace("Then the answer", "Then the anwser")).expect("saved");
    until(&lines, "anwser");
    let ended = Command::new("kill").args(["-INT", &child.0.id().to_string()]).status();
    assert!(ended.is_ok_and(|status| status.success()));
    let begun = Instant::now();
    while child.0.try_wait().expect("it can be waited for").is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not end");
        thread::sleep(Duration::from_millis(50));
    }
}
