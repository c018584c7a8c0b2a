//! A sample: arrows that go upward.

mod oracle;
mod phrases;
mod portal;
mod world;
