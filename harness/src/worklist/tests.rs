//! The worklist: batches close when nothing more comes, requests end once, and each change is printed.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{
    RequestState, Worklist, WorklistRequest, WorklistTicket, state::WorklistState,
    typed::TypedOrder,
};
use crate::report::Paint;

/// The gathering time of tests without a clock.
const GATHER: Duration = Duration::from_secs(2);

fn request(page: &str, case: &str) -> WorklistRequest {
    WorklistRequest {
        page: page.to_owned(),
        link: format!("https://portal.example/{}", page.to_lowercase()),
        task: "Approve the session".to_owned(),
        ids: vec![("session".to_owned(), format!("id-of-{case}"))],
        further: Vec::new(),
        case: case.to_owned(),
        is_preparation: case == "preparation",
    }
}

/// A state at its beginning, and moments after it.
fn begun() -> (WorklistState, impl Fn(u64) -> Instant) {
    let begin = Instant::now();
    (WorklistState::new(GATHER, begin), move |ms| begin + Duration::from_millis(ms))
}

/// A worklist that prints into a text and shows a batch as soon as no other request comes within `gather`.
fn printing(gather: Duration) -> (Worklist, impl Fn() -> String) {
    let printed = Arc::new(Mutex::new(String::new()));
    let into = Arc::clone(&printed);
    let list = Worklist::gathering(gather, Paint(false), move |text| {
        let mut all = into.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_str(text);
        all.push('\n');
    });
    (list, move || printed.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

async fn all_shown(tickets: &[WorklistTicket]) {
    futures::future::join_all(tickets.iter().map(WorklistTicket::shown)).await;
}

#[test]
fn a_batch_is_due_when_no_request_came_for_the_gathering_time() {
    let (mut state, at) = begun();
    state.begin_scenario(at(0));
    state.begin_scenario(at(0));
    assert_eq!(state.due(), None, "nothing is gathered");
    state.ask(request("KYC", "KYC-2.1"), at(100));
    assert_eq!(state.due(), Some(at(2_100)));
    state.ask(request("KYC", "KYC-2.2"), at(900));
    assert_eq!(state.due(), Some(at(2_900)), "a further request begins the time anew");
    assert_eq!(state.close_batch(at(2_900)), Some(1));
    assert_eq!((state.due(), state.close_batch(at(3_000))), (None, None));
}

#[test]
fn a_batch_is_due_at_once_while_all_scenarios_wait() {
    let (mut state, at) = begun();
    state.begin_scenario(at(0));
    state.begin_scenario(at(0));
    let first = state.ask(request("KYC", "KYC-2.1"), at(100));
    state.await_request(first, at(100));
    assert_eq!(state.due(), Some(at(2_100)), "one of two scenarios still works");
    let second = state.ask(request("KYC", "KYC-2.2"), at(300));
    assert_eq!(state.due(), Some(at(2_300)), "the second one may ask for more before it waits");
    state.await_request(second, at(300));
    assert_eq!(state.due(), Some(at(500)), "only the moment in which a scenario could begin");
    state.close_batch(at(500));
    let third = state.ask(request("KYC", "KYC-2.1"), at(700));
    state.await_request(third, at(700));
    assert_eq!(state.due(), None, "the person still works on the last batch");
    state.end(first, RequestState::Done, at(800));
    state.end(second, RequestState::Done, at(900));
    assert_eq!(state.due(), Some(at(2_700)), "the second scenario goes on");
    state.end_scenario(at(1_000));
    assert_eq!(state.due(), Some(at(1_200)), "the last one waits");
    state.begin_scenario(at(1_100));
    assert_eq!(state.due(), Some(at(2_700)), "a new scenario may ask for something, too");
}

#[test]
fn a_scenario_that_asks_twice_before_it_looks_is_shown_both() {
    let (mut state, at) = begun();
    state.begin_scenario(at(0));
    state.begin_scenario(at(0));
    let first = state.ask(request("KYC", "KYC-2.1"), at(0));
    let other = state.ask(request("KYC", "KYC-2.2"), at(0));
    state.close_batch(at(0));
    let second = state.ask(request("KYC", "KYC-2.1"), at(100));
    state.await_request(second, at(100));
    assert_eq!(state.due(), None, "the other scenario's request is still open");
    state.end(other, RequestState::Done, at(200));
    assert_eq!(state.due(), Some(at(2_100)), "the first request can end only after the second");
    state.close_batch(at(2_100));
    assert!(state.end(first, RequestState::Done, at(2_200)));
}

#[test]
fn preparation_is_gathered_for_the_whole_time() {
    let (mut state, at) = begun();
    let one = state.ask(request("Webhooks", "preparation"), at(0));
    state.await_request(one, at(0));
    assert_eq!(state.due(), Some(at(2_000)), "no scenario runs yet");
    state.begin_scenario(at(0));
    assert_eq!(state.due(), Some(at(2_000)), "preparation is no scenario");
}

#[test]
fn requests_are_numbered_through_the_run_page_by_page() {
    let (mut state, at) = begun();
    for (page, case) in [("KYC", "A"), ("Funds", "B"), ("KYC", "C")] {
        state.ask(request(page, case), at(0));
    }
    state.close_batch(at(10));
    state.ask(request("KYC", "D"), at(20));
    state.close_batch(at(30));
    let numbers: Vec<usize> =
        state.requests.iter().map(|one| one.shown.expect("it is shown").number).collect();
    assert_eq!(numbers, [1, 3, 2, 4]);
    assert_eq!((state.batch(1), state.batch(2)), (vec![vec![0, 2], vec![1]], vec![vec![3]]));
}

#[test]
fn the_time_of_a_request_runs_while_the_person_does_nothing() {
    let (mut state, at) = begun();
    let first = state.ask(request("KYC", "A"), at(0));
    let second = state.ask(request("KYC", "B"), at(0));
    assert_eq!(state.time_runs_from(first), None, "the person cannot see it yet");
    state.close_batch(at(2_000));
    assert_eq!(state.time_runs_from(second), Some(at(2_000)));
    state.end(first, RequestState::Done, at(50_000));
    assert_eq!(state.time_runs_from(second), Some(at(50_000)), "the person was busy until then");
    state.end(first, RequestState::Skipped, at(60_000));
    assert_eq!(state.time_runs_from(second), Some(at(50_000)), "a request ends once");
}

#[tokio::test]
async fn a_batch_is_printed_by_page_and_its_requests_tick_off() {
    let (list, printed) = printing(Duration::from_millis(30));
    let further = WorklistRequest {
        further: vec!["with a card\nthat works".to_owned()],
        ..request("Funds", "PIN-1.1")
    };
    let tickets =
        [request("KYC", "KYC-2.1"), further, request("KYC", "KYC-10.2")].map(|one| list.ask(one));
    assert_eq!((tickets[0].asked_at(), tickets[0].number()), (None, None));
    let asked = Instant::now();
    all_shown(&tickets).await;
    let shown = tickets[0].asked_at().expect("it is shown");
    assert!(shown >= asked + Duration::from_millis(25), "the clock begins when it is shown");
    let batch = "
== Batch 1: 3 requests (of the run: 3 asked, 0 done) ==
KYC  https://portal.example/kyc
     1  Approve the session  KYC-2.1
        session  id-of-KYC-2.1
     2  Approve the session  KYC-10.2
        session  id-of-KYC-10.2
Funds  https://portal.example/funds
     3  Approve the session  PIN-1.1
        session  id-of-PIN-1.1
        - with a card that works
";
    assert_eq!(printed(), batch);
    let [first, second, third] = tickets;
    first.done();
    second.expired();
    drop(third);
    assert_eq!(
        printed(),
        format!("{batch}     1  done\n     3  not done in time\n     2  no longer needed\n")
    );
    drop(first);
    let counts = "3 requests to a person in 1 batch: 3 asked, 1 done, 1 not done in time, \
                  1 no longer needed";
    assert_eq!(list.counts().to_string(), counts, "a ticket that is done may be dropped");
}

#[tokio::test]
async fn a_request_that_nobody_has_seen_ends_without_a_word() {
    let (list, printed) = printing(Duration::from_millis(20));
    let gone = list.ask(request("KYC", "A"));
    let kept = list.ask(request("KYC", "preparation"));
    drop(gone);
    kept.shown().await;
    assert_eq!(kept.number(), Some(1));
    assert!(printed().contains("Batch 1: 1 request "), "{}", printed());
    kept.done();
    let counts = list.counts();
    assert_eq!((counts.acts.asked, counts.preparation.done), (0, 1));
}

#[tokio::test]
async fn a_person_skips_by_typing_and_the_scenario_is_told() {
    let (list, printed) = printing(Duration::from_millis(1));
    let tickets = ["A", "B", "C"].map(|case| list.ask(request("KYC", case)));
    all_shown(&tickets).await;
    let waiting = tickets[1].skipped();
    assert_eq!(list.typed("skip 2"), None);
    waiting.await;
    let skipped: Vec<bool> = tickets.iter().map(WorklistTicket::is_skipped).collect();
    assert_eq!(skipped, [false, true, false]);
    assert_eq!(list.typed("skip 2").as_deref(), Some("request 2 is skipped already"));
    let missing = "there is no request 9; `list` shows those that are open";
    assert_eq!(list.typed("skip 9").as_deref(), Some(missing));
    assert_eq!(list.typed("list"), None);
    assert!(printed().ends_with(
        "== Open: 2 requests (of the run: 3 asked, 0 done) ==
KYC  https://portal.example/kyc
     1  Approve the session  A
        session  id-of-A
     3  Approve the session  C
        session  id-of-C
"
    ));
    assert_eq!(list.typed(" Skip ALL "), None);
    assert!(printed().ends_with("     1  skipped\n     3  skipped\n"), "{}", printed());
    for line in ["skip all", "list"] {
        assert_eq!(list.typed(line).as_deref(), Some("no request is open"), "{line}");
    }
    tickets[0].done();
    assert_eq!((list.counts().acts.skipped, list.counts().acts.done), (3, 0));
}

#[test]
fn lines_that_are_no_order_say_what_can_be_typed() {
    assert_eq!(TypedOrder::read("skip 2, 3"), Ok(TypedOrder::Skip(vec![2, 3])));
    for line in ["stop", "skip", "skip x", "29", "skip 1 all"] {
        let answer = TypedOrder::read(line).expect_err("it is no order");
        assert!(answer.contains("type `skip 29`"), "{line}: {answer}");
    }
    assert_eq!(TypedOrder::read("  "), Ok(TypedOrder::Nothing));
}

#[tokio::test]
async fn a_view_has_the_requests_that_were_shown() {
    let (list, _) = printing(Duration::from_millis(1));
    let hostile =
        WorklistRequest { task: "Approve\u{202e}\u{7}".to_owned(), ..request("KYC", "A") };
    let (one, two) = (list.ask(hostile), list.ask(request("KYC", "B")));
    one.shown().await;
    two.done();
    let _gathered = list.ask(request("KYC", "C"));
    let view = serde_json::to_value(list.view()).expect("it is data");
    assert_eq!((&view["left"], &view["gathering"]), (&1.into(), &1.into()));
    let states: Vec<&str> = view["requests"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["state"].as_str())
        .collect();
    assert_eq!(states, ["open", "done"]);
    assert_eq!(view["requests"][0]["task"], r"Approve\u{202e}\u{7}");
    assert_eq!(view["requests"][0]["ids"][0][1], "id-of-A");
}

#[tokio::test]
async fn many_scenarios_wait_side_by_side() {
    let (list, _) = printing(Duration::from_millis(100));
    let begun = Instant::now();
    let one = async |case: usize| {
        let _running = list.scenario_begins();
        for _ in 0..3 {
            let ticket = list.ask(request("KYC", &case.to_string()));
            ticket.shown().await;
            tokio::task::yield_now().await;
            ticket.done();
        }
    };
    futures::future::join_all((0..1_000).map(one)).await;
    assert_eq!((list.counts().batches, list.counts().acts.done), (3, 3_000));
    assert!(begun.elapsed() < Duration::from_secs(5), "each change wakes all that wait");
}
