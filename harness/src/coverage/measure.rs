//! Measures the coverage of a kept run.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    catalogue::{Catalogue, CataloguedMessage, NodeMarks},
    figures::{
        Assertion, BoundCoverage, ChangeCoverage, EventCoverage, MemberCoverage, OperationCoverage,
        RunCoverage, StatusCount, StoryCount, ValueCoverage, ValueRoom,
    },
    reader::StoryReader,
    transitions::ResourceStates,
};
use crate::{
    fault::{Excuse, Member},
    kept::{KeptError, KeptRun},
    layer::Layers,
    schema::{Contract, DescribedOperation, Description},
};

/// The reviewed data by which a run is measured, beside the documents.
#[derive(Clone, Copy, Debug)]
pub struct CoverageSources<'a> {
    /// The legal changes of state.
    pub resources: &'a [ResourceStates],
    /// The members that no scenario needs to compare. The whole suite notices wrong values of all others.
    pub excuses: &'a [Excuse],
    /// The key of an event's type in its envelope.
    pub type_key: &'a str,
    /// The ids of the scenarios in which wrong values were tried; none if the suite has changed since.
    pub suite: Option<&'a [String]>,
}

/// Measures a run by a contract that is bound by the layers of the run. One story at a time is in memory.
///
/// # Errors
/// If a story cannot be read.
pub fn measure(
    run: &KeptRun,
    contract: &Contract,
    sources: CoverageSources<'_>,
) -> Result<RunCoverage, KeptError> {
    let description = contract.description();
    let mut reader = StoryReader {
        contract,
        resources: sources.resources,
        type_key: sources.type_key,
        catalogue: Catalogue::of(&description, sources.resources),
        calls: BTreeMap::new(),
        statuses: BTreeMap::new(),
        deliveries: BTreeMap::new(),
        changes: BTreeMap::new(),
        cut_requests: 0,
    };
    let mut stories = StoryCount::default();
    for result in &run.results {
        if result.story.is_none() {
            stories.without += 1;
            continue;
        }
        reader.read(&run.story(result)?);
        stories.read += 1;
    }
    let layers = Layers::read(&run.head.facts.layers);
    stories.cut_requests = reader.cut_requests;
    stories.is_whole = layers == Layers::all() && ran_whole(run, sources.suite);
    let mut coverage = RunCoverage {
        target: run.head.facts.target.clone(),
        layers: run.head.facts.layers.clone(),
        stories,
        figures: Vec::new(),
        operations: reader.operations(&description),
        members: reader.members(sources.excuses, stories.is_whole),
        undocumented: reader.undocumented(),
        values: reader.values(),
        events: reader.events(&description),
        changes: reader.state_changes(&layers),
        bounds: reader.bounds(),
    };
    coverage.count();
    Ok(coverage)
}

/// True if every one of these scenarios has a story.
fn ran_whole(run: &KeptRun, suite: Option<&[String]>) -> bool {
    let told = run.results.iter().filter(|result| result.story.is_some());
    let told: BTreeSet<&String> = told.map(|result| &result.id).collect();
    suite.is_some_and(|suite| !suite.is_empty() && suite.iter().all(|id| told.contains(id)))
}

/// The documented statuses of an operation and those that came, with their numbers.
fn statuses<'a>(
    documented: impl Iterator<Item = &'a String>,
    came: Option<&BTreeMap<u16, usize>>,
) -> Vec<StatusCount> {
    let mut counts: BTreeMap<String, StatusCount> = documented
        .map(|status| {
            let count = StatusCount { status: status.clone(), is_documented: true, count: 0 };
            (status.clone(), count)
        })
        .collect();
    for (status, count) in came.into_iter().flatten() {
        let family = format!("{}XX", status / 100);
        let known = [status.to_string(), family].into_iter().find(|key| counts.contains_key(key));
        let key = known.unwrap_or_else(|| status.to_string());
        let entry = counts.entry(key.clone()).or_insert_with(|| StatusCount {
            status: key,
            is_documented: false,
            count: 0,
        });
        entry.count += count;
    }
    counts.into_values().collect()
}

