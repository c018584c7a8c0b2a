//! The command people type.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[cfg(unix)]
    quieten_insta();
    ExitCode::from(conform::run_command(std::env::args_os()))
}

/// insta prints differences by itself unless its environment forbids it, and a process cannot safely change its own: it
/// starts itself anew.
#[cfg(unix)]
fn quieten_insta() {
    use std::os::unix::process::CommandExt as _;
    const OUTPUT: &str = "INSTA_OUTPUT";
    if std::env::var_os(OUTPUT).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        // It only returns when it failed; then the differences are merely printed twice.
        let _ = std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(OUTPUT, "none")
            .exec();
    }
}
