//! Secrets are masked by value, wherever they appear.

use std::time::{Duration, Instant};

use conformance_harness::secrets::{SecretKind, Secrets};

fn secrets(values: &[&str]) -> Secrets {
    let secrets = Secrets::default();
    for value in values {
        secrets.add(SecretKind::Token, value);
    }
    secrets
}

#[test]
fn every_known_secret_is_masked_in_the_middle_of_any_text() {
    let secrets = secrets(&["token-of-ana", "whsec_of_acme"]);
    let text = r#"Bearer token-of-ana, {"secret":"whsec_of_acme"}, token-of-ana"#;
    assert_eq!(secrets.mask(text), r#"Bearer <token#1>, {"secret":"<token#2>"}, <token#1>"#);
}

#[test]
fn a_secret_is_masked_whatever_its_letters_are_written_as() {
    let secrets = secrets(&["token-of-ana", "Núñez de Arce"]);
    let letters = "token-of-ana".chars().map(|letter| format!("\\u{:04x}", u32::from(letter)));
    let escaped = letters.collect::<Vec<_>>().concat();
    let text = format!(r#"{{"a":"{escaped}","b":"\u00e9"}}"#);
    assert_eq!(secrets.mask(&text), r#"{"a":"<token#1>","b":"é"}"#);
    assert_eq!(secrets.mask("/hooks?key=token%2Dof%2dana"), "/hooks?key=<token#1>");
    assert_eq!(secrets.mask(r#""N\u00fa\u00f1ez de Arce""#), r#""<token#2>""#);
    assert_eq!(secrets.mask(r#"{"b":"\u00e9 %2D"}"#), r#"{"b":"\u00e9 %2D"}"#, "others stay");
}

#[test]
fn a_credential_under_an_escaped_name_is_remembered() {
    let secrets = Secrets::default();
    secrets.add_from(br#"{"\u0074oken":"ey\u004a-of-ana"}"#);
    assert_eq!(secrets.mask("Bearer eyJ-of-ana"), "Bearer <token#1>");
}

#[test]
fn text_without_a_secret_stays_as_it_is() {
    assert_eq!(secrets(&["token-of-ana"]).mask("Ana's token"), "Ana's token");
}

#[test]
fn a_value_of_fewer_than_six_letters_would_mask_harmless_text() {
    assert_eq!(secrets(&["EUR", "", "12345"]).mask("EUR 12345"), "EUR 12345");
    assert_eq!(secrets(&["123456"]).mask("code 123456"), "code <token#1>");
}

#[test]
fn clones_share_what_they_know() {
    let secrets = Secrets::default();
    let clone = secrets.clone();
    secrets.add(SecretKind::Token, "token-of-ana");
    assert_eq!(clone.mask("token-of-ana"), "<token#1>");
}

#[test]
fn a_secret_that_begins_like_another_one_leaks_nothing() {
    for values in [["secret", "secret-of-acme"], ["secret-of-acme", "secret"]] {
        let masked = secrets(&values).mask("the secret-of-acme");
        let is_whole = masked.starts_with("the <token#") && !masked.contains("acme");
        assert!(is_whole, "{masked} added in the order {values:?}");
    }
}

#[test]
fn the_longest_secret_at_a_place_is_masked_also_between_others() {
    let secrets = secrets(&["secret", "secret-a", "secret-abc", "secret-abd-more"]);
    let masked = secrets.mask("secret-ab secret-abd secret-abcd secre secretsecret-a ä");
    assert_eq!(masked, "<token#2>b <token#2>bd <token#3>d secre <token#1><token#2> ä");
}

#[test]
fn many_secrets_in_a_long_line_are_masked_in_one_pass() {
    const SECRETS: usize = 2_000;
    /// A time far above one pass and far below one pass for each secret.
    const SOON: Duration = Duration::from_secs(10);
    let secrets = Secrets::default();
    for number in 0..SECRETS {
        secrets.add(SecretKind::Token, &format!("eyJhbGciOiJIUzI1NiJ9.{number:08}"));
    }
    let text = "eyJhbGciOiJIUzI1NiJ9.00001234 ".repeat(100_000);
    let begun = Instant::now();
    assert_eq!(secrets.mask(&text), "<token#1235> ".repeat(100_000));
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}
