//! Mistakes in the text of a profile and in the arguments.

use super::bench::{Bench, mistake, printed};

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_missing_keys_are_named_with_the_right_ones() {
    let bench = Bench::start().await;
    let good = bench.profile();
    let without = |key: &str| {
        let lines = good.lines().filter(|line| !line.starts_with(key));
        lines.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    bench
        .refuses_all(&[
            mistake("name: [", &["cannot be understood", "tests/targets/ has examples"]),
            mistake(good.replace("api:", "apii:"), &["field `apii`", "did you mean `api`?"]),
            mistake(good.replace("listen", "lisen"), &["field `lisen`", "did you mean `listen`?"]),
            mistake(good.replace("json", "jsno"), &["`jsno`", "did you mean `json`?"]),
            mistake(format!("{good}signature: base46\n"), &["`base46`", "did you mean `base64`?"]),
            mistake(without("api"), &["missing field `api`", "give the address of the API"]),
            mistake(without("portal"), &["missing field `portal`", "the address of the Portal"]),
            mistake(without("sink"), &["missing field `sink`", "sink: { listen:"]),
            mistake(good.replace("'127.0.0.1:0'", "8443"), &["sink.listen", "socket address"]),
            mistake(
                format!("{good}capabilities: [clok]\n"),
                &["\"clok\", which is no capability", "known are clock"],
            ),
        ])
        .await;
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_deviations_and_containers_are_named() {
    let bench = Bench::start().await;
    let good = bench.profile();
    let deviating = |entries: &str| format!("{good}deviations: [{entries}]\n");
    let one = "{ scenario: AUTH-1.1, reason: it is known }";
    let container = |keys: &str| {
        format!(
            "name: n\noperator: json\ncontainer: {{ ports: {{ api: 1, portal: 2 }}, {keys} }}\n"
        )
    };
    bench
        .refuses_all(&[
            mistake(deviating(&format!("{one}, {one}")), &["AUTH-1.1", "twice; keep one entry"]),
            mistake(deviating(&one.replace("it is known", "''")), &["say why it fails"]),
            mistake(deviating(&one.replace("1.1", "1.99")), &["AUTH-1.99", "AUTH-1"]),
            mistake(
                format!("{good}container: {{ image: a, ports: {{ api: 1, portal: 2 }} }}\n"),
                &["has a `container` and an address", "keep the one or the other"],
            ),
        ])
        .await;
    if conform::container_engine_is_there() {
        bench
            .refuses_all(&[
                mistake(container("command: []"), &["has no image", "give either `image`"]),
                mistake(
                    container("image: a, environment: { KEY: '${A_KEY}' }"),
                    &["refers to ${A_KEY}", "A_KEY is not set; set it"],
                ),
                mistake(
                    container("image: a, files: { /one: nowhere.txt }"),
                    &["nowhere.txt: No such file", "begin at the folder of the profile"],
                ),
            ])
            .await;
    }
    let broken = container("image: a");
    let lost = [("DOCKER_HOST", "unix:///nowhere.sock".to_owned())];
    let text = printed(&bench.conform(&["doctor"], &broken, &lost).await);
    assert!(text.contains("wrong    container engine: "), "{text}");
    assert!(text.contains("start it, let your user use it (group docker)"), "{text}");
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_arguments_are_named() {
    let bench = Bench::start().await;
    let good = bench.profile();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let folder = elsewhere.path().to_str().expect("is text");
    for (arguments, words) in [
        (&["doctor", "--image", "toy:1"][..], ["--image toy:1", "has no `container`"]),
        (&["run", "--image", "toy:1"], ["--image toy:1", "has no `container`"]),
        (&["doctor", "--suite", folder], ["has no features/", "name the folder of the suite"]),
        (&["run", "--suite", folder], ["has no features/", "--suite"]),
        (&["run", "--jobs", "0"], ["no scenario would run", "give at least 1"]),
    ] {
        let output = bench.conform(arguments, &good, &[]).await;
        let text = printed(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{text}");
        assert!(words.iter().all(|word| text.contains(word)), "{arguments:?} {words:?}\n{text}");
    }
    bench.sandbox.stop().await;
}
