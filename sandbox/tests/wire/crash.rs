//! A killed sandbox keeps everything that it has answered.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::sink::{Sink, ca_pem};
use crate::world::{Account, Merchant, Target, expect, id};

const KEY: &str = "the key of the operator";

async fn spawn(directory: &Path) -> (Child, Target) {
    let ca = directory.join("ca.pem");
    std::fs::write(&ca, ca_pem()).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ralio-sandbox"))
        .args(["--api-addr", "127.0.0.1:0", "--portal-addr", "127.0.0.1:0", "--webhook-ca"])
        .arg(&ca)
        .arg("--data")
        .arg(directory.join("data"))
        .env("RALIO_OPERATOR_KEY", KEY)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut printed = HashMap::new();
    loop {
        let line = lines.next_line().await.unwrap().unwrap();
        if line == "ready" {
            break;
        }
        if let Some((what, value)) = line.split_once("  ") {
            printed.insert(what.to_owned(), value.trim().to_owned());
        }
    }
    assert!(!printed.contains_key("Operator key"), "a given key is not printed: {printed:?}");
    assert!(printed["Sign in"].starts_with(&printed["Portal"]), "{printed:?}");
    (child, Target::new(&printed["API"], &printed["Portal"], KEY))
}

/// Moves money until the sandbox ends; keeps the acknowledged orders.
async fn load(
    merchant: Merchant,
    from: Arc<Account>,
    to: Arc<Account>,
    made: Arc<Mutex<Vec<String>>>,
) {
    for number in 0.. {
        let (path, body) = if number % 3 == 0 { from.payout(1) } else { from.transfer(&to, 1) };
        let Ok(answer) = merchant.request(Method::POST, &path).json(&body).send().await else {
            return;
        };
        assert_eq!(answer.status(), 201);
        let Ok(order) = answer.json::<Value>().await else { return };
        made.lock().unwrap().push(id(&order));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let directory = tempfile::tempdir().unwrap();
    let (mut child, target) = spawn(directory.path()).await;
    let (mut merchant, sink) = (target.merchant().await, Sink::start().await);
    let events =
        ["transfer.processing", "transfer.completed", "payout.processing", "payout.completed"];
    merchant.listen(&sink.url, &events).await;
    let user = merchant.verified_user().await;
    let a = Arc::new(merchant.account(&user, "EUR", 100_000).await);
    let b = Arc::new(merchant.account(&user, "EUR", 100_000).await);
    let made = Arc::new(Mutex::new(Vec::new()));
    let workers = (0..8).map(|number| {
        let (from, to) = if number % 2 == 0 { (&a, &b) } else { (&b, &a) };
        let (from, to) = (Arc::clone(from), Arc::clone(to));
        tokio::spawn(load(merchant.clone(), from, to, Arc::clone(&made)))
    });
    let workers = workers.collect::<Vec<_>>();
    while made.lock().unwrap().len() < 150 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child.kill().await.unwrap();
    for worker in workers {
        worker.await.unwrap();
    }

    assert_eq!(verify(directory.path()).await.0, Some(0), "what was left is sound");
    let (child, target) = spawn(directory.path()).await;
    assert_eq!(verify(directory.path()).await.0, Some(0), "it can be checked meanwhile");
    merchant.target = target;
    // The token is still valid, since the secret that signed it belongs to the data.
    let balances = merchant.check_books(&a).await + merchant.check_books(&b).await;
    let mut out = 0;
    let made = made.lock().unwrap().clone();
    for order in &made {
        let order = expect(200, merchant.get(&format!("/account/orders/{order}")).await);
        assert_eq!(order["state"], "COMPLETED");
    }
    let payouts = "/account/orders?type_eq=BANK_PAY_OUT&state_eq=COMPLETED&pageSize=1";
    out += expect(200, merchant.get(payouts).await)["pagination"]["total"].as_i64().unwrap();
    assert_eq!(balances + out, 200_000);
    merchant.advance(10).await;
    merchant.drain().await;
    let states_of = states_in_events(&sink);
    for order in &made {
        let states = states_of.get(order).map(Vec::as_slice);
        assert_eq!(states, Some(&["processing".to_owned(), "completed".to_owned()][..]), "{order}");
    }
    stop(child).await;
}

/// The states in the events of each order, in order and without equal repetitions.
fn states_in_events(sink: &Sink) -> HashMap<String, Vec<String>> {
    let mut bodies = HashMap::new();
    let mut states_of = HashMap::<String, Vec<String>>::new();
    for received in sink.received() {
        let event = received.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        if let Some(before) = bodies.insert(text(&event["eventId"]), received.body.clone()) {
            assert_eq!(before, received.body);
        } else {
            let states = states_of.entry(text(&event["data"]["orderId"])).or_default();
            states.push(received.event_type().split('.').next_back().unwrap().to_owned());
        }
    }
    states_of
}

async fn stop(mut child: Child) {
    let pid = child.id().unwrap().to_string();
    Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
    assert!(child.wait().await.unwrap().success());
}

#[tokio::test]
async fn the_command_explains_why_it_cannot_start() {
    let directory = tempfile::tempdir().unwrap();
    let (child, target) = spawn(directory.path()).await;
    let run = |arguments: Vec<String>| async move {
        let output = Command::new(env!("CARGO_BIN_EXE_ralio-sandbox")).args(arguments).output();
        let output = output.await.unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let portal = target.portal.strip_prefix("http://").unwrap();
    let with = |more: &[&str]| {
        let free = ["--api-addr", "127.0.0.1:0", "--portal-addr", "127.0.0.1:0"];
        free.iter().chain(more).map(|argument| (*argument).to_owned()).collect::<Vec<_>>()
    };
    let data = directory.path().join("data").display().to_string();
    let taken = vec!["--api-addr".to_owned(), portal.to_owned()];
    for (arguments, reason) in [
        (with(&["--data", &data]), "in use"),
        (with(&["--data", "/proc/nowhere"]), "cannot be used"),
        (with(&["--webhook-ca", "/nowhere.pem"]), "cannot read"),
        (with(&["--webhook-ca", "/dev/null"]), "not a PEM certificate"),
        (with(&["--operator-key-file", "/dev/null"]), "empty"),
        (taken, "cannot listen"),
    ] {
        let (code, said) = run(arguments).await;
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(reason), "{said}");
    }
    let health = |address: &str| run(vec!["health".into(), "--portal-addr".into(), address.into()]);
    assert_eq!(health(portal).await.0, Some(0));
    stop(child).await;
    assert_eq!(health(portal).await.0, Some(1));
}

#[tokio::test]
async fn sessions_deliveries_and_settings_outlive_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let (child, target) = spawn(directory.path()).await;
    let (mut merchant, sink) = (target.merchant().await, Sink::start().await);
    // No server listens there, so the first attempt fails and the next one waits.
    merchant.listen("https://127.0.0.1:9/hook", &["kyc.state_updated"]).await;
    merchant.verified_user().await;
    merchant.drain().await;
    merchant.advance(5).await;
    let before = merchant.deliveries().await;
    assert_eq!(before[0]["attempts"].as_array().unwrap().len(), 1);
    stop(child).await;

    let (child, target) = spawn(directory.path()).await;
    merchant.target = target;
    assert_eq!(merchant.deliveries().await, before);
    merchant.listen(&sink.url, &["kyc.state_updated"]).await;
    merchant.advance(5).await;
    sink.wait_for(1).await;
    merchant.drain().await;
    let after = merchant.deliveries().await;
    assert_eq!((&after[0]["state"], &after[0]["url"]), (&json!("DELIVERED"), &json!(sink.url)));
    stop(child).await;
}

