//! The target of a run: its addresses, capabilities and operator, or the containers in which it runs.

mod container;
mod description;
mod profile;
mod profile_keys;

pub use container::{
    ContainerError, ContainerProfile, ContainerProfileError, ContainerRecipe, ContainerSet,
    Containers, ImageSource, Readiness, StaticImage, Surroundings, engine_version,
};
pub use description::{LOCAL_EFFECT_TIMEOUT, OperatorKind, OwnRefusal, Target};
pub use profile::{IN_CONTAINER, Profile, ProfileError};
