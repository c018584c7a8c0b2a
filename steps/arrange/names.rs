//! References such as `{ana.eur}`, `{order}`, `{token.forged}`, `{quoted + 250}`, filled in from the world of the scenario.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use conformance_harness::{json, sink::Certificate, verdict::Fault};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use crate::{
    language::{Actor, Matcher, PersonName, Reference},
    world::World,
};

/// The text with every `{name}` replaced.
///
/// # Errors
/// If a name is not known in this scenario.
pub(crate) fn fill(world: &World, text: &str) -> Result<String, Fault> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + length];
        filled.push_str(&rest[..start]);
        if let Some(reference) = Reference::read(name) {
            filled.push_str(&json::text(&value_of(world, &reference)?));
        } else {
            // JSON has braces of its own.
            filled.push_str(&rest[start..=start]);
            rest = &rest[start + 1..];
            continue;
        }
        rest = &rest[start + length + 1..];
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The value of a reference. One that is reckoned with is a whole number.
fn value_of(world: &World, reference: &Reference<'_>) -> Result<Value, Fault> {
    let first = named(world, reference.name)?;
    if reference.terms.is_empty() {
        return Ok(first);
    }
    let mut sum = whole(reference.name, &first)?;
    for (sign, term) in &reference.terms {
        let number = match term.parse() {
            Ok(number) => number,
            Err(_) => whole(term, &named(world, term)?)?,
        };
        let next = sign.checked_mul(number).and_then(|number| sum.checked_add(number));
        sum =
            next.ok_or_else(|| Fault::error(format!("{{{term}}} is too large to reckon with")))?;
    }
    Ok(Value::from(sum))
}

fn whole(name: &str, value: &Value) -> Result<i64, Fault> {
    let other =
        || Fault::error(format!("{{{name}}} is {value}, and only whole numbers are reckoned"));
    value.as_i64().ok_or_else(other)
}

/// The value of a name: one that the scenario remembers, a member of it, or a fact of the scenario.
fn named(world: &World, name: &str) -> Result<Value, Fault> {
    let mut parts = name.split('.');
    let remembered = parts.next().and_then(|head| world.remembered.get(head));
    let Some(remembered) = remembered else { return lookup(world, name).map(Value::String) };
    let found = parts.try_fold(remembered, |value, part| match value {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        other => other.get(part),
    });
    let missing = || format!("{{{name}}} is no member of what is remembered: {remembered}");
    found.cloned().ok_or_else(|| Fault::error(missing()))
}

/// A YAML value with every text filled. A text that is one reference alone is replaced by its value, and one that is a matcher
/// stays as it is, but for the time that it names.
///
/// # Errors
/// If a name is not known in this scenario.
pub(crate) fn fill_value(world: &World, value: &Value) -> Result<Value, Fault> {
    Ok(match value {
        Value::String(text) => match (Matcher::read(text), alone(text)) {
            (Some(matcher), _) => {
                let known = |name: &str| Some(world.remembered.get(name)?.as_str()?.to_owned());
                matcher.with_time(known).map_or_else(|| value.clone(), Value::String)
            }
            (None, Some(reference)) => value_of(world, &reference)?,
            (None, None) => Value::String(fill(world, text)?),
        },
        Value::Array(items) => {
            items.iter().map(|item| fill_value(world, item)).collect::<Result<_, _>>()?
        }
        Value::Object(fields) => fields
            .iter()
            .map(|(key, field)| Ok((key.clone(), fill_value(world, field)?)))
            .collect::<Result<_, Fault>>()?,
        other => other.clone(),
    })
}

/// The reference that a text is, from its first brace to its last.
fn alone(text: &str) -> Option<Reference<'_>> {
    Reference::read(text.strip_prefix('{')?.strip_suffix('}')?)
}

