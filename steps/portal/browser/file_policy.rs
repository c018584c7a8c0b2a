//! The safety of files that strangers have sent, when pages show them.

use conformance_harness::{
    exchange::Response,
    verdict::{Fault, Nonconformance},
};

/// Makes sure that no script of a shown file can run.
pub(super) fn check_policy(response: &Response) -> Result<(), Fault> {
    let policy = response.header("content-security-policy").unwrap_or_default();
    if forbids_scripts(policy) {
        return Ok(());
    }
    let what = "a document that a stranger has sent may run scripts";
    let wanted = "a Content-Security-Policy that lets no script run";
    Err(Nonconformance::new(what, wanted, format!("{policy:?}")).into())
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
