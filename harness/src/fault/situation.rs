//! Situations as data: what can be seen in messages, such as another currency or a second page, and the rules that it matters to.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use futures::future::BoxFuture;
use serde::Deserialize;

use super::{
    engine::{self, ChangePoint, DeliveryFate},
    file::{FaultFileError, mistake, operations, resolve_all, text_of, yaml_files},
    memory::FaultMemory,
    script::Alteration,
    stage::Stage,
};
use crate::{
    exchange::{Request, Response},
    intercept::{Forward, IncomingDelivery, Interceptor, PutLater},
    json,
    run::current_case,
    yaml,
};

/// A kind of difference between scenarios, such as the currency, and its situations.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// The name of the kind.
    pub dimension: String,
    /// The rules to which each of its situations matters.
    pub rules: Vec<String>,
    /// Messages that are remembered, so that situations can be told apart later.
    #[serde(default)]
    notes: Vec<Alteration>,
    /// The situations.
    pub situations: Vec<Situation>,
}

/// One situation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// The words for people.
    pub title: String,
    /// The rules to which it matters, if they are not those of the dimension.
    #[serde(default)]
    pub rules: Option<Vec<String>>,
    /// Rules of these to which it does not matter, or in which it cannot occur, with the reasons.
    #[serde(default)]
    pub excused: BTreeMap<String, String>,
    /// The messages that show it: one of them is enough.
    seen: Vec<Alteration>,
}

/// Reads every `*.yaml` in a folder: each is a list of dimensions.
///
/// # Errors
/// If a file cannot be read or has a mistake.
pub fn load_situations(folder: &Path, openapi: &Path) -> Result<Vec<Dimension>, FaultFileError> {
    let operations = operations(openapi)?;
    let mut dimensions = Vec::new();
    for path in yaml_files(folder)? {
        let mut read: Vec<Dimension> =
            yaml::read(&text_of(&path)?).map_err(|error| mistake(&path, "", &error))?;
        for dimension in &mut read {
            let seen = dimension.situations.iter_mut().flat_map(|one| &mut one.seen);
            for change in seen.chain(&mut dimension.notes) {
                resolve_all(&mut change.at, &operations)
                    .map_err(|message| mistake(&path, &dimension.dimension, &message))?;
            }
        }
        dimensions.extend(read);
    }
    Ok(dimensions)
}

/// The cases in which a situation was seen, by the places of its dimension and of itself.
pub type Sightings = BTreeMap<(usize, usize), BTreeSet<Arc<str>>>;

/// Looks at messages, changes none of them, and notes which situations each case brings about.
#[derive(Debug)]
pub struct SituationObserver {
    dimensions: Vec<Dimension>,
    /// The member that names an event's type.
    type_key: &'static str,
    memory: Arc<FaultMemory>,
    seen: Mutex<Sightings>,
}

impl SituationObserver {
    /// Looks for these situations.
    #[must_use]
    pub fn new(dimensions: Vec<Dimension>, type_key: &'static str) -> Self {
        Self { dimensions, type_key, memory: Arc::default(), seen: Mutex::default() }
    }

    /// The sightings so far.
    #[must_use]
    pub fn seen(&self) -> Sightings {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn look(
        &self,
        moment: ChangePoint,
        event_type: &str,
        case: Option<&Arc<str>>,
        stage: &mut Stage,
    ) {
        for (place, dimension) in self.dimensions.iter().enumerate() {
            for (number, situation) in dimension.situations.iter().enumerate() {
                let mut changes = situation.seen.iter().enumerate();
                let is_seen = changes.any(|(index, change)| {
                    let name = format_args!("{place} {number} {index}");
                    change.is_meant(moment, name, event_type, stage)
                });
                if let Some(case) = case.filter(|_| is_seen) {
                    let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                    seen.entry((place, number)).or_default().insert(case.clone());
                }
            }
        }
        // This message is the past of the next one.
        for (place, dimension) in self.dimensions.iter().enumerate() {
            for (index, note) in dimension.notes.iter().enumerate() {
                if note.is_meant(moment, format_args!("{place} note {index}"), event_type, stage) {
                    engine::edit_delivery(&note.edits, stage, &mut DeliveryFate::default());
                }
            }
        }
    }
}

impl Interceptor for SituationObserver {
    fn exchange<'a>(
        &'a self,
        request: Request,
        target: &'a dyn Forward,
    ) -> BoxFuture<'a, Option<Response>> {
        Box::pin(async move {
            let case = current_case();
            let mut stage = Stage::of_request(request.clone(), self.memory.clone());
            self.look(ChangePoint::Request, "", case.as_ref(), &mut stage);
            let response = target.forward(request).await?;
            stage.answer = Some(engine::kept(&response));
            self.look(ChangePoint::Answer, "", case.as_ref(), &mut stage);
            Some(response)
        })
    }

    fn deliver(&self, delivery: IncomingDelivery, _: &PutLater) -> Vec<IncomingDelivery> {
        let body = json::parse(&delivery.body).unwrap_or_default();
        let event_type = body.get(self.type_key).and_then(serde_json::Value::as_str);
        let mut stage = Stage::of_delivery(delivery.clone(), self.memory.clone());
        let case = delivery.case.clone();
        self.look(ChangePoint::Delivery, event_type.unwrap_or_default(), case.as_ref(), &mut stage);
        vec![delivery]
    }
}