fn lookup(world: &World, name: &str) -> Result<String, Fault> {
    let unknown = || world.lacking(format!("{{{name}}} means nothing in this scenario"));
    let (head, tail) = name.split_once('.').unwrap_or((name, ""));
    match (head, tail) {
        ("hostile", "") => Ok(hostile(world, LONGEST_TEXT)),
        ("hostile", "email") => Ok(hostile_email(next_number(world))),
        ("hostile", length) => {
            length.parse().map(|length| hostile(world, length)).map_err(|_| unknown())
        }
        ("unknown", "") => Ok(uuid::Uuid::new_v4().to_string()),
        ("token", "first") => {
            let tokens = &world.merchant(Actor::Merchant)?.tokens;
            tokens.first().cloned().ok_or_else(unknown)
        }
        ("token", form) => token(world.token(Actor::Merchant)?, form).ok_or_else(unknown),
        ("other", "token") => world.token(Actor::Other).map(str::to_owned),
        ("other", person) => {
            let (person, what) = person.split_once('.').unwrap_or((person, ""));
            of_person(world, Actor::Other, person, what).ok_or_else(unknown)
        }
        ("code2fa", "") => Ok(world.shared.code_2fa.clone()),
        ("api_code", "first") => Ok(world.merchant(Actor::Merchant)?.first_code.clone()),
        ("api_code", "") => Ok(world.merchant(Actor::Merchant)?.access.api_code.clone()),
        ("api_key", "") => Ok(world.merchant(Actor::Merchant)?.access.api_key.clone()),
        ("order", "") => world.order().map(str::to_owned),
        ("order", number) => {
            let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            index.and_then(|index| world.orders.get(index)).cloned().ok_or_else(unknown)
        }
        ("merchant", account) => world.own_accounts.get(account).cloned().ok_or_else(unknown),
        ("answer", field) => {
            let answer = world.answer()?.response.json();
            answer.get(field).and_then(Value::as_str).map(str::to_owned).ok_or_else(unknown)
        }
        ("viban", "") => world.viban_id().map(str::to_owned),
        ("entry", "") => world.entry.clone().ok_or_else(unknown),
        ("webhook", "") => {
            let mailbox = world.listening.as_ref().map(|listening| listening.mailbox.clone());
            let mailbox = mailbox.unwrap_or_else(|| world.shared.sink.mailbox());
            Ok(world.shared.sink.address(&mailbox, Certificate::Trusted))
        }
        (person, what) => of_person(world, Actor::Merchant, person, what).ok_or_else(unknown),
    }
}

/// The largest length of a text field.
const LONGEST_TEXT: usize = 255;

/// A hostile text of this length: markup, scripts and control characters that a careless page would execute or be broken by. The
/// pages find it by its number.
fn hostile(world: &World, length: usize) -> String {
    let number = next_number(world);
    let attack = format!(
        "\u{202e}<script data-stranger='{number}'>strangerWasHere={number}</script>\"'>\
         <img data-stranger='{number}' src='x' onerror='strangerWasHere={number}'> \
         \u{202e}\u{5d0}\u{5d1} &lt;b&gt; "
    );
    let endless = std::iter::repeat('W');
    attack.chars().chain(endless).take(length).collect()
}

/// A hostile and still valid address; its first part is quoted ASCII of at most 64 characters.
fn hostile_email(number: usize) -> String {
    let attack = format!("<img/data-stranger='{number}'/src='x'/onerror=strangerWasHere=1>");
    format!("\"{attack}\"@stranger.example")
}

/// The number of the next hostile text, by which the text is found on the pages.
fn next_number(world: &World) -> usize {
    let number = world.hostile_texts.get() + 1;
    world.hostile_texts.set(number);
    number
}

fn of_person(world: &World, actor: Actor, person: &str, what: &str) -> Option<String> {
    let mut letters = person.chars();
    let first = letters.next()?.to_ascii_uppercase();
    let person = PersonName(format!("{first}{}", letters.as_str())).at(actor);
    if let Some(party) = world.parties.get(&person) {
        match what {
            "party" => return Some(party.id.clone()),
            "session" => return Some(party.session.clone()),
            _ => {}
        }
    }
    let user = world.people.get(&person)?;
    match what {
        "" => Some(user.id.clone()),
        "session" => user.session.clone(),
        "kyb" => user.kyb.session.clone(),
        "document" => user.kyb.documents.last().map(|(id, _)| id.clone()),
        currency => user.accounts.get(&currency.to_ascii_uppercase()).cloned(),
    }
}

/// The end of a token that says none: the year 2100.
const NEVER: i64 = 4_102_444_800;

/// A token as it is, or altered in one of the ways that a target must notice.
fn token(token: &str, form: &str) -> Option<String> {
    let mut parts = token.split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let encoded = |value: &str| URL_SAFE_NO_PAD.encode(value);
    Some(match form {
        "" => token.to_owned(),
        "forged" => {
            let mut mac = Hmac::<Sha256>::new_from_slice(b"somebody else's secret").ok()?;
            mac.update(format!("{header}.{claims}").as_bytes());
            let forged = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
            format!("{header}.{claims}.{forged}")
        }
        "unsigned" => format!("{}.{claims}.", encoded(r#"{"alg":"none","typ":"JWT"}"#)),
        "truncated" => token[..token.len().saturating_sub(signature.len() / 2)].to_owned(),
        "altered" => {
            let decoded = URL_SAFE_NO_PAD.decode(claims).ok()?;
            let mut claims: Value = serde_json::from_slice(&decoded).ok()?;
            // A token may have no end of its own; then it gets one.
            let ends = claims.get("exp").and_then(Value::as_i64).unwrap_or(NEVER);
            claims["exp"] = Value::from(ends + 86_400);
            format!("{header}.{}.{signature}", encoded(&claims.to_string()))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_address_is_short_enough_to_be_valid() {
        let email = hostile_email(99);
        let (local, _) = email.split_once('@').expect("an address");
        assert!(local.len() <= 64, "{} bytes", local.len());
    }
}
