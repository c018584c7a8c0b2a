//! The schemas folder, compiled: looks up the operation of a request and finds the mistakes in a message.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
    sync::Arc,
};

use jsonschema::{Registry, Validator};
use serde_json::Value;

use super::{
    documents::{Documents, ROOT, SchemaError},
    media::{DocumentedAnswers, DocumentedBody, DocumentedHeader, FoundAnswer, Media, essence},
    operations::{self, Operation, read_operations},
    problem::MessageProblem,
};
use crate::{
    exchange::Response,
    json,
    layer::{Layer, Layers},
};

/// The schemas folder, compiled once and shared by all scenarios.
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
    anywhere: DocumentedAnswers,
    events: BTreeMap<String, Arc<Validator>>,
    messages: BTreeMap<String, Arc<Validator>>,
    /// The same contract without the keywords that refuse undocumented members.
    tolerant: Option<Box<Self>>,
    documents: Documents,
    /// The names of all documented members that bind.
    members: BTreeSet<String>,
    /// The names of all documented members, also of documents that do not bind.
    all_members: BTreeSet<String>,
}

/// The documentation of one request.
#[derive(Clone, Copy, Debug)]
pub struct Documented<'a> {
    operation: Option<&'a Operation>,
    contract: &'a Contract,
}

impl Contract {
    /// Reads `openapi.yaml` and every `*.schema.json` beside it.
    ///
    /// # Errors
    /// If a file cannot be read, has the wrong form, or refers to something that does not exist.
    pub fn load(folder: &Path) -> Result<Self, SchemaError> {
        Self::compile(Documents::read(folder)?)
    }

    /// The same contract for a target that only these layers bind: it may refuse in its own way, and undocumented members are
    /// a warning.
    ///
    /// # Errors
    /// If the schemas cannot be compiled without the demands that do not bind.
    pub fn bound_by(self, layers: &Layers) -> Result<Self, SchemaError> {
        if layers.bind(Layer::Decided) {
            return Ok(self);
        }
        let documents = self.documents.bound_by(layers);
        let tolerant = Self::compile(documents.tolerant())?;
        let tolerant = Some(Box::new(tolerant));
        Ok(Self { tolerant, all_members: self.all_members, ..Self::compile(documents)? })
    }

    fn compile(documents: Documents) -> Result<Self, SchemaError> {
        let registry = documents.registry()?;
        let compiled = RefCell::new(HashMap::new());
        let compile = |reference: String| -> Result<Arc<Validator>, SchemaError> {
            if let Some(known) = compiled.borrow().get(&reference) {
                return Ok(Arc::clone(known));
            }
            let validator = Arc::new(compile(&registry, &reference)?);
            compiled.borrow_mut().insert(reference, Arc::clone(&validator));
            Ok(validator)
        };
        let messages = documents
            .message_files()
            .map(|file| Ok((message_name(file), compile(file.to_owned())?)))
            .collect::<Result<_, SchemaError>>()?;
        let operations = read_operations(documents.openapi(), &compile)?;
        let anywhere = operations::read_anywhere(documents.openapi(), &compile)?;
        let events = operations::read_events(documents.openapi(), &compile)?;
        drop(registry);
        let members = documents.members();
        let all_members = members.clone();
        let tolerant = None;
        Ok(Self {
            operations,
            anywhere,
            events,
            messages,
            tolerant,
            documents,
            members,
            all_members,
        })
    }

    pub(super) fn documents(&self) -> &Documents {
        &self.documents
    }

    /// The contract that binds this target: it accepts or refuses undocumented members.
    #[must_use]
    pub fn binding(&self) -> &Self {
        self.tolerant.as_deref().unwrap_or(self)
    }

