//! The command `desk`: starts the target and the page, and works until it is ended.

use std::{cell::RefCell, net::Ipv4Addr, path::Path, rc::Rc};

use conformance_harness::{quote::escaped, report::Output, run::BreakOff};
use tokio::{
    net::TcpListener,
    runtime::Handle,
    sync::mpsc::unbounded_channel,
    task::{LocalSet, spawn_local},
};

use super::{
    server::{DeskState, serve},
    work::{DeskWork, work},
};
use crate::{
    arguments::DeskArguments, authoring::Workbench, commands::Runtimes, error::CommandError,
    signals, suite_folder::SuiteFolder,
};

/// Opens the desk.
pub(crate) fn desk(arguments: &DeskArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    if folder.is_temporary() {
        return Err(CommandError::NothingToWatch);
    }
    let Runtimes { ours, theirs } = Runtimes::new()?;
    let local = LocalSet::new();
    local.block_on(&ours, open(arguments, &folder, theirs.handle(), output))
}

async fn open(
    arguments: &DeskArguments,
    root: &Path,
    beside: &Handle,
    output: &Output,
) -> Result<u8, CommandError> {
    let end = BreakOff::default();
    signals::end_run_with(end.clone()).map_err(CommandError::Runtime)?;
    let address = (Ipv4Addr::LOCALHOST, arguments.port);
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| CommandError::DeskPort { port: arguments.port, source })?;
    let port = listener.local_addr().map_err(CommandError::Runtime)?.port();
    let bench = Rc::new(Workbench::start(&arguments.target, root, beside).await?);
    let token = hex::encode(rand::random::<[u8; 16]>());
    let (sender, mut coming) = unbounded_channel();
    let state = DeskState { root: bench.root.clone(), token: token.clone(), work: sender };
    let server = beside.spawn(serve(listener, state));
    output.say(&format!("the desk is at http://127.0.0.1:{port}/{token}/"));
    let name = &bench.started.target.name;
    output.say(&escaped(&format!("{name} stays up until Ctrl-C ends it")));
    // The run that a page may stop.
    let running = Rc::new(RefCell::new(BreakOff::default()));
    loop {
        tokio::select! {
            one = coming.recv() => match one {
                Some(one) => begin(&bench, one, &running),
                None => break,
            },
            _ = end.requested() => break,
        }
    }
    server.abort();
    running.borrow().because("the desk has ended");
    if let Ok(bench) = Rc::try_unwrap(bench) {
        bench.started.stop().await;
    }
    Ok(0)
}

/// Begins a piece of work beside the others.
fn begin(bench: &Rc<Workbench>, one: DeskWork, running: &Rc<RefCell<BreakOff>>) {
    if matches!(one, DeskWork::Run(..)) {
        running.replace(BreakOff::default());
    }
    let (bench, break_off) = (Rc::clone(bench), running.borrow().clone());
    spawn_local(async move { work(&bench, one, &break_off).await });
}
