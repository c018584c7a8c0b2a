//! The command `ralio-sandbox`, for the image that a run builds. It is a program of this package, so that the sandbox and its
//! dependencies are those of `conform` and are not compiled a second time with other features.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ralio_sandbox::run_command()
}
