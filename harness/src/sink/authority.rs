//! The certificate authority of the webhook sink: made for a run, or kept in a directory so that a running target can trust it.

use std::{
    fs, io,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};

use crate::files;

const CERTIFICATE_FILE: &str = "ca.pem";
const KEY_FILE: &str = "ca.key";

/// Trouble with certificates.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// A certificate or key could not be made or read.
    #[error("the certificate authority of the webhook sink is unusable: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The TLS library refused the certificate.
    #[error("the webhook sink's certificate was refused: {0}")]
    Tls(#[from] rustls::Error),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        source: io::Error,
    },
}

/// An authority that signs the sink's certificates; the target must trust `pem`.
#[derive(Debug)]
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    /// A new authority for this run only.
    ///
    /// # Errors
    /// If no key can be made.
    pub fn new() -> Result<Self, AuthorityError> {
        let (pem, key) = Self::generate()?;
        Self::from_parts(pem, key)
    }

    fn generate() -> Result<(String, KeyPair), AuthorityError> {
        let mut params = CertificateParams::new(Vec::new())?;
        // Each authority has a unique name, so that none looks like a forgery of another.
        let name = format!("conform webhook sink {}", uuid::Uuid::new_v4().simple());
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        let pem = issuer.pem();
        let key = KeyPair::from_pem(&issuer.key().serialize_pem())?;
        Ok((pem, key))
    }

    fn from_parts(pem: String, key: KeyPair) -> Result<Self, AuthorityError> {
        Ok(Self { issuer: Issuer::from_ca_cert_pem(&pem, key)?, pem })
    }

    /// The authority kept in `directory`, made there when there is none yet.
    ///
    /// # Errors
    /// If the files cannot be read, written or understood.
    pub fn kept_in(directory: &Path) -> Result<Self, AuthorityError> {
        let certificate_file = Self::certificate_in(directory);
        let key_file = directory.join(KEY_FILE);
        let at = |path: &Path| {
            let path = path.display().to_string();
            move |source| AuthorityError::File { path, source }
        };
        if certificate_file.exists() {
            let pem = files::read_text(&certificate_file).map_err(at(&certificate_file))?;
            let key = files::read_text(&key_file).map_err(at(&key_file))?;
            return Self::from_parts(pem, KeyPair::from_pem(&key)?);
        }
        let (pem, key) = Self::generate()?;
        fs::create_dir_all(directory).map_err(at(directory))?;
        write_private(&key_file, &key.serialize_pem()).map_err(at(&key_file))?;
        fs::write(&certificate_file, &pem).map_err(at(&certificate_file))?;
        Self::from_parts(pem, key)
    }

    /// The file with the certificate of an authority that is kept in `directory`.
    #[must_use]
    pub fn certificate_in(directory: &Path) -> PathBuf {
        directory.join(CERTIFICATE_FILE)
    }

    /// The authority's own certificate, for targets that must trust the sink.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A TLS server set-up with a certificate for these host names and addresses.
    pub(crate) fn server_config(
        &self,
        names: &[String],
    ) -> Result<Arc<ServerConfig>, AuthorityError> {
        crate::install_crypto();
        let key = KeyPair::generate()?;
        let certificate = CertificateParams::new(names.to_vec())?.signed_by(&key, &self.issuer)?;
        let private = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], private)?;
        Ok(Arc::new(config))
    }
}

#[cfg(unix)]
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    // A file that others could read keeps its mode when opened: it must not get the key.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(not(unix))]
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)
}

/// The names in every certificate of a sink, for all ways to reach it.
pub(crate) fn local_names(host: &str) -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "host.docker.internal".to_owned()];
    names.push(IpAddr::from([127, 0, 0, 1]).to_string());
    if !names.iter().any(|name| name == host) {
        names.push(host.to_owned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_authority_is_the_same_the_second_time() {
        let directory = std::env::temp_dir().join(format!("authority-{}", uuid::Uuid::new_v4()));
        let first = Authority::kept_in(&directory).expect("made");
        let second = Authority::kept_in(&directory).expect("read");
        assert_eq!(first.pem(), second.pem());
        fs::remove_dir_all(directory).expect("removed");
    }
}
