//! Signing in, by a link that works once or by e-mail address and password, and signing out.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};

use super::filled_form::FilledForm;
use super::frame::{Frame, SIGN_IN};
use super::session::{SignedIn, Submission, beginning, ending};
use super::submitted_form::SubmittedForm;
use super::visitor_form::{Visitor, VisitorForm};
use crate::app::{App, AppState};
use crate::auth::PasswordSender;
use crate::domain::profile::is_email;
use crate::http::path::PathIds;
use crate::http::peer::Peer;
use crate::http::problem::Problem;
use crate::http::web_address::is_own_path;
use crate::operations;
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::store::{PortalPerson, Secret};

/// The shortest password, in characters; a shorter one is easy to guess.
const SHORTEST_PASSWORD: usize = 10;
/// The longest password, in characters; a longer one only takes time to hash.
const LONGEST_PASSWORD: usize = 200;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    typed: FilledForm,
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in_link.html")]
struct LinkPage {
    csrf_token: String,
}

/// A merchant to sign in to.
struct MerchantChoice {
    merchant: String,
    link: String,
    csrf_token: String,
}

#[derive(Template)]
#[template(path = "sign_in_choice.html")]
struct ChoicePage {
    choices: Vec<MerchantChoice>,
    next: String,
}

#[derive(Template)]
#[template(path = "own_sign_in.html")]
struct OwnSignIn {
    frame: Frame,
    typed: FilledForm,
}

/// `GET /sign-in`
pub(super) async fn show(uri: Uri) -> PageResult {
    let query = uri.query().unwrap_or_default();
    let next = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "next");
    let next = next.map(|(_, next)| next.into_owned()).filter(|next| is_own_path(next));
    let next = next.unwrap_or_default();
    HtmlPage::portal(&SignInPage { typed: FilledForm::default(), next })
}

