//! Reaches, observes and judges an HTTP API that sends webhooks; it knows nothing of payments.

pub mod behaviour;
pub mod bounded;
pub mod browser;
mod budget;
pub mod cause;
pub mod checks;
pub mod client;
mod counting;
pub mod coverage;
mod curl;
pub mod deviation;
mod error_chain;
mod escapes;
pub mod exchange;
pub mod fault;
pub mod files;
pub mod form;
pub mod intercept;
mod internals;
pub mod json;
pub mod kept;
pub mod keyboard;
pub mod layer;
mod listen;
mod patterns;
pub mod portal_map;
pub mod processors;
pub mod proxy;
pub mod quote;
pub mod report;
pub mod run;
pub mod schema;
pub mod secrets;
pub mod sight;
pub mod sink;
pub mod snapshot;
pub mod story;
pub mod suite;
pub mod target;
pub mod verdict;
pub mod worklist;
pub mod yaml;

/// Makes `ring` the process's TLS provider; a second call changes nothing.
pub fn install_crypto() {
    // It is no problem if the provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The candidates most similar to `wanted`, best first; none that is not similar at all.
#[must_use]
pub fn nearest<'a>(
    wanted: &str,
    candidates: impl Iterator<Item = &'a str>,
    most: usize,
) -> Vec<String> {
    /// The smallest likeness of a useful hint.
    const LIKENESS: f64 = 0.4;
    let mut scored: Vec<(f64, &str)> = candidates
        .map(|candidate| (likeness(wanted, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0));
    scored.into_iter().take(most).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// The end of a message about an unknown name: the candidates that are most similar, or else the way to see all of them.
#[must_use]
pub fn similar_or<'a>(
    wanted: &str,
    candidates: impl Iterator<Item = &'a str>,
    all: &str,
) -> String {
    let similar = nearest(wanted, candidates, 3);
    if similar.is_empty() {
        format!("none is similar; {all}")
    } else {
        format!("the most similar are {}", similar.join(", "))
    }
}

/// The known word that is most similar to the unknown one in a parser's message, if it is about one.
fn nearest_known(message: &str) -> Option<String> {
    let mut words = message.split('`').skip(1).step_by(2);
    let is_unknown = message.contains("unknown field `") || message.contains("unknown variant `");
    let unknown = words.next().filter(|_| is_unknown)?;
    nearest(unknown, words, 1).into_iter().next()
}

/// The likeness of two texts, from 0 to 1.
#[must_use]
pub fn likeness(left: &str, right: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(left, right)
}

#[cfg(test)]
mod tests {
    use super::similar_or;

    #[test]
    fn a_name_that_resembles_none_gets_the_way_to_see_all() {
        let told = |name: &str| similar_or(name, ["ord-3a", "kyb-1a"].into_iter(), "look there");
        assert_eq!(told("ord-3"), "the most similar are ord-3a");
        assert_eq!(told("zzzzzz"), "none is similar; look there");
    }
}
