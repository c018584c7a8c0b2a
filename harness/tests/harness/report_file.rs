//! Places of a report: new and old files, links, pipes and devices.

use std::{
    fs,
    io::{ErrorKind, Read as _},
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    process::Command,
};

use conformance_harness::report::ReportFile;

use crate::child;

fn write(path: &Path, text: &str) {
    ReportFile::at(path).expect("can be written").write(text).expect("is written");
}

/// The text of a file, in a folder that holds so many files.
fn kept(path: &Path, files: usize) -> String {
    let folder = path.parent().expect("a folder");
    assert_eq!(fs::read_dir(folder).expect("read").count(), files, "no partial file is left");
    fs::read_to_string(path).expect("read")
}

#[test]
fn an_old_file_is_replaced_as_a_whole_and_keeps_its_rights() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("junit.xml");
    write(&path, "one");
    assert_eq!(kept(&path, 1), "one");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
    let mut reader = fs::File::open(&path).expect("opened");
    let file = ReportFile::at(&path).expect("can be written");
    assert_eq!(kept(&path, 1), "one", "the check leaves the old file alone");
    file.write("two").expect("is written");
    assert_eq!(kept(&path, 1), "two");
    assert_eq!(path.metadata().expect("read").permissions().mode() & 0o777, 0o640);
    let mut seen = String::new();
    reader.read_to_string(&mut seen).expect("read");
    assert_eq!(seen, "one", "who reads the old file reads all of it");
}

#[test]
fn a_link_stays_and_leads_to_the_new_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, link) = (folder.path().join("junit.xml"), folder.path().join("latest.xml"));
    symlink("junit.xml", &link).expect("linked");
    for text in ["made", "replaced"] {
        write(&link, text);
        assert!(link.is_symlink());
        assert_eq!(kept(&path, 2), text);
    }
}

#[test]
fn a_pipe_is_written_and_stays() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
    let file = ReportFile::at(&pipe).expect("can be written");
    let read = pipe.clone();
    let reader = std::thread::spawn(move || fs::read_to_string(read).expect("read"));
    file.write("a report").expect("is written");
    assert_eq!(reader.join().expect("has read"), "a report");
    assert!(pipe.metadata().expect("read").file_type().is_fifo());
}

#[test]
fn a_device_is_written_and_its_fault_is_reported() {
    let null = Path::new("/dev/null");
    write(null, "a report");
    assert!(!null.is_file() && null.exists());
    let full = ReportFile::at(Path::new("/dev/full")).expect("can be opened");
    let error = full.write("a report").expect_err("is full");
    assert_eq!(error.kind(), ErrorKind::StorageFull);
}

#[test]
fn the_output_of_the_process_itself_is_continued() {
    if child::is_this() {
        println!("said before");
        return write(Path::new("/dev/stdout"), "a report\n");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("output.txt");
    let test = "report_file::the_output_of_the_process_itself_is_continued";
    let status = child::command(test)
        .stdout(fs::File::create(&path).expect("made"))
        .status()
        .expect("the test binary starts");
    assert!(status.success());
    let output = kept(&path, 1);
    let before = output.find("said before\n").expect("what was said before is still there");
    assert!(output.find("a report\n").is_some_and(|report| report > before), "{output}");
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_the_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = ReportFile::at(&folder.path().join("nowhere/junit.xml"));
    assert_eq!(nowhere.expect_err("no such folder").kind(), ErrorKind::NotFound);
    let itself = ReportFile::at(folder.path());
    assert_eq!(itself.expect_err("is a folder").kind(), ErrorKind::IsADirectory);
}
