//! A target in containers, which testcontainers starts: their description in a profile, images, output and readiness.

mod addresses;
mod engine;
mod error;
mod image;
mod log;
mod profile;
mod recipe;
mod running;
mod start;
mod static_image;
mod values;

pub use engine::engine_version;
pub use error::ContainerError;
pub use profile::{ContainerProfile, ContainerSet, Surroundings};
pub use recipe::{ContainerRecipe, ImageSource, Readiness};
pub use start::Containers;
pub use static_image::StaticImage;
pub use values::ContainerProfileError;
