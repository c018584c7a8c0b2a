//! Running containers: started by testcontainers in their order, reached on free ports, and removed with the run.

use testcontainers::{
    ContainerRequest, GenericImage, ImageExt as _, TestcontainersError,
    bollard::query_parameters::RemoveContainerOptions,
    core::{
        ContainerPort, Host, WaitFor,
        client::{ClientError, docker_client_instance},
        error::WaitContainerError,
    },
    runners::AsyncRunner as _,
};

use super::{
    error::ContainerError,
    image,
    log::ContainerLog,
    profile::ContainerSet,
    recipe::{ContainerRecipe, Readiness},
    running::RunningContainer,
};

/// The running containers of a target, the target last; they are removed when dropped.
#[derive(Debug)]
pub struct Containers {
    running: Vec<RunningContainer>,
}

impl ContainerSet {
    /// Starts every container and waits for each until it is ready.
    ///
    /// # Errors
    /// If one cannot be started, or is not ready in time.
    pub async fn start(&self) -> Result<Containers, ContainerError> {
        // The names of a run's containers are its own: other runs may use the same words.
        let run = format!("conform-{:08x}", rand::random::<u32>());
        let is_alone = self.recipes.len() == 1;
        let mut running = Vec::new();
        for recipe in &self.recipes {
            let network = (!is_alone).then_some(run.as_str());
            running.push(started(recipe, &run, network).await?);
        }
        Ok(Containers { running })
    }
}

/// Starts one container and waits until it is ready.
async fn started(
    recipe: &ContainerRecipe,
    run: &str,
    network: Option<&str>,
) -> Result<RunningContainer, ContainerError> {
    let (log, receive) = ContainerLog::new();
    let full_name = format!("{}.{run}", recipe.name);
    let request = request(recipe, &full_name, network).await?.with_log_consumer(receive);
    let image = request.descriptor();
    let handle = match request.start().await {
        Ok(handle) => handle,
        Err(error) => {
            remove_left(&full_name).await;
            return Err(explained(error, recipe, &image, &log).await);
        }
    };
    let container = RunningContainer { name: recipe.name.clone(), handle, log };
    if let Readiness::Answer { path, port } = &recipe.readiness
        && !container.answers(*port, path, recipe.within).await?
    {
        return Err(container.not_ready(recipe).await);
    }
    Ok(container)
}

/// The request to the engine for one container.
async fn request(
    recipe: &ContainerRecipe,
    full_name: &str,
    network: Option<&str>,
) -> Result<ContainerRequest<GenericImage>, ContainerError> {
    let image = image::of(&recipe.image).await?;
    let image = recipe
        .ports
        .iter()
        .fold(image, |image, port| image.with_exposed_port(ContainerPort::Tcp(*port)))
        .with_wait_for(match &recipe.readiness {
            Readiness::Line(text) => WaitFor::message_on_either_std(text),
            Readiness::Started | Readiness::Answer { .. } => WaitFor::Nothing,
        });
    let mut request = image
        .with_container_name(full_name)
        .with_startup_timeout(recipe.within)
        .with_host("host.docker.internal", Host::HostGateway)
        .with_cmd(recipe.command.clone());
    for (there, here) in &recipe.published {
        request = request.with_mapped_port(*here, ContainerPort::Tcp(*there));
    }
    for (name, value) in &recipe.environment {
        request = request.with_env_var(name, value);
    }
    for (path, contents) in &recipe.files {
        request = request.with_copy_to(path.clone(), contents.clone());
    }
    let Some(network) = network else { return Ok(request) };
    // A container's full name is `NAME.NETWORK`; the search domain lets the others reach it by NAME alone.
    let domain = network.to_owned();
    Ok(request.with_network(network).with_host_config_modifier(move |host| {
        host.dns_search = Some(vec![domain.clone()]);
        host.dns_options = Some(vec!["ndots:1".to_owned()]);
    }))
}

/// Removes a container that was made and could not be started; testcontainers leaves it.
async fn remove_left(full_name: &str) {
    if let Ok(engine) = docker_client_instance().await {
        let options = RemoveContainerOptions { force: true, v: true, ..Default::default() };
        // If there is none, there is nothing to remove.
        let _ = engine.remove_container(full_name, Some(options)).await;
    }
}

/// The error of the engine in words that say what to do.
async fn explained(
    error: TestcontainersError,
    recipe: &ContainerRecipe,
    image: &str,
    log: &ContainerLog,
) -> ContainerError {
    let name = recipe.name.clone();
    match error {
        TestcontainersError::Client(ClientError::PullImage { err, .. }) => {
            ContainerError::NoImage { image: image.to_owned(), reason: err.to_string() }
        }
        TestcontainersError::Client(
            ClientError::StartContainer(error) | ClientError::UploadToContainerError(error),
        ) => ContainerError::Unstartable { name, reason: error.to_string() },
        TestcontainersError::WaitContainer(WaitContainerError::StartupTimeout) => {
            log.complete().await;
            ContainerError::NotReady {
                name,
                readiness: recipe.readiness.clone(),
                seconds: recipe.within.as_secs(),
                log: log.tail(),
            }
        }
        TestcontainersError::WaitContainer(WaitContainerError::WaitLog(_)) => {
            log.complete().await;
            ContainerError::Ended { name, code: String::new(), log: log.tail() }
        }
        other => ContainerError::Engine(other),
    }
}

impl Containers {
    /// The origin under which a port of the target is reached from here.
    ///
    /// # Errors
    /// If the engine does not know the port.
    pub async fn origin(&self, port: u16) -> Result<String, ContainerError> {
        match self.running.last() {
            Some(target) => target.origin(port).await,
            None => Err(TestcontainersError::other("no container runs").into()),
        }
    }

    /// The first twelve digits of the target's container id, for people who want to look at it.
    #[must_use]
    pub fn short_id(&self) -> &str {
        let id = self.running.last().map_or("", |target| target.handle.id());
        id.get(..12).unwrap_or(id)
    }

    /// The end of the output of each container, with the state of its program.
    pub async fn logs(&self) -> String {
        let mut text = String::new();
        for container in &self.running {
            text.push_str(&container.report().await);
        }
        text
    }

    /// True if a program of them has ended.
    pub async fn has_ended(&self) -> bool {
        for container in &self.running {
            if !container.is_alive().await {
                return true;
            }
        }
        false
    }

    /// Stops and removes them, the target first.
    ///
    /// # Errors
    /// If the engine refuses.
    pub async fn remove(self) -> Result<(), ContainerError> {
        for container in self.running.into_iter().rev() {
            container.handle.rm().await?;
        }
        Ok(())
    }
}
