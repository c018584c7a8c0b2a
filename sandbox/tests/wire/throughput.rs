//! The throughput of a sandbox, with and without durability; a measurement to run by hand:
//! `cargo test --release -p ralio-sandbox --test wire -- --ignored --nocapture throughput`.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures::future::join_all;
use ralio_sandbox::{Config, start};

use crate::sink::{Sink, ca_pem};
use crate::world::{Merchant, Target, expect, id};

const CONNECTIONS: usize = 32;
const TRANSFERS_EACH: usize = 150;

struct Measured {
    per_second: f64,
    answers: Vec<Duration>,
    /// The times from each answer, which comes after the commit, to the arrival of
    /// `transfer.completed`.
    arrivals: Vec<Duration>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, not a judgement"]
async fn transfers_per_second_and_the_delay_of_their_events() {
    for (durable, with_webhooks) in [(false, false), (false, true), (true, false), (true, true)] {
        let Measured { per_second, answers, arrivals } = measure(durable, with_webhooks).await;
        let kept = if durable { "on disk  " } else { "in memory" };
        let with_webhooks = if with_webhooks { "webhooks   " } else { "no webhooks" };
        println!(
            "{kept}, {with_webhooks}: {per_second:6.0} transfers/s, answers {}, arrivals {}",
            percentiles(answers),
            percentiles(arrivals)
        );
    }
}

async fn measure(durable: bool, with_webhooks: bool) -> Measured {
    let directory = tempfile::tempdir().unwrap();
    let data = durable.then(|| directory.path().to_owned());
    let webhook_ca_pem = Some(ca_pem());
    let sandbox = start(Config { data, webhook_ca_pem, ..Config::default() }).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let merchant = target.merchant().await;
    let sink = Sink::start().await;
    if with_webhooks {
        merchant.listen(&sink.url, &["transfer.completed"]).await;
    }
    let user = merchant.verified_user().await;
    let begun = Instant::now();
    let callers = join_all((0..CONNECTIONS).map(|_| transfer_on(&merchant, &user))).await;
    let elapsed = begun.elapsed();
    let answered: Vec<(String, Instant, Duration)> = callers.into_iter().flatten().collect();
    let mut arrivals = vec![];
    if with_webhooks {
        sink.wait_for(answered.len()).await;
        let arrived: HashMap<String, Instant> = sink
            .received()
            .iter()
            .map(|one| (one.json()["data"]["orderId"].as_str().unwrap().to_owned(), one.at))
            .collect();
        arrivals.extend(answered.iter().map(|(order, at, _)| arrived[order].duration_since(*at)));
    }
    let per_second = f64::from(u32::try_from(answered.len()).unwrap()) / elapsed.as_secs_f64();
    let answers = answered.into_iter().map(|(_, _, took)| took).collect();
    sandbox.stop().await;
    Measured { per_second, answers, arrivals }
}

/// Makes transfers one after another on one connection, between two accounts of its own.
async fn transfer_on(merchant: &Merchant, user: &str) -> Vec<(String, Instant, Duration)> {
    let from = merchant.account(user, "EUR", 1_000_000).await;
    let to = merchant.account(user, "EUR", 0).await;
    let (path, body) = from.transfer(&to, 100);
    let mut answered = Vec::with_capacity(TRANSFERS_EACH);
    for _ in 0..TRANSFERS_EACH {
        let begun = Instant::now();
        let order = expect(201, merchant.post(&path, body.clone()).await);
        answered.push((id(&order), Instant::now(), begun.elapsed()));
    }
    answered
}

fn percentiles(mut durations: Vec<Duration>) -> String {
    if durations.is_empty() {
        return "none".to_owned();
    }
    durations.sort_unstable();
    let at = |percent: usize| durations[(durations.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    format!("p50 {:.1} ms, p99 {:.1} ms", at(50), at(99))
}
