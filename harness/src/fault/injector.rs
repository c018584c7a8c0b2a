//! The interceptor that carries out faults and variants.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures::future::BoxFuture;
use serde_json::Value;

use super::{
    edit::{Edit, RIGHT_KEY},
    engine::{self, ChangePoint, DeliveryFate},
    memory::FaultMemory,
    script::InjectedFault,
    stage::Stage,
};
use crate::{
    checks::{WebhookConvention, signature},
    exchange::{Request, Response},
    intercept::{Forward, IncomingDelivery, Interceptor, PutLater},
};

/// A delivery that is held back, with the way into its mailbox.
type HeldDelivery = (IncomingDelivery, PutLater);

/// Receiver of the news that a fault has changed something: the fault, and the message in words.
pub type FaultWatch = Arc<dyn Fn(&InjectedFault, &str) + Send + Sync>;

/// The receiver, if there is one.
#[derive(Default)]
struct FaultWatcher(Option<FaultWatch>);

impl std::fmt::Debug for FaultWatcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("FaultWatcher").field(&self.0.is_some()).finish()
    }
}

/// Carries out faults and variants, and counts how often each has changed something.
#[derive(Debug)]
pub struct Injector {
    faults: Vec<InjectedFault>,
    fired: Vec<AtomicUsize>,
    memory: Arc<FaultMemory>,
    held: Mutex<HeldDeliveries>,
    convention: WebhookConvention,
    watcher: FaultWatcher,
}

/// The deliveries that are held back, by mailbox.
#[derive(Default)]
struct HeldDeliveries(HashMap<String, Vec<HeldDelivery>>);

impl std::fmt::Debug for HeldDeliveries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

impl Injector {
    /// An interceptor that carries out these faults; deliveries follow this convention.
    #[must_use]
    pub fn new(faults: Vec<InjectedFault>, convention: WebhookConvention) -> Self {
        Self {
            fired: faults.iter().map(|_| AtomicUsize::new(0)).collect(),
            faults,
            memory: Arc::default(),
            held: Mutex::default(),
            convention,
            watcher: FaultWatcher::default(),
        }
    }

    /// The same interceptor, whose changes are watched.
    #[must_use]
    pub fn watched_by(self, watch: FaultWatch) -> Self {
        Self { watcher: FaultWatcher(Some(watch)), ..self }
    }

    /// Each fault's id, and the number of times at which it changed something.
    pub fn fired(&self) -> impl Iterator<Item = (&str, usize)> {
        let counts = self.fired.iter().map(|count| count.load(Ordering::Relaxed));
        self.faults.iter().map(|fault| fault.id.as_str()).zip(counts)
    }

    /// The faults that have changed nothing.
    pub fn idle(&self) -> impl Iterator<Item = &InjectedFault> {
        let all = self.faults.iter().zip(&self.fired);
        all.filter(|(_, count)| count.load(Ordering::Relaxed) == 0).map(|(fault, _)| fault)
    }

    /// Counts a change, and tells of it.
    fn fire(&self, number: usize, message: &str) {
        self.fired[number].fetch_add(1, Ordering::Relaxed);
        if let Some(watch) = &self.watcher.0 {
            watch(&self.faults[number], message);
        }
    }

    async fn change(&self, moment: ChangePoint, stage: &mut Stage, target: &dyn Forward) {
        let message = match moment {
            ChangePoint::Answer => format!("answer to {}", call(stage)),
            _ => call(stage),
        };
        for (number, fault) in self.faults.iter().enumerate() {
            for (index, change) in fault.changes.iter().enumerate() {
                if !change.is_meant(moment, format_args!("{} {index}", fault.id), "", stage) {
                    continue;
                }
                if change.edits.iter().any(|edit| matches!(edit, Edit::Release)) {
                    self.release();
                }
                if engine::edit_exchange(&change.edits, stage, target).await {
                    self.fire(number, &message);
                }
            }
        }
    }

