//! Request bodies: a standard one, changed by what the scenario writes below its step.

use conformance_harness::{verdict::Fault, yaml};
use serde_json::Value;

use crate::{arrange::names, world::World};

/// `standard` with the step's YAML laid over it; null removes a field.
///
/// # Errors
/// If the text is not YAML or names what the scenario does not know.
pub(crate) fn overridden(
    world: &World,
    standard: Value,
    step: &gherkin::Step,
) -> Result<Value, Fault> {
    let Some(text) = &step.docstring else { return Ok(standard) };
    let mut body = standard;
    lay_over(&mut body, &parse(world, text)?);
    Ok(body)
}

/// The YAML below a step, with its names filled; none if nothing stands there.
///
/// # Errors
/// If the text is not YAML or names what the scenario does not know.
pub(crate) fn written(world: &World, step: &gherkin::Step) -> Result<Option<Value>, Fault> {
    step.docstring.as_ref().map(|text| parse(world, text)).transpose()
}

/// The step's YAML with its names filled.
///
/// # Errors
/// If the text is not YAML or names what the scenario does not know.
pub(crate) fn parse(world: &World, text: &str) -> Result<Value, Fault> {
    let value = yaml::parse(text)
        .map_err(|error| Fault::error(format!("the text below the step is not YAML: {error}")))?;
    names::fill_value(world, &value)
}

fn lay_over(body: &mut Value, change: &Value) {
    match (body, change) {
        (Value::Object(fields), Value::Object(changes)) => {
            for (key, new) in changes {
                if new.is_null() {
                    fields.shift_remove(key);
                } else {
                    lay_over(fields.entry(key.clone()).or_insert(Value::Null), new);
                }
            }
        }
        (body, change) => *body = change.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_replaces_adds_and_removes() {
        let mut body = json!({ "a": 1, "b": { "c": 2, "d": 3 } });
        lay_over(&mut body, &json!({ "a": null, "b": { "c": 4 }, "e": [5] }));
        assert_eq!(body, json!({ "b": { "c": 4, "d": 3 }, "e": [5] }));
    }
}
