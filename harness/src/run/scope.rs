//! The part of the suite that applies to a target.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    layer::{Layer, Layers},
    suite::Case,
    target::Target,
};

/// The claims of a target, by which scenarios apply to it.
#[derive(Clone, Debug, Default)]
pub struct TargetScope {
    /// The layers that are held against it.
    pub layers: Layers,
    /// The capabilities it claims.
    pub capabilities: BTreeSet<String>,
    /// Reasons why a capability is not claimed.
    pub unclaimed: BTreeMap<String, String>,
    /// The rules that it cannot keep or show, with the reasons.
    pub cannot: BTreeMap<String, String>,
}

/// The reason why a case is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Its statements do not bind the target.
    Unbound(String),
    /// They bind it, and it lacks what judging them needs.
    Missing(String),
    /// The profile excuses its rule.
    Excused(String),
}

impl Gap {
    /// The reason for people.
    #[must_use]
    pub fn reason(&self) -> &str {
        let (Self::Unbound(reason) | Self::Missing(reason) | Self::Excused(reason)) = self;
        reason
    }
}

impl TargetScope {
    /// The scope of a target.
    #[must_use]
    pub fn of(target: &Target) -> Self {
        Self {
            layers: target.layers.clone(),
            capabilities: target.capabilities.clone(),
            unclaimed: target.unclaimed.clone(),
            cannot: target.cannot.clone(),
        }
    }

    /// The reason why a case is not judged; none if it is.
    #[must_use]
    pub fn gap(&self, case: &Case) -> Option<Gap> {
        if !self.layers.bind(case.layer) {
            return Some(Gap::Unbound(match case.layer {
                Layer::Decided => "its subject is a decision of this suite, which binds only \
                                   targets whose profile lists the layer `decided`"
                    .to_owned(),
                layer => format!("it stands on the layer `{layer}`, which the profile leaves out"),
            }));
        }
        if let Some(reason) = self.cannot.get(case.rule_id()) {
            return Some(Gap::Excused(format!("excused by the profile: {reason}")));
        }
        let needs = case.needs().filter(|need| !self.capabilities.contains(*need));
        let missing: Vec<&str> = needs.collect();
        if missing.is_empty() {
            return None;
        }
        let known = missing.iter().filter_map(|name| self.unclaimed.get(*name));
        let known: Vec<&str> = known.map(String::as_str).collect();
        Some(Gap::Missing(if known.is_empty() {
            format!("the target does not claim {}", missing.join(", "))
        } else {
            known.join("; ")
        }))
    }
}