    /// Lets all deliveries enter that are held back.
    fn release(&self) {
        let held = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut held.0)
        };
        for (delivery, later) in held.into_values().flatten() {
            later(delivery);
        }
    }

    /// The type of the event in a body.
    fn event_type(&self, body: &[u8]) -> String {
        let body = serde_json::from_slice::<Value>(body).unwrap_or_default();
        let named = body.get(self.convention.type_key).and_then(Value::as_str);
        named.unwrap_or_default().to_owned()
    }

    /// The delivery after the edits, and the copies of it.
    fn finish(&self, stage: Stage, fate: &mut DeliveryFate) -> Vec<IncomingDelivery> {
        let copies = std::mem::take(&mut fate.copies);
        let mut finished = Vec::new();
        for edits in copies {
            let (mut copy, mut own) = (stage.clone(), DeliveryFate::default());
            engine::edit_delivery(&edits, &mut copy, &mut own);
            finished.extend(self.finish(copy, &mut own));
        }
        if let Some(mut delivery) = stage.delivery.filter(|_| !fate.is_dropped) {
            if let Some(key) = &fate.key {
                let right = delivery.secret.clone().filter(|_| key == RIGHT_KEY);
                sign(&mut delivery, right.as_ref().unwrap_or(key), &self.convention);
            }
            finished.insert(0, delivery);
        }
        finished
    }
}

/// The request in words, without its query, which may hold secrets.
fn call(stage: &Stage) -> String {
    let Some(request) = &stage.request else { return String::new() };
    let path = request.path.split('?').next().unwrap_or_default();
    format!("{} {path}", request.method)
}

/// Signs a delivery with a key, in the place of its signature.
pub(super) fn sign(delivery: &mut IncomingDelivery, key: &str, convention: &WebhookConvention) {
    let signed = signature(key, &delivery.body, convention.encoding);
    for (known, value) in &mut delivery.headers {
        if known.eq_ignore_ascii_case(convention.signature_header) {
            value.clone_from(&signed);
        }
    }
}

impl Interceptor for Injector {
    fn exchange<'a>(
        &'a self,
        request: Request,
        target: &'a dyn Forward,
    ) -> BoxFuture<'a, Option<Response>> {
        Box::pin(async move {
            let mut stage = Stage::of_request(request, self.memory.clone());
            self.change(ChangePoint::Request, &mut stage, target).await;
            if stage.answer.is_none() {
                let request = stage.request.clone()?;
                let response = target.forward(request).await?;
                stage.answer = Some(engine::kept(&response));
            }
            self.change(ChangePoint::Answer, &mut stage, target).await;
            let answer = stage.answer?;
            Some(Response::new(answer.status, answer.headers, answer.body))
        })
    }

    fn deliver(&self, delivery: IncomingDelivery, later: &PutLater) -> Vec<IncomingDelivery> {
        let event_type = self.event_type(&delivery.body);
        let mailbox = delivery.mailbox.clone();
        let mut stage = Stage::of_delivery(delivery, self.memory.clone());
        let mut fate = DeliveryFate::default();
        let message = format!("delivery of {event_type}");
        for (number, fault) in self.faults.iter().enumerate() {
            for (index, change) in fault.changes.iter().enumerate() {
                let name = format_args!("{} {index}", fault.id);
                let meant = change.is_meant(ChangePoint::Delivery, name, &event_type, &mut stage);
                if meant && engine::edit_delivery(&change.edits, &mut stage, &mut fate) {
                    self.fire(number, &message);
                }
            }
        }
        let is_held = fate.is_held;
        let mut entering = self.finish(stage, &mut fate);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if is_held {
            let waiting = entering.into_iter().map(|one| (one, later.clone()));
            held.0.entry(mailbox).or_default().extend(waiting);
            return Vec::new();
        }
        entering.extend(held.0.remove(&mailbox).into_iter().flatten().map(|(one, _)| one));
        entering
    }
}
