//! The options of `lie`.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;

use super::common::{SuiteArgument, TargetArguments};

/// The help after the options.
pub(crate) const LIE_HELP: &str = "\
Point curl, Postman or your own tests at the printed addresses in place of the target's. What no fault changes passes as it \
is. A webhook address that is registered through the proxy gets its deliveries through the proxy, too.

Examples:
  conform lie --fault kyb-3a                          before a new sandbox in this process
  conform lie --fault hook-4b --fault kyc-2b --target tests/targets/local-sandbox.yaml
  conform lie --faults ./my-faults --fault one --listen 127.0.0.1:9000
  conform lie --variant framing-gzip                  legal, though not usual
  conform lie --fault hook-4b --endpoint-ca ca.pem    trusts your webhook server

Exit code: 0 ended by Ctrl-C or SIGTERM, 2 it could not start.";

/// Options of `lie`.
#[derive(Debug, Args)]
pub(crate) struct LieArguments {
    /// Inject this fault of fixtures/faults; may be repeated. Without any, everything passes as it is
    #[arg(long, value_name = "ID")]
    pub(crate) fault: Vec<String>,

    /// The folder with files of faults [default: fixtures/faults in the suite]
    #[arg(long, value_name = "DIR", requires = "fault")]
    pub(crate) faults: Option<PathBuf>,

    /// Answer in this legal way of fixtures/variants, which clients must accept; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) variant: Vec<String>,

    /// The folder with files of legal variants [default: fixtures/variants in the suite]
    #[arg(long, value_name = "DIR", requires = "variant")]
    pub(crate) variants: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) target: TargetArguments,

    /// The address before the API; the Portal has the next port, unless both are one. Port 0 picks free ones
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8090")]
    pub(crate) listen: SocketAddr,

    /// A certificate authority, in PEM, that your webhook server's certificate comes from, beside those of this machine
    #[arg(long, value_name = "FILE")]
    pub(crate) endpoint_ca: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}
