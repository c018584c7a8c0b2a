//! `/onboarding-business/{sessionId}`: one KYB session, and the actions of compliance on it.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::case_page::CasePage;
use crate::domain::id::Id;
use crate::domain::kyb::KybSession;
use crate::domain::refusal::Refusal;
use crate::http::body::read_fields;
use crate::http::problem::Problem;
use crate::input::read_related_party;
use crate::operations;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::session::{SignedIn, Submission};
use crate::portal::pages::submitted_form::SubmittedForm;
use crate::portal::pages::typed_number::typed_decimal;
use crate::store::Scope;

/// The fields of a related party, and of its address.
const PERSON: [&str; 6] =
    ["roleType", "firstName", "lastName", "email", "phoneNumber", "nationality"];
const ADDRESS: [&str; 5] = ["addressLine1", "city", "provinceState", "postalCode", "country"];

async fn page(who: &SignedIn, id: Id<KybSession>, typed: FilledForm) -> PageResult {
    let found = who.read(move |scope| {
        let case = scope.kyb_case(scope.kyb_session(id)?)?;
        let company = scope.business(case.file.session.user)?;
        Ok((case, company))
    });
    let (case, company) = found.await?;
    HtmlPage::portal(&CasePage::of(&case, &company, who, typed))
}

/// `GET /onboarding-business/{sessionId}`
pub(super) async fn show(who: SignedIn) -> PageResult {
    page(&who, who.id(0)?, FilledForm::default()).await
}

/// Carries out an action on the session; the page then shows the notice `done`, or the refusal.
async fn act<T: Send + 'static>(
    sent: Submission,
    done: &str,
    action: impl FnOnce(&Scope<'_>, KybSession) -> Result<T, Problem> + Send + 'static,
) -> PageResult {
    let Submission { who, form } = sent;
    let id = who.id(0)?;
    let acted: Result<_, Problem> =
        who.write(move |scope| action(scope, scope.kyb_session(id)?)).await;
    match acted {
        Ok(_) => Ok(HtmlPage::onward(&format!("/onboarding-business/{id}?done={done}"))),
        Err(problem) => refused(&who, id, &form, problem).await,
    }
}

async fn refused(
    who: &SignedIn,
    id: Id<KybSession>,
    form: &SubmittedForm,
    problem: Problem,
) -> PageResult {
    let status = problem.status();
    let mut typed = FilledForm::of(form).refused(problem)?;
    if typed.alert().is_none() {
        typed = typed.with_alert("Nothing was saved. Correct the marked fields.".to_owned());
    }
    Ok(page(who, id, typed).await?.with_status(status))
}

/// Reads an optional message; one that is too long comes back as the form with its fault.
fn message(form: &SubmittedForm, name: &str) -> Result<Option<String>, FilledForm> {
    let typed = FilledForm::of(form).bounded(name);
    if typed.is_faulty() {
        return Err(typed);
    }
    Ok(Some(form.text(name).to_owned()).filter(|text| !text.is_empty()))
}

async fn too_long(sent: &Submission, id: Id<KybSession>, typed: FilledForm) -> PageResult {
    let page = page(&sent.who, id, typed).await?;
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /onboarding-business/{sessionId}/request-info` (KYB-14)
pub(super) async fn request_info(sent: Submission) -> PageResult {
    let id = sent.who.id(0)?;
    match message(&sent.form, "message") {
        Err(typed) => too_long(&sent, id, typed).await,
        Ok(message) => {
            let ask = move |scope: &Scope<'_>, session| {
                Ok(operations::kyb::request_info(scope, session, message)?)
            };
            act(sent, "info-requested", ask).await
        }
    }
}

/// `POST /onboarding-business/{sessionId}/approve` (KYB-12, KYB-13)
pub(super) async fn approve(sent: Submission) -> PageResult {
    act(sent, "kyb-approved", |scope, session| Ok(operations::kyb::approve(scope, session)?)).await
}

/// `POST /onboarding-business/{sessionId}/reject` (KYB-15)
pub(super) async fn reject(sent: Submission) -> PageResult {
    let id = sent.who.id(0)?;
    match message(&sent.form, "reason") {
        Err(typed) => too_long(&sent, id, typed).await,
        Ok(reason) => {
            let reject = move |scope: &Scope<'_>, session| {
                Ok(operations::kyb::reject(scope, session, reason.as_deref())?)
            };
            act(sent, "kyb-rejected", reject).await
        }
    }
}

/// `POST /onboarding-business/{sessionId}/related-parties` (KYB-11)
pub(super) async fn declare(sent: Submission) -> PageResult {
    let id = sent.who.id(0)?;
    let portal_url = sent.who.app.public_portal_url.clone();
    match read_fields(&typed_person(&sent.form), read_related_party) {
        Err(problem) => refused(&sent.who, id, &sent.form, problem).await,
        Ok(person) => {
            let declare = move |scope: &Scope<'_>, session: KybSession| {
                Ok(operations::related_parties::declare(scope, &session, person, &portal_url)?)
            };
            act(sent, "party-declared", declare).await
        }
    }
}

/// `POST /onboarding-business/{sessionId}/related-parties/{partyId}/kyc-sessions`
pub(super) async fn renew_session(sent: Submission) -> PageResult {
    let party = sent.who.id(1)?;
    let portal_url = sent.who.app.public_portal_url.clone();
    let renew = move |scope: &Scope<'_>, session: KybSession| {
        let party = scope.related_party(party)?;
        if party.kyb != session.id {
            return Err(Refusal::NotFound("related party").into());
        }
        Ok(operations::related_parties::renew_session(scope, party, &portal_url)?)
    };
    act(sent, "party-session", renew).await
}

/// The values of the form, in the form of the body of a declaration; empty fields are left out.
fn typed_person(form: &SubmittedForm) -> Value {
    let said = |name: &str, field: &str| {
        let text = form.text(field);
        let is_country = matches!(name, "nationality" | "country");
        let text = if is_country { text.to_uppercase() } else { text.to_owned() };
        (!text.is_empty()).then(|| (name.to_owned(), Value::from(text)))
    };
    let mut person = PERSON.iter().filter_map(|name| said(name, name)).collect::<Map<_, _>>();
    let address =
        ADDRESS.iter().filter_map(|name| said(name, &format!("residentialAddress.{name}")));
    person.insert("residentialAddress".to_owned(), Value::Object(address.collect()));
    let share = form.text("ownershipPercentage");
    if !share.is_empty() {
        let number = typed_decimal(share).ok();
        let number = number.and_then(|number| number.parse::<serde_json::Number>().ok());
        let share = number.map_or_else(|| json!(share), Value::Number);
        person.insert("ownershipPercentage".to_owned(), share);
    }
    Value::Object(person)
}