    /// The documentation of a method and path.
    #[must_use]
    pub fn lookup(&self, method: &str, path: &str) -> Documented<'_> {
        let path = operations::split(path.split('?').next().unwrap_or_default());
        let operation = self
            .operations
            .iter()
            .filter(|operation| operation.method.eq_ignore_ascii_case(method))
            .filter(|operation| operation.matches(&path))
            // A literal segment beats a parameter: `/orders/x` before `/{kind}/x`.
            .min_by_key(|operation| operation.parameters());
        Documented { operation, contract: self }
    }

    /// True if some document that binds has a member of this name.
    #[must_use]
    pub fn knows_member(&self, name: &str) -> bool {
        self.members.contains(name)
    }

    /// True if some document has a member of this name, whether or not it binds.
    #[must_use]
    pub fn documents_member(&self, name: &str) -> bool {
        self.all_members.contains(name)
    }

    /// The event types the documents know.
    pub fn event_types(&self) -> impl Iterator<Item = &str> {
        self.events.keys().map(String::as_str)
    }

    /// The mistakes in the body of an event of this type; none for a type that is not documented.
    #[must_use]
    pub fn check_event(&self, event_type: &str, body: &Value) -> Option<Vec<String>> {
        self.problems_of_event(event_type, body).map(|problems| texts(&problems))
    }

    /// The same mistakes with their places.
    #[must_use]
    pub fn problems_of_event(&self, event_type: &str, body: &Value) -> Option<Vec<MessageProblem>> {
        self.events.get(event_type).map(|schema| problems(schema, body))
    }

    /// The mistakes in a message of this name; none for an unknown name.
    #[must_use]
    pub fn check_message(&self, name: &str, body: &Value) -> Option<Vec<String>> {
        self.messages.get(name).map(|schema| texts(&problems(schema, body)))
    }

    /// The names of the single messages.
    pub fn message_names(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }
}

impl Documented<'_> {
    /// The operation's id, when the method and path are documented.
    #[must_use]
    pub fn operation_id(&self) -> Option<&str> {
        self.operation.map(|operation| operation.id.as_str())
    }

    /// True if a document that binds has this operation: a target must offer it.
    #[must_use]
    pub fn is_binding(&self) -> bool {
        self.operation.is_some_and(|operation| operation.is_binding)
    }

    /// The value of the last parameter of the path; none if the operation has no parameter.
    #[must_use]
    pub fn last_parameter<'p>(&self, path: &'p str) -> Option<&'p str> {
        let path = path.split('?').next().unwrap_or(path);
        self.operation?.last_parameter(&operations::split(path))
    }

    /// The statuses this request may be answered with.
    #[must_use]
    pub fn statuses(&self) -> Vec<u16> {
        match self.operation {
            Some(operation) => operation.responses.by_status.keys().copied().collect(),
            None => self.contract.anywhere.by_status.keys().copied().collect(),
        }
    }

    /// True if documents that bind give this status for a success; else another success is as good.
    #[must_use]
    pub fn gives(&self, status: u16) -> bool {
        self.operation.is_some_and(|operation| operation.responses.by_status.contains_key(&status))
    }

    /// The mistakes in a request body; none when the operation takes no JSON.
    #[must_use]
    pub fn check_request(&self, body: &[u8]) -> Vec<String> {
        self.operation
            .and_then(|operation| operation.request.as_ref())
            .and_then(DocumentedBody::json)
            .map_or_else(Vec::new, |schema| texts(&json_problems(schema, body)))
    }

    /// The mistakes in a form, given as one value; none when the operation takes no form.
    #[must_use]
    pub fn check_form(&self, parts: &Value) -> Vec<String> {
        self.operation
            .and_then(|operation| operation.request.as_ref())
            .and_then(DocumentedBody::form)
            .map_or_else(Vec::new, |schema| texts(&problems(schema, parts)))
    }

    /// The mistakes in an answer: undocumented status, missing or invalid header, other media type, invalid body.
    #[must_use]
    pub fn check_response(&self, response: &Response) -> Vec<String> {
        texts(&self.problems_of_response(response))
    }

    /// The same mistakes with their places.
    #[must_use]
    pub fn problems_of_response(&self, response: &Response) -> Vec<MessageProblem> {
        let status = response.status;
        let documented = match self.operation {
            Some(operation) => operation.responses.find(status),
            None => self.contract.anywhere.find(status),
        };
        if matches!(documented, Some(FoundAnswer::Refusal)) {
            return Vec::new();
        }
        let Some(FoundAnswer::Body(documented)) = documented else {
            let known: Vec<String> = self.statuses().iter().map(u16::to_string).collect();
            return vec![MessageProblem::of_message(format!(
                "status {status} is not documented here; documented: {}",
                known.join(", ")
            ))];
        };
        // A success whose status does not bind may say nothing, or more than its documents.
        let is_free = response.body.is_empty() || documented.content.is_empty();
        if is_free && self.operation.is_some_and(|operation| operation.responses.is_other(status)) {
            return Vec::new();
        }
        let mut found = header_problems(&documented.headers, response);
        found.extend(body_problems(documented, response));
        found
    }
}

