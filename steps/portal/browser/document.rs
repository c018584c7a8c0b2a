//! Documents of a company, looked at on the page of its case.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use conformance_harness::{
    exchange::{Exchange, Response},
    verdict::{Fault, Nonconformance},
};
use serde_json::{Value, json};

use crate::portal::{
    answer::answer,
    browser::{Pages, pages::of_page},
};

const DOCUMENT: &str = include_str!("document.js");

/// A small file of a target on this machine is shown in milliseconds; this bounds one that never is.
const SHOWN_WITHIN_MS: u64 = 5_000;

impl Pages {
    pub(super) async fn read_document(
        &self,
        session: &str,
        document: &str,
    ) -> Result<Exchange, Fault> {
        let page = format!("/onboarding-business/{session}");
        let address = format!("{page}/documents/{document}");
        let seen = match self.tab.for_documents().await.map_err(of_page)? {
            Some(tab) => Self::new(tab, &self.portal_url).show(&page, &address).await?,
            None => self.show(&page, &address).await?,
        };
        if let Some(wanted) = seen["missing"].as_str() {
            let what = "a page lacks what people need there";
            return Err(Nonconformance::new(what, wanted, format!("not there: {page}")).into());
        }
        if let Some(trouble) = seen["trouble"].as_str() {
            let what = "a document cannot be looked at in the page";
            return Err(Nonconformance::new(what, "it is shown", format!("it {trouble}")).into());
        }
        let headers: Vec<(String, String)> =
            serde_json::from_value(seen["headers"].clone()).map_err(Fault::error)?;
        let content = STANDARD.decode(seen["content"].as_str().unwrap_or_default());
        let status = seen["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let shown = answer("(on a page)", &address, status.unwrap_or_default(), &Value::Null);
        let body = content.map_err(Fault::error)?;
        let response = Response::new(shown.response.status, headers, body);
        let policy = response.header("content-security-policy").unwrap_or_default();
        if !forbids_scripts(policy) {
            let what = "a document that a stranger has sent may run scripts";
            let wanted = "a Content-Security-Policy that lets no script run";
            return Err(Nonconformance::new(what, wanted, format!("{policy:?}")).into());
        }
        Ok(Exchange { response, ..shown })
    }

    /// Opens the page of a case and looks at a document there.
    async fn show(&self, page: &str, address: &str) -> Result<Value, Fault> {
        self.open(page).await?;
        let arguments = vec![json!(address), json!(SHOWN_WITHIN_MS)];
        self.tab.run(DOCUMENT, arguments).await.map_err(of_page)
    }
}

/// True if no script can run in an answer with this policy.
fn forbids_scripts(policy: &str) -> bool {
    let directives = || policy.split(';').map(|one| one.split_whitespace().collect::<Vec<_>>());
    let of = |name: &str| directives().find(|words| words.first() == Some(&name));
    of("script-src").or_else(|| of("default-src")).is_some_and(|words| words[1..] == ["'none'"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_policy_that_says_so_forbids_scripts() {
        for (policy, forbids) in [
            ("default-src 'none'; img-src 'self'", true),
            ("img-src 'self' ; script-src 'none'", true),
            ("default-src 'none'; script-src 'self'", false),
            ("default-src 'none' 'unsafe-inline'", false),
            ("default-src 'self'", false),
            ("default-src", false),
            ("img-src 'none'", false),
            ("", false),
        ] {
            assert_eq!(forbids_scripts(policy), forbids, "{policy}");
        }
    }
}
