//! Catalogues that are the same for every merchant.

use axum::http::{HeaderMap, header};

use super::caller::Caller;
use crate::domain::activity::{self, Activity, Language};
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::query::ListUrl;
use crate::listing::ListPage;
use crate::views;

/// `GET /api/v1/reference/activities` (USER-5)
pub(super) async fn activities(caller: Caller, headers: HeaderMap, url: ListUrl) -> AnswerResult {
    caller.read(|_, _| Ok(())).await?;
    let request = url.page()?;
    let size = usize::try_from(request.size).unwrap_or(usize::MAX);
    let start = usize::try_from((request.page - 1).saturating_mul(request.size));
    let items = activity::all().skip(start.unwrap_or(usize::MAX)).take(size).collect();
    // The catalogue does not grow, so its size can be the anchor.
    let total = i64::try_from(activity::all().count()).unwrap_or(i64::MAX);
    let page = ListPage { items, total, request, as_of: total };
    let language = language_of(&headers);
    let view = |activity: &Activity| views::activity(*activity, language);
    Ok(JsonAnswer::ok(url.listed("activities", &page, view)))
}

/// The language of the catalogue that `Accept-Language` prefers, by its weights (USER-5).
fn language_of(headers: &HeaderMap) -> Language {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut best = (Language::English, 0);
    for range in header.unwrap_or("").split(',') {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let language = match tag.trim().split('-').next().unwrap_or("") {
            primary if primary.eq_ignore_ascii_case("es") => Language::Spanish,
            primary if primary.eq_ignore_ascii_case("en") => Language::English,
            _ => continue,
        };
        let weight = weight_of(parameters);
        if weight > best.1 {
            best = (language, weight);
        }
    }
    best.0
}

/// The weight of a language, such as `q=0.8`, in thousandths.
fn weight_of(parameters: &str) -> u32 {
    let Some(weight) = parameters.trim().strip_prefix("q=") else { return 1000 };
    let (whole, thousandths) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let padded = format!("{thousandths:0<3}");
    let read = |text: &str| text.parse::<u32>().unwrap_or(0);
    (read(whole) * 1000 + read(&padded)).min(1000)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn spanish_is_given_to_those_who_prefer_it() {
        let language = |text| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(text));
            language_of(&headers)
        };
        for spanish in ["es", "es-MX", "ES", "fr, es;q=0.8, en;q=0.5", "en;q=0.3,es"] {
            assert_eq!(language(spanish), Language::Spanish, "{spanish}");
        }
        for english in ["", "en", "fr", "en, es;q=0.9", "es;q=0", "*"] {
            assert_eq!(language(english), Language::English, "{english}");
        }
        assert_eq!(language_of(&HeaderMap::new()), Language::English);
    }
}