fn texts(problems: &[MessageProblem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

fn body_problems(documented: &DocumentedBody, response: &Response) -> Vec<MessageProblem> {
    if documented.content.is_empty() {
        let empty = response.body.is_empty();
        let problem = || MessageProblem::of_message("the body should be empty".to_owned());
        return if empty { vec![] } else { vec![problem()] };
    }
    let came = response.header("content-type").map_or("none", essence);
    let media = &documented.content;
    match media.iter().find(|media| media.fits(came)) {
        Some(Media { schema: Some(schema), .. }) => match response.json() {
            // The text `null`, or no JSON.
            Value::Null => json_problems(schema, &response.body),
            value => problems(schema, value),
        },
        Some(_) => vec![],
        None => {
            let known: Vec<&str> = media.iter().map(|media| media.essence.as_str()).collect();
            let documented = known.join(" or ");
            vec![MessageProblem::of_message(format!(
                "the media type is {came}, documented is {documented}"
            ))]
        }
    }
}

/// The mistakes in the documented headers of an answer.
fn header_problems(documented: &[DocumentedHeader], response: &Response) -> Vec<MessageProblem> {
    let problems = documented.iter().filter_map(|header| {
        let name = &header.name;
        let Some(value) = response.header(name) else {
            return header.is_required.then(|| format!("the header {name} is missing"));
        };
        let schema = header.schema.as_ref()?;
        let value = Value::from(value);
        let is_valid = schema.is_valid(&value);
        (!is_valid).then(|| format!("the header {name} is not as documented: {value}"))
    });
    problems.map(MessageProblem::of_message).collect()
}

fn json_problems(schema: &Validator, body: &[u8]) -> Vec<MessageProblem> {
    match json::parse(body) {
        Ok(value) => problems(schema, &value),
        Err(error) => vec![MessageProblem::of_message(format!("the body is not JSON: {error}"))],
    }
}

fn message_name(file: &str) -> String {
    file.trim_end_matches(".schema.json").to_owned()
}

fn compile(registry: &Registry<'_>, reference: &str) -> Result<Validator, SchemaError> {
    let reference = format!("{ROOT}{reference}");
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .with_registry(registry)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .build(&serde_json::json!({ "$ref": reference }))
        .map_err(|error| SchemaError::Schema { reference, message: error.to_string() })
}

/// At most this many mistakes are shown; more would hide the cause.
const SHOWN_PROBLEMS: usize = 8;

fn problems(schema: &Validator, body: &Value) -> Vec<MessageProblem> {
    // The check for validity is cheaper than the list of mistakes.
    if schema.is_valid(body) {
        return Vec::new();
    }
    let errors = schema.iter_errors(body).take(SHOWN_PROBLEMS);
    errors.map(|error| MessageProblem::of_schema(&error)).collect()
}
