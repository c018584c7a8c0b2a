//! The sink's certificate authority, kept in a directory so that a running target can trust it.

use std::fs;

use conformance_harness::sink::{Authority, AuthorityError};

#[test]
fn two_authorities_of_a_run_are_not_the_same() {
    let pem = || Authority::new().expect("an authority").pem().to_owned();
    assert_ne!(pem(), pem());
}

#[test]
fn an_authority_kept_in_a_directory_is_made_once_and_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let directory = folder.path().join("deep/inside");
    let made = Authority::kept_in(&directory).expect("made");
    let read = Authority::kept_in(&directory).expect("read");
    assert_eq!(made.pem(), read.pem());
    let kept = fs::read_to_string(directory.join("ca.pem")).expect("kept");
    assert_eq!(kept, made.pem(), "the file is what a target is found to trust");
}

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).expect("the file is there").permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    Authority::kept_in(folder.path()).expect("made");
    assert_eq!(mode(&folder.path().join("ca.key")), 0o600);
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_the_key_also_in_a_file_that_others_could_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ca.key");
    fs::write(&file, "left over").expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("changed");
    Authority::kept_in(folder.path()).expect("made");
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn a_missing_key_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    Authority::kept_in(folder.path()).expect("made");
    fs::remove_file(folder.path().join("ca.key")).expect("removed");
    let error = Authority::kept_in(folder.path()).expect_err("the key is missing");
    assert!(matches!(error, AuthorityError::File { .. }));
    assert!(error.to_string().contains("/ca.key: "), "{error}");
}

#[test]
fn a_file_that_is_no_certificate_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    Authority::kept_in(folder.path()).expect("made");
    fs::write(folder.path().join("ca.pem"), "not a certificate").expect("written");
    let error = Authority::kept_in(folder.path()).expect_err("it is no certificate");
    let wanted = "the certificate authority of the webhook sink is unusable: ";
    assert!(error.to_string().starts_with(wanted), "{error}");
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    let error = Authority::kept_in(&file.join("inside")).expect_err("a file is no directory");
    assert!(error.to_string().contains("/file/inside: "), "{error}");
}
