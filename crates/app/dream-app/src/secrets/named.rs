//! Secrets by name, for what refers to them by it: agents' manifests, tool servers.

use super::open;
use crate::{App, AppError};
use dream_id::OrgId;
use dream_secret::Secret;

/// The owner of everything that is kept by name.
pub const NAMED: &str = "secret";

/// The secret called `name` of an organisation, if there is one.
pub async fn named(app: &App, org: OrgId, name: &str) -> Result<Option<Secret>, AppError> {
    open(app, org, NAMED, name).await
}
