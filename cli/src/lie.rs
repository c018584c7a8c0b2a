//! `conform lie`: a proxy before a target that makes faults for other clients than the suite.

mod news;

use std::{fs, net::SocketAddr, path::Path, sync::Arc};

use conformance_harness::{
    fault::{FaultKind, InjectedFault, Injector},
    intercept::Interceptor,
    proxy::{Proxy, ProxySettings, ProxyWebhooks},
    quote::escaped,
    report::Output,
    run::BreakOff,
    secrets::Secrets,
    target::Target,
};
use ralio_conformance::edition;
use tokio::runtime::Handle;

use crate::{
    arguments::LieArguments,
    commands::Runtimes,
    error::CommandError,
    injected::chosen,
    signals,
    suite_folder::SuiteFolder,
    targets::{self, OPERATOR_KEY, Started},
};

/// The environment variable with the secret that signs deliveries, for targets that do not show it to a program.
const WEBHOOK_SECRET: &str = "RALIO_WEBHOOK_SECRET";

/// Runs the proxy until a signal ends it.
pub(crate) fn lie(arguments: &LieArguments, output: &Output) -> Result<u8, CommandError> {
    let root = SuiteFolder::find(&arguments.suite)?;
    let lies = Lies::chosen(arguments, &root)?;
    let Runtimes { ours, theirs } = Runtimes::new()?;
    ours.block_on(async {
        let ended = BreakOff::default();
        signals::end_run_with(ended.clone()).map_err(CommandError::Runtime)?;
        let (name, image) = (&arguments.target.name, arguments.target.image.as_deref());
        let secrets = Secrets::default();
        let started = targets::start(name, image, &root, &secrets, theirs.handle()).await?;
        let lying = lies.tell(&started, arguments, theirs.handle(), &ended, output).await;
        started.stop().await;
        lying.map(|()| 0)
    })
}

/// The faults and variants of a proxy.
struct Lies {
    faults: Vec<InjectedFault>,
    /// The one of them that sends bodies in another way.
    framed: Option<InjectedFault>,
}

impl Lies {
    fn chosen(arguments: &LieArguments, root: &Path) -> Result<Self, CommandError> {
        let LieArguments { fault, faults, variant, variants, .. } = arguments;
        let mut all = chosen(fault, FaultKind::Fault, faults.as_ref(), root)?;
        all.extend(chosen(variant, FaultKind::Variant, variants.as_ref(), root)?);
        let framed: Vec<&InjectedFault> =
            all.iter().filter(|fault| fault.framing.is_some()).collect();
        if let [one, other, ..] = framed[..] {
            return Err(CommandError::Score(format!(
                "{} and {} both say how bodies are sent; give one of them",
                one.id, other.id
            )));
        }
        let framed = framed.first().map(|fault| (*fault).clone());
        Ok(Self { faults: all, framed })
    }

    /// Runs the proxy on the threads of `beside`, and says what happens, until `ended`.
    async fn tell(
        self,
        started: &Started,
        arguments: &LieArguments,
        beside: &Handle,
        ended: &BreakOff,
        output: &Output,
    ) -> Result<(), CommandError> {
        let target = &started.target;
        let ca = arguments.endpoint_ca.as_deref().map(read_text).transpose()?;
        let (sender, news) = news::news();
        let injector = Injector::new(self.faults.clone(), edition::convention(target.encoding))
            .watched_by(sender.of_faults());
        let injector = Arc::new(injector);
        let is_changing = !self.faults.is_empty();
        let settings = ProxySettings {
            fronts: fronts(target, arguments.listen),
            interceptor: is_changing.then(|| -> Arc<dyn Interceptor> { injector.clone() }),
            framing: self.framed.as_ref().and_then(|fault| fault.framing),
            webhooks: Some(ProxyWebhooks {
                reach: &target.reach,
                authority: &started.authority,
                convention: edition::REGISTRATION,
                secret: targets::variable(WEBHOOK_SECRET),
                endpoint_ca: ca.as_deref(),
            }),
            notes: Some(sender.of_proxy(self.framed.clone())),
        };
        let proxy = {
            let _others = beside.enter();
            Proxy::start(settings).await?
        };
        self.introduce(&proxy, started, output);
        let cause = tokio::select! {
            cause = ended.requested() => cause,
            () = news.write_to(output) => String::new(),
        };
        output.say(&cause);
        self.sum_up(&injector, proxy.framed(), output);
        Ok(())
    }

    /// Says where the proxy listens, and what each fault does.
    fn introduce(&self, proxy: &Proxy, started: &Started, output: &Output) {
        output.say(&escaped(&format!("in front of {}", started.target.name)));
        let names: &[&str] =
            if proxy.origins().len() == 1 { &["API, Portal"] } else { &["API", "Portal"] };
        for (name, (target, origin)) in names.iter().zip(proxy.origins()) {
            output.say(&format!("{name:<13} {origin} (forwards to {target})"));
        }
        if let Some(origin) = proxy.webhook_origin() {
            output.say(&format!(
                "{:<13} {origin} (forwards to the addresses that you register)",
                "Webhooks"
            ));
        }
        if let (true, Some(key)) = (started.ends_with_run(), &started.operator_key)
            && targets::variable(OPERATOR_KEY).is_none()
        {
            // It is worth as much as the target, which ends with this command.
            output.say(&format!("{:<13} {key}", "Operator key"));
        }
        for fault in &self.faults {
            let reason = match (&fault.breaks, &fault.allowed_by) {
                (Some(rule), _) => format!("breaks {rule}"),
                (None, by) => format!("legal by {}", by.as_deref().unwrap_or_default()),
            };
            output.say(&escaped(&format!("{:<13} {} ({reason})", fault.id, fault.title)));
        }
        if self.faults.is_empty() {
            output.say("no fault is given: everything passes as it is");
        }
        output.say("ready; Ctrl-C ends it");
    }

    /// Says how often each fault has fired.
    fn sum_up(&self, injector: &Injector, framed: usize, output: &Output) {
        for (id, fired) in injector.fired() {
            let is_framed = self.framed.as_ref().is_some_and(|fault| fault.id == id);
            let times = match fired + if is_framed { framed } else { 0 } {
                0 => "never fired".to_owned(),
                1 => "fired once".to_owned(),
                more => format!("fired {more} times"),
            };
            output.say(&format!("{id:<13} {times}"));
        }
    }
}

/// The origins of the target, each with the address before it. A target may have one for all.
fn fronts(target: &Target, listen: SocketAddr) -> Vec<(String, SocketAddr)> {
    let (api, portal) =
        (target.api_url.trim_end_matches('/'), target.portal_url.trim_end_matches('/'));
    let mut fronts = vec![(api.to_owned(), listen)];
    if api != portal {
        let port = if listen.port() == 0 { 0 } else { listen.port().wrapping_add(1) };
        fronts.push((portal.to_owned(), SocketAddr::new(listen.ip(), port)));
    }
    fronts
}

fn read_text(path: &Path) -> Result<String, CommandError> {
    fs::read_to_string(path).map_err(|source| CommandError::EndpointAuthority {
        path: path.display().to_string(),
        source,
    })
}
