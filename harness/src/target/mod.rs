//! What is judged: its addresses, what it claims, and who acts for its people.

mod container;
mod description;
mod profile;

pub use container::{Container, ContainerError, Image};
pub use description::{LOCAL_EFFECT_TIMEOUT, Operator, Target};
pub use profile::{Profile, ProfileError};
