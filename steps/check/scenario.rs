//! The check of one scenario, step by step: people, words, references, texts and tables.

use std::{collections::BTreeSet, rc::Rc};

use conformance_harness::{
    nearest,
    suite::{Case, CaseStep},
};
use gherkin::StepType;

use super::{
    ahead::{ExpectedAnswer, judging},
    context::{ScenarioCheck, unknown_word},
    course, documents, ending, funds, headers, kinds,
    mistakes::StepPlace,
    paths,
    phrase_index::{Argument, UsedPhrase},
    presence, queries, references, repeats, settings,
    spelling::unknown_event,
    tables, texts,
};
use crate::language::{AssertedEnd, Brought, WordList, terms};

impl ScenarioCheck<'_, '_> {
    /// Checks all steps. `used` are their phrases; a step without one is a mistake that is told elsewhere.
    pub(super) fn check(
        &mut self,
        case: &Case,
        used: &[Option<Rc<UsedPhrase>>],
        knows_people: bool,
    ) {
        ending::check(self, case, used);
        for (index, step) in case.steps.iter().enumerate() {
            let (later, later_used) = (&case.steps[index + 1..], &used[index + 1..]);
            let phrase = used[index].as_deref();
            self.expected = ExpectedAnswer::of(later, later_used);
            let place = StepPlace { case, step };
            if let Some(phrase) = phrase {
                self.check_step(place, phrase, knows_people);
                if step.ty == StepType::When && phrase.explanation.calls.is_some() {
                    self.check_judged(place, later, later_used);
                }
            }
            course::learn(&mut self.known, place, phrase);
        }
    }

    fn check_step(&mut self, place: StepPlace<'_>, phrase: &UsedPhrase, knows_people: bool) {
        course::check(self, place, phrase, knows_people);
        repeats::check(self, place, phrase);
        kinds::check(self, place, phrase);
        if knows_people {
            presence::check(self, place, phrase);
            self.check_people(place, phrase);
            references::check(self, place, phrase);
        }
        self.check_words(place, phrase);
        funds::check(self, place, phrase);
        self.answer_of(place, phrase);
        queries::check(self, place, phrase);
        paths::check(self, place, phrase, knows_people);
        headers::check(self, place, phrase);
        settings::check(self, place, phrase);
        documents::check(self, place, phrase);
        texts::check(self, place, phrase);
        tables::check(self, place, phrase);
        self.learn(phrase);
        presence::learn(&mut self.known, phrase);
        settings::learn(self, phrase);
    }

    /// Remembers the operations whose answer the next steps see.
    fn answer_of(&mut self, place: StepPlace<'_>, phrase: &UsedPhrase) {
        if phrase.explanation.reads_answer {
            return;
        }
        self.answered = self.messages.called(phrase);
        let named = phrase.word("method").zip(phrase.word("path"));
        let is_wrong = self.answered.is_empty() && !self.expected.is_not_there;
        let Some((method, path)) = named.filter(|_| is_wrong) else { return };
        let request = format!("{method} {path}");
        let requests: Vec<String> = self.messages.requests().collect();
        let near = nearest(&request, requests.iter().map(String::as_str), 2).join(" or ");
        let remedy = if near.is_empty() {
            "schemas/openapi.yaml has all operations".to_owned()
        } else {
            format!("did you mean {near}?")
        };
        let is_path = |one: &String| one.split_once(' ').is_some_and(|(_, known)| known == path);
        let part = if requests.iter().any(is_path) { method } else { path };
        self.mistakes.in_step(place, part, format!("no operation is {request}"), remedy);
    }

    fn check_people(&mut self, place: StepPlace<'_>, phrase: &UsedPhrase) {
        if phrase.brings_other() {
            self.known.has_other = true;
        } else if phrase.names_other() && !self.known.has_other {
            let reason = "the scenario has no other merchant".to_owned();
            let remedy = "write before it: Given another merchant".to_owned();
            self.mistakes.in_step(place, "the other merchant", reason, remedy);
        }
        let brings = &phrase.explanation.brings;
        let brought =
            usize::from(brings.contains(&Brought::Person) || brings.contains(&Brought::Party));
        for person in phrase.persons().skip(brought) {
            if !self.known.people.contains_key(&person) {
                let reason = format!("nobody is called {person} in this scenario");
                let first = person.split(' ').next().unwrap_or_default();
                self.mistakes.in_step(place, first, reason, self.introduce(&person));
            }
        }
        if brings.contains(&Brought::Account) {
            return;
        }
        for (person, currency) in phrase.accounts() {
            let known = self.known.people.get(&person);
            let currencies = known.filter(|owned| !owned.contains(&currency.to_lowercase()));
            let Some(owned) = currencies else { continue };
            let reason = format!("{person} has no {currency} account in this scenario");
            let owned: Vec<String> = owned.iter().map(|one| one.to_uppercase()).collect();
            let remedy = if owned.is_empty() {
                format!("write before it: Given {person} has a {currency} account")
            } else {
                format!(
                    "{person} has one in {}; or write before it: Given {person} has a {currency} account",
                    owned.join(", ")
                )
            };
            self.mistakes.in_step(place, currency, reason, remedy);
        }
    }

