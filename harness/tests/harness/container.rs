//! A target in a container: the errors if it cannot be built, or if no engine runs.

use conformance_harness::target::{ContainerError, StaticImage};

use crate::{child, folder};

const MANIFEST: &str = "[package]\nname = \"toybox\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                        [workspace]\n";

fn build(main: &str, package: &'static str) -> ContainerError {
    let folder = folder::with(&[
        ("Cargo.toml", MANIFEST),
        ("src/main.rs", main),
        ("Dockerfile", "FROM scratch\nCOPY binary /binary\n"),
    ]);
    let image = StaticImage {
        workspace: folder.path().to_path_buf(),
        package,
        binary: package,
        features: &[],
        profile: "release".to_owned(),
        dockerfile: folder.path().join("Dockerfile"),
        files: Vec::new(),
        name: ("toybox".to_owned(), "test".to_owned()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let built = runtime.expect("a runtime").block_on(image.build(&|_| ()));
    built.expect_err("no image is built")
}

/// Runs a test in a process whose container engine is a socket that does not exist.
fn without_engine(test: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("target").display().to_string();
    let engine = format!("unix://{}", folder.path().join("no.sock").display());
    let output = child::of(test, &[("DOCKER_HOST", &engine), ("CARGO_TARGET_DIR", &target)]);
    assert!(output.status.success(), "{}", child::printed(&output));
}

#[test]
fn without_a_container_engine_the_error_says_so() {
    if !child::is_this() {
        return without_engine("container::without_a_container_engine_the_error_says_so");
    }
    let error = build("fn main() {}", "toybox");
    let text = error.to_string();
    assert!(error.is_no_engine(), "{error:?}");
    assert!(text.starts_with("the container engine refused: "), "{text}");
    assert!(text.ends_with("; is it running, and may you use it (DOCKER_HOST)?"), "{text}");
}

#[test]
fn a_binary_that_does_not_compile_is_reported_with_the_output_of_the_compiler() {
    if !child::is_this() {
        let test = "a_binary_that_does_not_compile_is_reported_with_the_output_of_the_compiler";
        return without_engine(&format!("container::{test}"));
    }
    let error = build("fn main() { no_such_function() }", "toybox");
    let text = error.to_string();
    assert!(!error.is_no_engine(), "{error:?}");
    assert!(text.starts_with("cargo could not build the static binary toybox:\n"), "{text}");
    assert!(text.contains("no_such_function"), "{text}");
}

#[test]
fn a_package_that_does_not_exist_is_reported() {
    if !child::is_this() {
        return without_engine("container::a_package_that_does_not_exist_is_reported");
    }
    let text = build("fn main() {}", "no-such-package").to_string();
    let wanted = "cargo could not build the static binary no-such-package:\nerror: ";
    assert!(text.starts_with(wanted), "{text}");
}
