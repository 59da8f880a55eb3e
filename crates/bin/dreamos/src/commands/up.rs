//! `dreamos up`.

use crate::config::{BridgeFlags, ModelFlags, ServerFlags};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::up::{self, UpOptions};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerFlags,
    #[command(flatten)]
    models: ModelFlags,
    #[command(flatten)]
    bridge: BridgeFlags,
}

pub(crate) async fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let config = context.config_with(args.server, args.models, args.bridge)?;
    up::run(UpOptions::from(config), &context.printer).await
}
