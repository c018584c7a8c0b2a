//! An exchange as a `curl` command that sends the same request again.

use std::fmt::Write as _;

use base64::Engine as _;

use crate::{
    exchange::{ANSWER_MARK, Exchange, Request, Response, header, shown},
    form::Part,
};

impl Exchange {
    /// The request as a `curl` command, then the answer; the caller masks secrets.
    #[must_use]
    pub fn as_curl(&self) -> String {
        let mut text = self.request.command();
        let Response { status, headers, body, .. } = &self.response;
        let _ = write!(text, "{ANSWER_MARK}{status}");
        if let Some(kind) = header(headers, "content-type") {
            let _ = write!(text, " {kind}");
        }
        let _ = write!(text, " after {} ms", self.elapsed.as_millis());
        if !body.is_empty() {
            let _ = write!(text, "\n{}", shown(body));
        }
        text
    }
}

impl Request {
    /// The request as a `curl` command; the caller masks secrets.
    #[must_use]
    pub fn command(&self) -> String {
        let Self { method, url, headers, body, form, .. } = self;
        // The address may hold brackets and braces, which curl would expand.
        let mut text = match method.as_str() {
            "HEAD" => format!("curl -g --head {}", quoted(url)),
            _ => format!("curl -ig -X {method} {}", quoted(url)),
        };
        for (name, value) in headers {
            if form.is_some() && name.eq_ignore_ascii_case("content-type") {
                // curl chooses a boundary of its own.
                continue;
            }
            let line =
                if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
            let _ = write!(text, " \\\n  -H {}", quoted(&line));
        }
        if let Some(parts) = form {
            let (arguments, fed) = form_arguments(parts);
            for argument in arguments {
                let _ = write!(text, " \\\n  {argument}");
            }
            if let Some(fed) = fed {
                text = format!("echo {fed} | base64 -d | {text}");
            }
        } else if let Some(body) = body {
            if header(headers, "content-type").is_none() {
                // curl would add one.
                let _ = write!(text, " \\\n  -H 'content-type:'");
            }
            if let Ok(body) = std::str::from_utf8(body) {
                let _ = write!(text, " \\\n  --data-raw {}", quoted(body));
            } else {
                let encoded = base64::engine::general_purpose::STANDARD.encode(body);
                text = format!("echo {encoded} | base64 -d | {text} \\\n  --data-binary @-");
            }
        }
        text
    }
}

/// Files up to this length are part of the command; longer ones are named and must lie in the current folder.
const SHOWN_BYTES: usize = 10_000;

/// The parts as arguments of `curl`, and the file that is piped into it, in base64, if one is short enough.
fn form_arguments(parts: &[Part]) -> (Vec<String>, Option<String>) {
    let mut fed = None;
    let arguments = parts.iter().map(|part| {
        let name = &part.name;
        let Some((file_name, media_type)) = &part.file else {
            return format!(
                "--form-string {}",
                quoted(&format!("{name}={}", String::from_utf8_lossy(&part.content)))
            );
        };
        let as_named = format!("filename=\"{}\";type={media_type}", file_name.replace('"', "\\\""));
        if fed.is_none() && part.content.len() <= SHOWN_BYTES {
            fed = Some(base64::engine::general_purpose::STANDARD.encode(&part.content));
            return format!("-F {}", quoted(&format!("{name}=@-;{as_named}")));
        }
        format!("-F {}", quoted(&format!("{name}=@{file_name};{as_named}")))
    });
    let arguments = arguments.collect();
    (arguments, fed)
}

/// A text as one word of a shell command.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_a_body_survives_the_shell() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
