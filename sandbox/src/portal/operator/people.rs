//! The people who sign in to the Portal for a merchant.

use serde_json::{Value, json};

use super::access::Operator;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::operations;
use crate::store::PortalPerson;

/// `POST M/people`
pub(super) async fn create(operator: Operator, body: JsonBody) -> AnswerResult {
    let name = body.read(|fields| fields.string("name"));
    let created = operator.write(move |scope, _| {
        let name = name?;
        Ok(operations::people::add(scope, &name)?)
    });
    Ok(JsonAnswer::created(view(&created.await?)))
}

/// `GET M/people`
pub(super) async fn list(operator: Operator) -> AnswerResult {
    let people = operator.read(|scope, _| Ok(scope.people()?)).await?;
    Ok(JsonAnswer::ok(json!({"people": people.iter().map(view).collect::<Vec<_>>()})))
}

/// `POST M/people/{personId}/sign-in-links`
pub(super) async fn invite(operator: Operator) -> AnswerResult {
    let invited = operator
        .write(move |scope, ids| Ok(operations::people::invite(scope, ids.id(1)?)?))
        .await?;
    let url = format!("{}/sign-in/{}", operator.app.public_portal_url, invited.reveal());
    Ok(JsonAnswer::created(json!({"url": url})).with_credentials())
}

fn view(person: &PortalPerson) -> Value {
    json!({"id": person.id, "name": person.name, "email": person.email})
}
