//! Steps that stand on another layer than their scenario: words before the phrase say so.

use std::borrow::Cow;

use gherkin::Step;

use crate::layer::Layer;

/// The words before a phrase, and the layer on which the step stands then.
const PREFIXES: [(&str, Layer); 2] =
    [("as decided, ", Layer::Decided), ("as the reference says, ", Layer::Reference)];

/// The layer that the words before the phrase name; none if the step stands on the layer of its scenario.
#[must_use]
pub fn layer_of_step(step: &Step) -> Option<Layer> {
    split(&step.value).map(|(layer, _)| layer)
}

/// The step without the words that name its layer.
#[must_use]
pub fn plain_step(step: &Step) -> Cow<'_, Step> {
    match split(&step.value) {
        None => Cow::Borrowed(step),
        Some((_, phrase)) => Cow::Owned(Step { value: phrase.to_owned(), ..step.clone() }),
    }
}

fn split(text: &str) -> Option<(Layer, &str)> {
    PREFIXES.iter().find_map(|(words, layer)| Some((*layer, text.strip_prefix(words)?)))
}