/// `POST /sign-in`
pub(super) async fn submit(State(app): AppState, peer: Peer, sent: VisitorForm) -> PageResult {
    let (visitor, form) = sent.split();
    let form = form?;
    let email = form.text("email").to_lowercase();
    let faulty = |alert: String, status| {
        let typed = FilledForm::prefilled([("email", email.clone())]).with_alert(alert);
        let next = form.text("next").to_owned();
        Ok(HtmlPage::portal(&SignInPage { typed, next })?.with_status(status))
    };
    let too_many = |pause: Duration| {
        let seconds = pause.as_secs() + 1;
        let alert = format!("Too many wrong passwords. Please wait {seconds} s and try again.");
        Ok(faulty(alert, StatusCode::TOO_MANY_REQUESTS)?.with_retry_after(seconds))
    };
    let guess = match app.sign_in.admit(&email, PasswordSender::Peer(peer.0)) {
        Ok(guess) => guess,
        Err(pause) => return too_many(pause),
    };
    let wanted = email.clone();
    let found =
        app.store.read(move |tx| tx.sign_in_candidates(&wanted)).await.map_err(Problem::from)?;
    let (mut people, hashes): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    match app.sign_in.judge(guess, form.raw("password").to_owned(), hashes).await {
        Ok(matches) => {
            let mut matches = matches.into_iter();
            people.retain(|_| matches.next().unwrap_or_default());
        }
        Err(pause) => return too_many(pause),
    }
    if people.len() > 1 {
        return offer_choice(&app, &visitor, people, form.text("next")).await;
    }
    let Some(person) = people.pop() else {
        let alert = "The address or the password is wrong.".to_owned();
        return faulty(alert, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let_in(&app, person, form.text("next")).await
}

/// Lets a person who signs in to several merchants with one password choose one of them; each choice
/// is a sign-in link.
async fn offer_choice(
    app: &App,
    visitor: &Visitor,
    people: Vec<PortalPerson>,
    next: &str,
) -> PageResult {
    let made = app.store.write(move |tx| {
        let choices = people.iter().map(|person| {
            let link = operations::people::add_link(tx, person.id)?;
            Ok((tx.merchant(person.merchant)?.merchant()?.name, link))
        });
        choices.collect::<Result<Vec<_>, Problem>>()
    });
    let choices = made.await?.into_iter().map(|(merchant, link)| {
        let link = link.reveal().to_owned();
        MerchantChoice { merchant, csrf_token: visitor.csrf_token(&link), link }
    });
    let page = ChoicePage { choices: choices.collect(), next: next.to_owned() };
    Ok(HtmlPage::portal(&page)?.with_cookie(&visitor.cookie(app)))
}

/// Begins a session, and leads to the page that was asked for if it is one of ours.
async fn let_in(app: &App, person: PortalPerson, next: &str) -> PageResult {
    let begun = app.store.write(move |tx| operations::people::begin_session(tx, person.id));
    let session = begun.await.map_err(Problem::from)?;
    let next = if is_own_path(next) { next } else { "/" };
    Ok(HtmlPage::onward(next).with_cookie(&beginning(app, &session)))
}

/// `GET /sign-in/{link}`: only the button signs in, so that loading the page does not use up the
/// link.
pub(super) async fn show_link(State(app): AppState, ids: PathIds, visitor: Visitor) -> PageResult {
    let csrf_token = visitor.csrf_token(ids.text(0));
    Ok(HtmlPage::portal(&LinkPage { csrf_token })?.with_cookie(&visitor.cookie(&app)))
}

/// `POST /sign-in/{link}`
pub(super) async fn use_link(State(app): AppState, ids: PathIds, sent: VisitorForm) -> PageResult {
    let form = sent.with_token_of(ids.text(0))?;
    let link = Secret::given(ids.text(0));
    let found = app
        .store
        .write(move |tx| operations::people::use_link(tx, &link))
        .await
        .map_err(Problem::from)?;
    let Some(person) = found else {
        let alert = "This link was used before or is too old.".to_owned();
        let typed = FilledForm::default().with_alert(alert);
        let page = HtmlPage::portal(&SignInPage { typed, next: String::new() })?;
        return Ok(page.with_status(StatusCode::GONE));
    };
    let_in(&app, person, form.text("next")).await
}

/// `POST /sign-out`
pub(super) async fn sign_out(sent: Submission) -> PageResult {
    let SignedIn { app, session, .. } = sent.who;
    app.store.write(move |tx| tx.end_session(&session)).await.map_err(Problem::from)?;
    Ok(HtmlPage::onward("/sign-in").with_cookie(&ending(&app)))
}

/// `GET /settings/sign-in`
pub(super) async fn show_own(who: SignedIn) -> PageResult {
    let email = who.person.email.clone().unwrap_or_default();
    let typed = FilledForm::prefilled([("email", email)]);
    HtmlPage::portal(&OwnSignIn { frame: who.frame(SIGN_IN), typed })
}

/// `POST /settings/sign-in`
pub(super) async fn save_own(sent: Submission) -> PageResult {
    let Submission { who, form } = sent;
    let email = form.text("email").to_lowercase();
    let typed = check(&form, FilledForm::prefilled([("email", email.clone())]));
    let again = |who: &SignedIn, typed: FilledForm| {
        let page = HtmlPage::portal(&OwnSignIn { frame: who.frame(SIGN_IN), typed })?;
        Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    if typed.is_faulty() {
        return again(&who, typed);
    }
    let wanted = email.clone();
    let others = who
        .app
        .store
        .read(move |tx| tx.sign_in_candidates(&wanted))
        .await
        .map_err(Problem::from)?;
    let mut others = others.into_iter().filter(|(other, _)| other.id != who.person.id);
    let other = others.next().map(|(_, hash)| hash);
    let hash = who.app.sign_in.hash(who.person.id, form.raw("password").to_owned(), other).await;
    let hash = hash.ok_or(Problem::Internal)?;
    let (person, session) = (who.person.id, Secret::given(who.session.reveal()));
    let saved = who.write(move |scope| {
        Ok(operations::people::set_password(scope, person, &email, &hash, &session)?)
    });
    match saved.await {
        Ok(()) => Ok(HtmlPage::onward("/settings/sign-in?done=sign-in-saved")),
        Err(problem) => again(&who, typed.refused(problem)?),
    }
}

fn check(form: &SubmittedForm, typed: FilledForm) -> FilledForm {
    let (email, password) = (form.text("email"), form.raw("password"));
    let mut typed = typed;
    if !is_email(email) {
        typed = typed.with_fault("email", "Type an e-mail address such as ana@example.com.");
    }
    if !(SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&password.chars().count()) {
        let fault = format!("Between {SHORTEST_PASSWORD} and {LONGEST_PASSWORD} characters.");
        typed = typed.with_fault("password", fault);
    }
    if password != form.raw("again") {
        typed = typed.with_fault("again", "The passwords do not match.");
    }
    typed
}
