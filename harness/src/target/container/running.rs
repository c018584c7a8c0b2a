//! One running container: its ports, its output, and whether its program still runs.

use std::time::{Duration, Instant};

use testcontainers::{ContainerAsync, GenericImage, TestcontainersError};

use super::{error::ContainerError, log::ContainerLog, recipe::ContainerRecipe};
use crate::client::{Client, Outgoing};

/// The pause between two requests to a container that is not ready.
const PAUSE: Duration = Duration::from_millis(50);

/// One running container.
#[derive(Debug)]
pub(super) struct RunningContainer {
    pub(super) name: String,
    pub(super) handle: ContainerAsync<GenericImage>,
    pub(super) log: ContainerLog,
}

impl RunningContainer {
    /// Asks until an answer below 500 comes; false if the time is over or the program has ended.
    ///
    /// # Errors
    /// If the engine does not know the port.
    pub(super) async fn answers(
        &self,
        port: u16,
        path: &str,
        within: Duration,
    ) -> Result<bool, ContainerError> {
        let begun = Instant::now();
        // A container is on this machine: no proxy stands between.
        let client = Client::new(true).map_err(TestcontainersError::other)?;
        while begun.elapsed() < within {
            if !self.is_alive().await {
                return Ok(false);
            }
            let origin = self.origin(port).await?;
            let left = within.saturating_sub(begun.elapsed());
            let asked = client.send(&origin, Outgoing::new("GET", path));
            if let Ok(Ok(exchange)) = tokio::time::timeout(left, asked).await
                && exchange.response.status < 500
            {
                return Ok(true);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(false)
    }

    /// True while the program in it runs.
    pub(super) async fn is_alive(&self) -> bool {
        self.handle.is_running().await.unwrap_or(false)
    }

    /// The reason why it is not ready: it has ended, or needs more time.
    pub(super) async fn not_ready(&self, recipe: &ContainerRecipe) -> ContainerError {
        let name = self.name.clone();
        if self.is_alive().await {
            let (readiness, seconds) = (recipe.readiness.clone(), recipe.within.as_secs());
            return ContainerError::NotReady { name, readiness, seconds, log: self.log.tail() };
        }
        let (code, log) = (self.exit_code().await, self.rest_of_log().await);
        ContainerError::Ended { name, code, log }
    }

    /// Its exit code in words, or nothing.
    async fn exit_code(&self) -> String {
        let code = self.handle.exit_code().await.ok().flatten();
        code.map(|code| format!(" with exit code {code}")).unwrap_or_default()
    }

    async fn rest_of_log(&self) -> String {
        self.log.complete().await;
        self.log.tail()
    }

    /// The origin under which a port of the container is reached from here.
    pub(super) async fn origin(&self, port: u16) -> Result<String, ContainerError> {
        let host = self.handle.get_host().await?;
        let port = self.handle.get_host_port_ipv4(port).await?;
        Ok(format!("http://{host}:{port}"))
    }

    /// The state of its program and the end of its output.
    pub(super) async fn report(&self) -> String {
        let (state, log) = if self.is_alive().await {
            ("runs".to_owned(), self.log.tail())
        } else {
            (format!("has ended{}", self.exit_code().await), self.rest_of_log().await)
        };
        format!("the container {} {state}; the end of its output:\n{log}\n", self.name)
    }
}
