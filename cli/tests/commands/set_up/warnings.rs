//! Parts of a set-up with which a run is possible and something may go wrong.

use std::process::Command;

use super::{
    bench::{Bench, Mistake, mistake, printed},
    servers,
};

use crate::support::conform::ROOT;

/// Makes sure that the doctor warns, and calls nothing wrong.
async fn warns(bench: &Bench, mistake: &Mistake) {
    let Mistake { profile, environment, words } = mistake;
    let output = bench.conform(&["doctor"], profile, environment).await;
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(0), "{words:?}\n{text}");
    assert!(text.contains("warning  "), "{text}");
    assert!(words.iter().all(|word| text.contains(word)), "{words:?}\n{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn doubtful_parts_are_warned_of() {
    let bench = Bench::start().await;
    let old = "200 OK\r\ncontent-type: application/json\r\ndate: Mon, 02 Jan 2023 10:00:00 GMT";
    let slow = servers::answering(old, "{\"token\":\"t\"}").await;
    let own = bench.folder.path().display();
    for doubtful in [
        mistake(
            bench.by_hand().replace(bench.sandbox.api_url(), &slow),
            &["clock is", "s behind this machine's", "time server"],
        ),
        mistake(
            bench.by_hand().replace(&format!(", authority: {own}"), ""),
            &["sink.authority: is not set", "conform ca DIR"],
        ),
        mistake(
            format!("{}capabilities: [clock]\n", bench.by_hand()),
            &["`clock` is claimed, and only the operator `json`", "remove `clock`"],
        ),
        mistake(
            format!("{}capabilities: [browser]\n", bench.profile()),
            &["chromium is missing", "install chromium,"],
        )
        .with("PATH", "/nowhere"),
        mistake(bench.by_hand(), &["sandbox's code", "set it to the second factor"])
            .with("RALIO_CODE_2FA", ""),
        mistake(bench.by_hand(), &["no scenario with events", "secret that the Portal shows"])
            .with("RALIO_WEBHOOK_SECRET", ""),
        mistake(
            bench.by_hand().replace("'127.0.0.1:0'", "'127.0.0.1:0', url: 'https://localhost:9'"),
            &["does not answer at its own address", "has port 0", "choose a port"],
        ),
    ] {
        warns(&bench, &doubtful).await;
    }
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_cannot_use_a_browser_for_the_run() {
    let bench = Bench::start().await;
    let claiming = format!("{}capabilities: [browser]\n", bench.by_hand());
    bench
        .refuses(&mistake(claiming, &["a person cannot sign the browser in", "remove `browser`"]))
        .await;
    bench.sandbox.stop().await;
}

#[test]
fn few_file_handles_are_named() {
    for (limit, code, words) in [(128, 2, "too few for a run"), (512, 0, "warning  file handles")] {
        let program = env!("CARGO_BIN_EXE_conform");
        let output = Command::new("sh")
            .args(["-c", &format!("ulimit -n {limit}; exec {program} doctor")])
            .current_dir(ROOT)
            .output()
            .expect("sh starts");
        let text = printed(&output);
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(text.contains(words) && text.contains("run `ulimit -n 1024`"), "{text}");
    }
}
