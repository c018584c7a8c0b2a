//! Layers: each statement of the suite stands on one, and a target is judged by the layers that bind it.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

/// The kind of document that a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// The guides (W, K), and what common sense demands of every such API (S).
    Guides,
    /// The reference pages (R).
    Reference,
    /// Decisions of this project (D).
    Decided,
}

impl Layer {
    /// Every layer, the most general one first.
    pub const ALL: [Self; 3] = [Self::Guides, Self::Reference, Self::Decided];

    /// The layer of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.to_string() == name)
    }

    /// The layer of a source's letter.
    #[must_use]
    pub fn of_source(letter: &str) -> Option<Self> {
        match letter {
            "W" | "K" | "S" => Some(Self::Guides),
            "R" => Some(Self::Reference),
            "D" => Some(Self::Decided),
            _ => None,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Guides => "guides",
            Self::Reference => "reference",
            Self::Decided => "decided",
        })
    }
}

/// The layers that are held against a target. The guides always are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers(BTreeSet<Layer>);

impl Default for Layers {
    /// The layers of public documents.
    fn default() -> Self {
        Self([Layer::Guides, Layer::Reference].into())
    }
}

impl Layers {
    /// Every layer, as the sandbox is judged.
    #[must_use]
    pub fn all() -> Self {
        Self(Layer::ALL.into())
    }

    /// The layers in a text such as `guides, reference`; names of no layer are passed over.
    #[must_use]
    pub fn read(text: &str) -> Self {
        text.split(',').filter_map(|name| Layer::named(name.trim())).collect()
    }

    /// True if a statement on this layer binds the target.
    #[must_use]
    pub fn bind(&self, layer: Layer) -> bool {
        self.0.contains(&layer)
    }
}

impl FromIterator<Layer> for Layers {
    fn from_iter<I: IntoIterator<Item = Layer>>(layers: I) -> Self {
        Self(layers.into_iter().chain([Layer::Guides]).collect())
    }
}

impl fmt::Display for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(Layer::to_string).collect();
        f.write_str(&names.join(", "))
    }
}
