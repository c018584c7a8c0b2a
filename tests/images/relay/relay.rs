//! A small target for `cli/tests/commands/containers.rs`: passes every connection on to another container, by its name.

use std::{
    env, io,
    net::{TcpListener, TcpStream},
    process::ExitCode,
    thread,
};

fn main() -> ExitCode {
    let Ok(behind) = env::var("BEHIND") else {
        eprintln!("relay: BEHIND is not set; the key of this relay is {:?}", env::var("KEY"));
        return ExitCode::FAILURE;
    };
    let listening: Vec<_> = env::args()
        .skip(1)
        .map(|port| {
            let to = format!("{behind}:{port}");
            thread::spawn(move || serve(&port, &to))
        })
        .collect();
    eprintln!("the relay to {behind} is open");
    for one in listening {
        if let Ok(Err(error)) = one.join() {
            eprintln!("relay: {error}");
        }
    }
    ExitCode::FAILURE
}

/// Passes the connections to a port on.
fn serve(port: &str, to: &str) -> io::Result<()> {
    for incoming in TcpListener::bind(format!("0.0.0.0:{port}"))?.incoming() {
        let (near, to) = (incoming?, to.to_owned());
        thread::spawn(move || {
            if let Err(error) = pass(&near, &to) {
                eprintln!("relay: {to}: {error}");
            }
        });
    }
    Ok(())
}

/// Copies both ways until both ends are closed.
fn pass(near: &TcpStream, to: &str) -> io::Result<()> {
    let far = TcpStream::connect(to)?;
    let (mut from_near, mut to_far) = (near.try_clone()?, far.try_clone()?);
    let forth = thread::spawn(move || {
        let _ = io::copy(&mut from_near, &mut to_far);
        let _ = to_far.shutdown(std::net::Shutdown::Write);
    });
    let _ = io::copy(&mut &far, &mut &*near);
    let _ = near.shutdown(std::net::Shutdown::Write);
    let _ = forth.join();
    Ok(())
}
