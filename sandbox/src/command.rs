//! The command `ralio-sandbox`: runs a sandbox, checks the health of a running one, or checks data.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::{
    log_lines::{Counting, Recent},
    running::{Config, Sandbox, start},
    verification::verify,
};

/// Reference sandbox of the Ralio payments API.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Checks a running sandbox: exit code 0 if it is healthy, else 1.
    Health {
        /// Address on which its Portal listens.
        #[arg(long, default_value = "127.0.0.1:8081")]
        portal_addr: SocketAddr,
    },
    /// Checks the data in a directory, file and books, also while a sandbox runs on it: exit code 0
    /// if they are sound, 1 if not, 2 if there is nothing to check.
    Verify {
        /// Directory of the data.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Args)]
struct Serve {
    /// Address on which the payments API listens.
    #[arg(long, default_value = "127.0.0.1:8080")]
    api_addr: SocketAddr,
    /// Address on which the Portal listens.
    #[arg(long, default_value = "127.0.0.1:8081")]
    portal_addr: SocketAddr,
    /// Address at which people reach the Portal, if it is not the one above.
    #[arg(long)]
    portal_url: Option<String>,
    /// Directory for the data; without it, data stays in memory.
    #[arg(long)]
    data: Option<PathBuf>,
    /// File with the operator's key; without it, `RALIO_OPERATOR_KEY`, else a random key that is
    /// printed.
    #[arg(long)]
    operator_key_file: Option<PathBuf>,
    /// Fills a new database with a demo merchant that has two weeks of data.
    #[arg(long)]
    demo: bool,
    /// Days for which a delivery is kept after it succeeded or failed, on its merchant's clock.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    delivery_days: u16,
    /// PEM file with certificate authorities that webhook endpoints may use beside the system's.
    #[arg(long)]
    webhook_ca: Option<PathBuf>,
    /// Sends webhooks to no internal address: loopback, private, link-local and the like, after the
    /// name is resolved.
    #[arg(long)]
    webhook_deny_internal: bool,
    /// Greatest number of open connections of one network address to each listener; at it, the
    /// oldest idle one is closed for a new one.
    #[arg(long, value_name = "COUNT", default_value_t = Config::default().max_connections_per_peer, value_parser = at_least_one)]
    max_connections_per_peer: usize,
}

/// Runs the command `ralio-sandbox` with the arguments of this process.
#[must_use]
pub fn run_command() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Some(Command::Health { portal_addr }) => match is_healthy(portal_addr) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) | Err(_) => ExitCode::FAILURE,
        },
        Some(Command::Verify { data }) => check(&data),
        None => serve(cli.serve),
    }
}

#[expect(clippy::print_stdout, reason = "the command prints the faults that it finds")]
fn check(data: &Path) -> ExitCode {
    match verify(data) {
        Ok(faults) if faults.is_empty() => {
            println!("file and books are sound");
            ExitCode::SUCCESS
        }
        Ok(faults) => {
            println!("{}", faults.join("\n"));
            ExitCode::FAILURE
        }
        Err(error) => give_up(&error.to_string()),
    }
}

fn serve(options: Serve) -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let recent = Arc::new(Mutex::new(Recent::default()));
    let log = tracing_subscriber::fmt().event_format(Counting::new(Arc::clone(&recent)));
    log.with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return give_up(&error.to_string()),
    };
    let ran = runtime.block_on(run(options));
    write_counts(&recent);
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => give_up(&error),
    }
}

/// Writes how often lines of the log were repeated since they were written.
#[expect(clippy::print_stderr, reason = "the log goes to the standard error")]
fn write_counts(recent: &Mutex<Recent>) {
    let mut recent = recent.lock().unwrap_or_else(PoisonError::into_inner);
    for line in recent.rest() {
        eprint!("{line}");
    }
}

async fn run(options: Serve) -> Result<(), String> {
    let made_up = options.operator_key_file.is_none() && key_of_environment().is_none();
    let operator_key = match &options.operator_key_file {
        Some(path) => Some(read(path, "the operator key")?.trim().to_owned()),
        None => key_of_environment(),
    };
    let webhook_ca = options.webhook_ca.as_deref();
    let webhook_ca_pem =
        webhook_ca.map(|path| read(path, "the webhook certificate authority")).transpose()?;
    let kept = options.data.as_ref().map(|data| data.display().to_string());
    let signals = signal(SignalKind::terminate())
        .and_then(|terminate| Ok((terminate, signal(SignalKind::interrupt())?)));
    let (mut terminate, mut interrupt) = signals.map_err(|error| error.to_string())?;
    let sandbox = start(Config {
        api_addr: options.api_addr,
        portal_addr: options.portal_addr,
        data: options.data,
        operator_key,
        webhook_ca_pem,
        portal_url: options.portal_url,
        webhook_deny_internal: options.webhook_deny_internal,
        max_connections_per_peer: options.max_connections_per_peer,
        demo: options.demo,
        delivery_days: options.delivery_days,
    });
    let sandbox = sandbox.await.map_err(|error| error.to_string())?;
    let link = sandbox.sign_in_link().await.map_err(|error| error.to_string())?;
    announce(&sandbox, made_up, &link, kept.as_deref());
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    sandbox.stop().await;
    Ok(())
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let count = text.parse().map_err(|_| "must be a whole number".to_owned())?;
    if count > 0 { Ok(count) } else { Err("must be at least 1".to_owned()) }
}

fn key_of_environment() -> Option<String> {
    std::env::var("RALIO_OPERATOR_KEY").ok().filter(|key| !key.is_empty())
}

fn read(path: &Path, what: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(path);
    text.map_err(|error| format!("cannot read {what} from {}: {error}", path.display()))
}

#[expect(clippy::print_stdout, reason = "the command prints the addresses of the sandbox")]
fn announce(sandbox: &Sandbox, with_key: bool, link: &str, data: Option<&str>) {
    println!("API           {}", sandbox.api_url());
    println!("Portal        {}", sandbox.portal_url());
    println!("Sign in       {link}");
    if with_key {
        println!("Operator key  {}", sandbox.operator_key());
    }
    match data {
        Some(directory) => println!("Data          {directory}"),
        None => println!("Data          in memory only; --data DIR keeps it in a directory"),
    }
    println!();
    println!(
        "The sign-in link works once, within 24 hours. In the Portal, generate an API key and"
    );
    println!("save a webhook; your program then logs in at the API with that key.");
    println!();
    // Programs that wait for the sandbox read until this line.
    println!("ready");
}

#[expect(clippy::print_stderr, reason = "the error message of a command that failed")]
fn give_up(error: &str) -> ExitCode {
    eprintln!("ralio-sandbox: {error}");
    ExitCode::from(2)
}

fn is_healthy(portal: SocketAddr) -> std::io::Result<bool> {
    let limit = Duration::from_secs(3);
    let mut stream = TcpStream::connect_timeout(&portal, limit)?;
    stream.set_read_timeout(Some(limit))?;
    stream.set_write_timeout(Some(limit))?;
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(4096).read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 200"))
}
