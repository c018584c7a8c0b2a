//! The `conform` command.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[cfg(unix)]
    quieten_insta();
    ExitCode::from(conform::run_command(std::env::args_os()))
}

/// Restarts the program with insta's own output switched off. insta reads that from the environment, which a process cannot
/// safely change for itself.
#[cfg(unix)]
fn quieten_insta() {
    use std::os::unix::process::CommandExt as _;
    const OUTPUT: &str = "INSTA_OUTPUT";
    if std::env::var_os(OUTPUT).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        // `exec` returns only if it failed; then differences are printed twice.
        let _ = std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(OUTPUT, "none")
            .exec();
    }
}
