//! The explanations of phrases and words. Those of phrases stand beside their code in `steps/phrases/*.yaml`, those of words in
//! `terms.yaml`.

use std::{collections::BTreeMap, sync::LazyLock};

use conformance_harness::yaml;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::work::{PastOf, PortalWork};

/// A thing that is compared as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparedWhole {
    /// The last answer.
    Answer,
}

/// The explanation of a phrase.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseExplanation {
    /// The phrase after its keyword.
    pub phrase: String,
    /// Its meaning, in a sentence or a few.
    pub says: String,
    /// The meanings of its parameters `{word}`, `{string}` and `{int}`, in their order.
    #[serde(default)]
    pub words: Vec<WordExplanation>,
    /// The operations of the API that it calls, with `or` between them, or `{method} {path}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<String>,
    /// True if it reads the last answer and leaves it to be read again.
    #[serde(default)]
    pub reads_answer: bool,
    /// The thing that it compares as a whole, so that nothing else may be in it.
    #[serde(default, skip_serializing)]
    pub compares: Option<ComparedWhole>,
    /// The end of an action that it asserts, whatever the step's values are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asserts: Option<AssertedEnd>,
    /// True if it is about what reaches the merchant's endpoint.
    #[serde(default)]
    pub needs_endpoint: bool,
    /// True if it takes its money out of the first account that it names, so that the API refuses another currency.
    #[serde(default)]
    pub takes_money: bool,
    /// The kinds of things that the scenario knows from then on.
    #[serde(default)]
    pub brings: Vec<Brought>,
    /// The things that must be there before it.
    #[serde(default)]
    pub uses: Vec<Brought>,
    /// The kinds of the persons and companies that it names, in their order.
    #[serde(default)]
    pub kinds: Vec<VerifiedKind>,
    /// The capability of the target that it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
    /// The work in the Portal that it is about, unless it was done before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub portal: Vec<PortalWork>,
    /// The things whose past it shows or changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub past: Vec<PastOf>,
    /// The text below the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextExplanation>,
    /// The table below the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableExplanation>,
}

/// The parameters that accept any word, text or number, with their patterns; the phrase itself says what they mean.
pub(crate) const OPEN: [(&str, &str); 3] =
    [("word", r"\S+"), ("string", r#""[^"]*"|'[^']*'"#), ("int", r"-?\d+")];

/// True for a parameter that accepts any word, text or number.
pub(crate) fn is_open(parameter: &str) -> bool {
    OPEN.iter().any(|(name, _)| *name == parameter)
}

impl PhraseExplanation {
    /// The names of the parameters in their order, those that accept any value with their explanation.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, Option<&WordExplanation>)> {
        let parts = self.phrase.split('{').skip(1);
        let names = parts.filter_map(|part| part.split_once('}').map(|(name, _)| name));
        let mut words = self.words.iter();
        names.map(move |name| (name, if is_open(name) { words.next() } else { None }))
    }
}

/// The end of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssertedEnd {
    /// A refusal.
    Refusal,
    /// The API has no such operation.
    NoOperation,
    /// It had no effect, however it was answered.
    NoEffect,
    /// That of what the phrase does itself.
    OwnAction,
}

/// A kind of thing that a phrase brings into a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Brought {
    /// A merchant.
    Merchant,
    /// A person or company, the first one that the phrase names.
    Person,
    /// An account in the currency that the phrase names.
    Account,
    /// A related party, the first person that the phrase names.
    Party,
    /// An endpoint to which the merchant's events are sent.
    Endpoint,
    /// An order.
    Order,
    /// Several orders.
    Orders,
    /// A virtual IBAN.
    Viban,
    /// A KYC session of the first person that the phrase names; a KYB session if its process is KYB.
    Session,
    /// A KYB session of the first company that the phrase names.
    Kyb,
    /// A document of the first company that the phrase names.
    Document,
    /// An entry of a ledger.
    Entry,
    /// Anything that a request may make.
    Anything,
}

/// The kind of somebody in a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VerifiedKind {
    /// A person.
    Person,
    /// A company.
    Company,
    /// That of the process, or of the session, that the phrase names.
    Verified,
}

/// The meaning of a parameter.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WordExplanation {
    /// A name, for those who read the explanation.
    pub name: String,
    /// The meaning.
    pub says: String,
    /// The list of words that are allowed: `events`, a list of `terms.yaml`, or the value of a parameter that names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The regular expression of a value of a form of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
}

/// The text below a step.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TextExplanation {
    /// The meaning, where it is not the usual one of its members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// The members of the YAML; none for a text that is no YAML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<MemberSource>,
}

impl TextExplanation {
    /// The meaning.
    #[must_use]
    pub fn told(&self) -> &str {
        self.says.as_deref().unwrap_or(
            "YAML with members of the request, laid over the usual ones; `null` leaves a member out.",
        )
    }
}

/// The place from which the members of a text are known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum MemberSource {
    /// Those of a documented message.
    Message(MessageSide),
    /// These.
    Names(Vec<String>),
}

/// A documented message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageSide {
    /// The body of the request that the phrase sends.
    Request,
    /// The last answer.
    Answer,
}

/// The table below a step.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TableExplanation {
    /// The meaning of its rows.
    pub says: String,
    /// The names of its columns, in the order of a table without a first row that names them.
    pub columns: Vec<String>,
    /// The regular expressions of the cells of columns.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub forms: BTreeMap<String, String>,
    /// The column whose cells stand once each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<String>,
    /// Further columns: `event` for members of the event in the first column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub further: Option<String>,
    /// The words that cells of a table without columns have, or lists of such words.
    #[serde(default)]
    pub cells: Vec<String>,
}

