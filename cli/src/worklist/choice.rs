//! The value of `--worklist`.

use std::{
    net::{Ipv4Addr, SocketAddr},
    str::FromStr,
};

/// The way to a run's worklist beside the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WorklistChoice {
    /// Lines of standard input are read though it is not a terminal.
    Typed,
    /// A page at this address.
    Page(SocketAddr),
}

impl FromStr for WorklistChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = "give an IP address and a port as in 127.0.0.1:8090, `:8090` for all addresses \
                     of this machine, or `-` to read `skip` from standard input";
        if text == "-" {
            return Ok(Self::Typed);
        }
        let address = match text.strip_prefix(':') {
            Some(port) => port.parse().ok().map(|port| (Ipv4Addr::UNSPECIFIED, port).into()),
            None => text.parse().ok(),
        };
        address.map(Self::Page).ok_or_else(|| wrong.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_or_all_of_the_machine() {
        let page = |text: &str| WorklistChoice::Page(text.parse().expect("an address"));
        for (text, wanted) in [
            ("-", WorklistChoice::Typed),
            ("127.0.0.1:8090", page("127.0.0.1:8090")),
            (":8090", page("0.0.0.0:8090")),
            ("[::1]:0", page("[::1]:0")),
        ] {
            assert_eq!(text.parse(), Ok(wanted), "{text}");
        }
        for text in ["", "8090", ":", ":x", "localhost:8090", ":70000", "http://127.0.0.1:8090"] {
            let told = text.parse::<WorklistChoice>().expect_err("it is no address");
            assert!(told.contains("127.0.0.1:8090"), "{text}: {told}");
        }
    }
}
