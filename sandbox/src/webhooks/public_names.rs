//! Resolution of host names to public addresses only. The connection goes to an address that was
//! checked, so a name that changes its address gains nothing.

use std::net::{IpAddr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use super::internal_address::is_internal;

/// The refusal of a host with an internal address.
#[derive(Debug, thiserror::Error)]
#[error("the address {0} is internal, and this sandbox sends webhooks to public addresses only")]
pub(super) struct InternalAddress(IpAddr);

/// The resolver of public names.
pub(super) struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?.collect::<Vec<_>>();
            Ok(public(found)?)
        })
    }
}

/// The addresses, if all of them are public.
fn public(addresses: Vec<SocketAddr>) -> Result<Addrs, InternalAddress> {
    let internal = addresses.iter().map(SocketAddr::ip).find(|address| is_internal(*address));
    match internal {
        Some(internal) => Err(InternalAddress(internal)),
        None => Ok(Box::new(addresses.into_iter())),
    }
}

/// Refuses a URL whose host is an internal address; a name is checked when it is resolved.
pub(super) fn check_host(url: &str) -> Result<(), InternalAddress> {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    match address.filter(|address| is_internal(*address)) {
        Some(internal) => Err(InternalAddress(internal)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_address_is_refused_in_every_spelling() {
        for (url, good) in [
            ("https://127.0.0.1/hook", false),
            ("https://127.1:8443/hook", false),
            ("https://2130706433/hook", false),
            ("https://0x7f.1/hook", false),
            ("https://0177.0.0.1/hook", false),
            ("https://[::1]/hook", false),
            ("https://[::ffff:10.0.0.1]/hook", false),
            ("https://169.254.169.254/latest", false),
            ("https://8.8.8.8/hook", true),
            ("https://[2606:4700:4700::1111]/hook", true),
            ("https://shop.example/hook", true),
        ] {
            assert_eq!(check_host(url).is_ok(), good, "{url}");
        }
    }

    #[test]
    fn one_internal_address_of_a_name_is_enough_to_refuse_it() {
        let addresses = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        assert!(public(addresses(&["8.8.8.8:0", "1.1.1.1:0"])).is_ok());
        assert!(public(addresses(&["8.8.8.8:0", "127.0.0.1:0"])).is_err());
        assert!(public(addresses(&["[fe80::1]:0"])).is_err());
    }

    #[tokio::test]
    async fn the_name_of_this_machine_is_refused() {
        let name = "localhost".parse().unwrap();
        assert!(PublicNames.resolve(name).await.is_err());
    }
}