impl StoryReader<'_> {
    fn operations(&self, description: &Description) -> Vec<OperationCoverage> {
        let documented = description.operations.iter().map(|operation| {
            let DescribedOperation { id, method, path, is_binding, .. } = operation;
            let (calls, scenarios) = self.calls.get(id).copied().unwrap_or_default();
            OperationCoverage {
                id: id.clone(),
                method: method.clone(),
                path: path.clone(),
                is_binding: *is_binding,
                calls,
                scenarios,
                statuses: statuses(operation.statuses.iter(), self.statuses.get(id)),
            }
        });
        documented.collect()
    }

    fn members(&self, excuses: &[Excuse], is_whole: bool) -> Vec<MemberCoverage> {
        let messages = self.catalogue.messages.iter();
        let shown =
            messages.filter(|message| message.is_binding && message.room != ValueRoom::Requests);
        shown.flat_map(|message| covered_members(message, excuses, is_whole)).collect()
    }

    /// The members that no document has; those of documents that do not bind are documented.
    fn undocumented(&self) -> BTreeMap<String, Vec<String>> {
        let messages = self.catalogue.messages.iter();
        let messages = messages.filter(|message| message.room != ValueRoom::Requests);
        let is_unknown = |place: &&String| {
            let name = place.rsplit('/').next().unwrap_or_default();
            !self.contract.documents_member(name)
        };
        let unknown = messages.map(|message| {
            let places = message.undocumented.iter().filter(is_unknown).cloned();
            (message.name.clone(), places.collect::<Vec<_>>())
        });
        unknown.filter(|(_, places)| !places.is_empty()).collect()
    }

    fn values(&self) -> Vec<ValueCoverage> {
        let lists = self.catalogue.lists.iter().filter(|list| list.is_binding);
        let mut values: Vec<ValueCoverage> = lists
            .map(|list| ValueCoverage {
                name: list.name.clone(),
                declared: list.declared.clone(),
                room: list.room,
                is_long: list.is_long(),
                values: list.values.clone(),
            })
            .collect();
        values.sort_by(|one, other| (one.room, &one.name).cmp(&(other.room, &other.name)));
        values
    }

    fn events(&self, description: &Description) -> Vec<EventCoverage> {
        let documented = description.events.iter().map(|event| {
            let counts = self.deliveries.get(&event.event_type).copied().unwrap_or_default();
            EventCoverage {
                event_type: event.event_type.clone(),
                is_binding: event.is_binding,
                delivered: counts.0,
                accepted: counts.1,
            }
        });
        documented.collect()
    }

    /// The legal changes that bind, and the others that were seen.
    fn state_changes(&self, layers: &Layers) -> Vec<ChangeCoverage> {
        let mut changes = Vec::new();
        for (number, resource) in self.resources.iter().enumerate() {
            let seen = |from: &str, to: &str| {
                let key = (number, from.to_owned(), to.to_owned());
                self.changes.get(&key).copied().unwrap_or_default()
            };
            let change = |from: &str, to: &str, is_legal: bool| ChangeCoverage {
                resource: resource.resource.clone(),
                from: from.to_owned(),
                to: to.to_owned(),
                is_legal,
                is_course: !is_legal && resource.leads(from, to),
                seen: seen(from, to),
            };
            let is_shown = self.catalogue.messages.iter().any(|message| {
                let is_state = |marks: &NodeMarks| marks.resource == Some(number);
                message.is_binding && message.marks.iter().any(is_state)
            });
            let legal = |from: &str, to: &str| {
                resource.changes.iter().find(|change| change.from == from && change.to == to)
            };
            let binding = resource.changes.iter().filter(|one| layers.bind(one.layer()));
            let binding = binding.filter(|_| is_shown);
            changes.extend(binding.map(|one| change(&one.from, &one.to, true)));
            let own = self.changes.keys().filter(|(resource, ..)| *resource == number);
            let other = own.filter(|(_, from, to)| legal(from, to).is_none());
            changes.extend(other.map(|(_, from, to)| change(from, to, false)));
        }
        changes
    }

    fn bounds(&self) -> Vec<BoundCoverage> {
        let bounds = self.catalogue.bounds.iter().filter(|bound| bound.is_binding);
        let told = bounds.map(|bound| BoundCoverage {
            operation: bound.operation.clone(),
            place: bound.place.clone(),
            keyword: bound.kind.keyword(),
            limit: bound.limit.to_string(),
            accepted_at: bound.accepted_at,
            refused_beyond: bound.refused_beyond,
        });
        told.collect()
    }
}

fn covered_members(
    message: &CataloguedMessage,
    excuses: &[Excuse],
    is_whole: bool,
) -> Vec<MemberCoverage> {
    let covered = message.shape.members().map(|(index, node)| {
        let seen = message.seen[index];
        let excuse = excuses.iter().find(|excuse| is_excused(excuse, &message.name, &node.place));
        let is_named = seen > 0 && message.asserted.contains(&index);
        // No other value looks right in the place of null or an empty list, so no wrong one was tried.
        let is_noticed = is_whole && excuse.is_none() && message.filled[index] > 0;
        MemberCoverage {
            message: message.name.clone(),
            place: node.place.clone(),
            seen,
            asserted: if is_named {
                Some(Assertion::Named)
            } else {
                is_noticed.then_some(Assertion::Noticed)
            },
            excuse: excuse.map(|excuse| excuse.reason.clone()),
        }
    });
    covered.collect()
}

/// True if an excuse is for a member. Here all refusals are one kind of message, in the file each status is one.
fn is_excused(excuse: &Excuse, message: &str, place: &str) -> bool {
    let is_for = |message: String| excuse.is_for(&Member { message, place: place.to_owned() });
    if message == "refusal" {
        return (400..500).any(|status| is_for(format!("refusal {status}")));
    }
    is_for(message.to_owned())
}
