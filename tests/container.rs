//! The whole suite against the sandbox's image, built and started by testcontainers.

use std::ffi::OsString;

use conform::container_engine_is_there;

#[test]
fn the_sandbox_in_its_container_conforms() {
    if !container_engine_is_there() {
        assert!(
            std::env::var_os("CI").is_none(),
            "no container engine answers, and CI must judge the image"
        );
        println!("NOT RUN: no container engine answers, so the image was not judged");
        return;
    }
    let arguments = ["conform", "run", "--target=container"].map(OsString::from);
    let suite = OsString::from(concat!("--suite=", env!("CARGO_MANIFEST_DIR")));
    assert_eq!(conform::run_command(arguments.into_iter().chain([suite])), 0);
    println!("the suite was judged against the container");
}
