//! The people who sign in to the Portal for a merchant.

use axum::extract::State;
use serde_json::{Value, json};

use super::access::Operator;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::operations;
use crate::store::Person;

/// `POST M/people`
pub(super) async fn create(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let name = body.read(|fields| fields.string("name"));
    let created = app.write_for(ids.merchant(0), move |scope| {
        let name = name?;
        Ok(operations::people::add(scope, &name)?)
    });
    Ok(Answer::created(view(&created.await?)))
}

/// `GET M/people`
pub(super) async fn list(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let people = app.read_for(ids.merchant(0), |scope| Ok(scope.people()?)).await?;
    Ok(Answer::ok(json!({"people": people.iter().map(view).collect::<Vec<_>>()})))
}

/// `POST M/people/{personId}/sign-in-links`
pub(super) async fn invite(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let invited = app
        .write_for(ids.merchant(0), move |scope| Ok(operations::people::invite(scope, ids.id(1)?)?))
        .await?;
    let url = format!("{}/sign-in/{}", app.public_portal_url, invited.reveal());
    Ok(Answer::created(json!({"url": url})).with_credentials())
}

fn view(person: &Person) -> Value {
    json!({"id": person.id, "name": person.name, "email": person.email})
}
