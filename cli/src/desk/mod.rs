//! `conform desk`: a page in the browser on which people write scenarios, and see what happens when they run.

mod command;
mod desk_files;
mod server;
mod work;

pub(crate) use command::desk;