/// The exit code and the output of `ralio-sandbox verify`.
async fn verify(directory: &Path) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ralio-sandbox"));
    let output = command.arg("verify").arg("--data").arg(directory.join("data")).output();
    let output = output.await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn data_can_be_verified_and_damage_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let (code, said) = verify(directory.path()).await;
    assert!(code == Some(2) && said.contains("cannot be used"), "{said}");
    let (child, _) = spawn(directory.path()).await;
    stop(child).await;
    assert_eq!(verify(directory.path()).await, (Some(0), "file and books are sound\n".to_owned()));
    let path = directory.path().join("data/ralio.db");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let (code, said) = verify(directory.path()).await;
    assert!(code == Some(1) && said.contains("its end is missing"), "{said}");
}

#[tokio::test]
async fn a_host_whose_clock_is_put_back_does_not_take_time_back() {
    let directory = tempfile::tempdir().unwrap();
    let (child, target) = spawn(directory.path()).await;
    let mut merchant = target.merchant().await;
    stop(child).await;
    // A database that was written tomorrow is what a host finds whose clock was put back by a day.
    let database = rusqlite::Connection::open(directory.path().join("data/ralio.db")).unwrap();
    let change = "UPDATE process_state SET latest = latest + 86400000 RETURNING latest";
    let stored: i64 = database.query_row(change, [], |row| row.get(0)).unwrap();
    drop(database);
    let (child, target) = spawn(directory.path()).await;
    merchant.target = target;
    let now = expect(200, merchant.operate(Method::GET, "/clock", json!({})).await);
    let now: jiff::Timestamp = now["now"].as_str().unwrap().parse().unwrap();
    assert!(now.as_millisecond() >= stored, "{now}");
    stop(child).await;
}