    fn check_words(&mut self, place: StepPlace<'_>, phrase: &UsedPhrase) {
        for argument in &phrase.arguments {
            if argument.parameter == "currency" {
                self.check_currency(place, phrase, &argument.value);
            }
            let list = argument.word.and_then(|word| word.list.as_deref());
            let list = list.map(|list| list_name(list, &phrase.arguments));
            match list {
                Some("events") => {
                    let events = self.messages.event_types().collect::<BTreeSet<_>>();
                    let known: Vec<&str> = events.iter().copied().collect();
                    for event in argument.value.split(',').map(str::trim) {
                        if !known.is_empty() && !known.contains(&event) {
                            let (reason, remedy) = unknown_event(event, &known);
                            self.mistakes.in_step(place, event, reason, remedy);
                        }
                    }
                }
                Some(list) => {
                    let words = terms().lists.get(list);
                    let known = words.into_iter().flat_map(|list| list.values.keys());
                    let known: Vec<&str> = known.map(String::as_str).collect();
                    let says = words.map_or("a word", |list: &WordList| list.says.as_str());
                    self.expect(place, &argument.value, says, known.into_iter());
                }
                None => {}
            }
        }
    }

    /// A currency is a known one. Another one is refused only if the request names it in its text.
    fn check_currency(&mut self, place: StepPlace<'_>, phrase: &UsedPhrase, currency: &str) {
        let known = self.messages.choices("openAccount", "/currency");
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        if known.is_empty() || known.contains(&currency) {
            return;
        }
        let (reason, mut remedy) = unknown_word(currency, "a currency", &known);
        let opens = phrase.explanation.brings.contains(&Brought::Account);
        if self.expected.is_refusal && opens {
            remedy = format!(
                "to have it refused, write {} here, and below the step a text with `currency: {currency}`",
                known[0]
            );
        }
        self.mistakes.in_step(place, currency, reason, remedy);
    }

    fn learn(&mut self, phrase: &UsedPhrase) {
        let brings = &phrase.explanation.brings;
        if let Some(person) = phrase.persons().next()
            && (brings.contains(&Brought::Person) || brings.contains(&Brought::Party))
        {
            self.known.people.entry(person).or_default();
        }
        if brings.contains(&Brought::Account) {
            let currency = phrase.arguments.iter().find(|one| one.parameter == "currency");
            let person = phrase.persons().next().unwrap_or_default();
            if let Some((owned, currency)) = self.known.people.get_mut(&person).zip(currency) {
                owned.insert(currency.value.to_lowercase());
            }
        }
    }

    /// A request whose refusal nobody would notice: only the lack of an effect is asserted.
    fn check_judged(
        &mut self,
        place: StepPlace<'_>,
        later: &[CaseStep],
        used: &[Option<Rc<UsedPhrase>>],
    ) {
        let has_no_effect = |phrase: Option<&UsedPhrase>| {
            phrase.is_some_and(|one| one.explanation.asserts == Some(AssertedEnd::NoEffect))
        };
        let mut phrases = judging(later, used).map(|(_, phrase)| phrase).peekable();
        if phrases.peek().is_some() && phrases.all(has_no_effect) {
            let reason = "nobody looks at the answer to this request".to_owned();
            let remedy = "write after it: Then it is refused".to_owned();
            self.mistakes.in_step(place, &place.step.value, reason, remedy);
        }
    }
}

/// The name of a list; `{aspect}` is the list that the parameter of this name chooses.
fn list_name<'l>(list: &'l str, arguments: &'l [Argument]) -> &'l str {
    let parameter = list.strip_prefix('{').and_then(|list| list.strip_suffix('}'));
    let Some(parameter) = parameter else { return list };
    let chosen = arguments.iter().find(|one| one.parameter == parameter);
    chosen.map_or(list, |one| one.value.as_str())
}
