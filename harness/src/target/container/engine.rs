//! The container engine itself: whether it answers, and which images it has.

use testcontainers::{TestcontainersError, core::client::docker_client_instance};

use super::error::ContainerError;

/// The version of the container engine.
///
/// # Errors
/// If no engine answers.
pub async fn engine_version() -> Result<String, ContainerError> {
    let engine = docker_client_instance().await.map_err(TestcontainersError::from)?;
    let version = engine.version().await.map_err(TestcontainersError::other)?;
    Ok(version.version.unwrap_or_default())
}