/// The explanation of a parameter.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterExplanation {
    /// The meaning.
    pub says: String,
    /// Something that it accepts.
    pub example: String,
}

/// The explanation of a reference or of a matcher.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceExplanation {
    /// The reference.
    pub example: String,
    /// The pattern of its name; `PERSON` stands for a person of the scenario.
    #[serde(default, skip_serializing)]
    pub pattern: String,
    /// The meaning.
    pub says: String,
}

/// A list of words with their meanings.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// The meaning of all of them.
    pub says: String,
    /// The meaning of each.
    #[serde(alias = "own", alias = "types")]
    pub values: BTreeMap<String, String>,
}

/// The explanations of all words inside phrases.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExplainedTerms {
    /// The parameters, by name.
    pub parameters: BTreeMap<String, ParameterExplanation>,
    /// The references.
    pub references: Vec<ReferenceExplanation>,
    /// The matchers.
    pub matchers: Vec<ReferenceExplanation>,
    /// The people with data of their own.
    pub people: WordList,
    /// The lists of words, such as states.
    pub lists: BTreeMap<String, WordList>,
    /// The tags, without `@`.
    pub tags: BTreeMap<String, String>,
    /// The documents of companies.
    pub documents: WordList,
    /// The words by which people search, and the words of phrases that may be meant.
    #[serde(skip_serializing)]
    pub meanings: BTreeMap<String, Vec<String>>,
}

/// The files beside the code of the phrases.
const PHRASES: [&str; 20] = [
    include_str!("../phrases/account.yaml"),
    include_str!("../phrases/comparison.yaml"),
    include_str!("../phrases/delivery.yaml"),
    include_str!("../phrases/fee.yaml"),
    include_str!("../phrases/kyb.yaml"),
    include_str!("../phrases/limit.yaml"),
    include_str!("../phrases/merchant.yaml"),
    include_str!("../phrases/order.yaml"),
    include_str!("../phrases/own_account.yaml"),
    include_str!("../phrases/page.yaml"),
    include_str!("../phrases/payin.yaml"),
    include_str!("../phrases/payment.yaml"),
    include_str!("../phrases/portal.yaml"),
    include_str!("../phrases/refusal.yaml"),
    include_str!("../phrases/request.yaml"),
    include_str!("../phrases/snapshot.yaml"),
    include_str!("../phrases/user.yaml"),
    include_str!("../phrases/viban.yaml"),
    include_str!("../phrases/wallet.yaml"),
    include_str!("../phrases/webhook.yaml"),
];

static EXPLANATIONS: LazyLock<BTreeMap<String, PhraseExplanation>> = LazyLock::new(|| {
    let read = PHRASES.iter().filter_map(|text| read::<Vec<PhraseExplanation>>(text).ok());
    read.flatten().map(|one| (one.phrase.clone(), one)).collect()
});

static TERMS: LazyLock<ExplainedTerms> =
    LazyLock::new(|| read(include_str!("terms.yaml")).unwrap_or_default());

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = yaml::parse(text).map_err(|error| error.to_string())?;
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// The explanation of a phrase, which stands after its keyword.
#[must_use]
pub fn explanation(phrase: &str) -> Option<&'static PhraseExplanation> {
    EXPLANATIONS.get(phrase)
}

/// The explanations of words.
#[must_use]
pub fn terms() -> &'static ExplainedTerms {
    &TERMS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{check::phrase_index, language::PARAMETERS};

    #[test]
    fn every_phrase_is_explained_once_and_nothing_else_is() {
        let files = PHRASES.iter().map(|text| read::<Vec<PhraseExplanation>>(text));
        let explained: Vec<String> =
            files.flat_map(|file| file.expect("it can be read")).map(|one| one.phrase).collect();
        let once: BTreeSet<&str> = explained.iter().map(String::as_str).collect();
        assert_eq!(once.len(), explained.len());
        let phrases: BTreeSet<&str> =
            phrase_index().all().iter().map(|one| one.text.as_str()).collect();
        assert_eq!(once, phrases);
    }

    #[test]
    fn every_word_of_a_phrase_is_explained() {
        for one in EXPLANATIONS.values() {
            let open = one.parameters().filter(|(name, _)| is_open(name));
            assert_eq!(open.count(), one.words.len(), "{}", one.phrase);
        }
    }

    #[test]
    fn every_parameter_is_explained_with_an_example_that_it_accepts() {
        let terms: ExplainedTerms = read(include_str!("terms.yaml")).expect("it can be read");
        let own = PARAMETERS.iter().map(|(name, _)| *name);
        let names: BTreeSet<&str> = own.chain(OPEN.map(|(name, _)| name)).collect();
        let explained: BTreeSet<&str> = terms.parameters.keys().map(String::as_str).collect();
        assert_eq!(explained, names);
        for (name, pattern) in PARAMETERS {
            let pattern = regex::Regex::new(&format!("^(?:{pattern})$")).expect("a pattern");
            let example = &terms.parameters[name].example;
            assert!(pattern.is_match(example), "{example:?} is no {name}");
        }
    }

    #[test]
    fn a_list_of_words_is_known() {
        for one in EXPLANATIONS.values() {
            for list in one.words.iter().filter_map(|word| word.list.as_deref()) {
                let is_known =
                    list == "events" || list.starts_with('{') || terms().lists.contains_key(list);
                assert!(is_known, "{}: {list}", one.phrase);
            }
        }
    }
}
