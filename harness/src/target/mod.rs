//! The target of a run: its addresses, capabilities and operator.

mod container;
mod description;
mod profile;

pub use container::{Container, ContainerError, Image};
pub use description::{LOCAL_EFFECT_TIMEOUT, OperatorKind, OwnRefusal, Target};
pub use profile::{Profile, ProfileError};
