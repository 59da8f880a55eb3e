//! Checks that are commands: whoever has a sandbox runs them in what was handed in, and what they say is told like any other finding.

use super::repository::Changes;
use crate::AppError;
use crate::work::{Product, StageJob};
use async_trait::async_trait;
use dream_govern::CommandCheck;
use dream_roles::{CheckResult, File};

/// What a command runs in.
#[derive(Clone, Copy)]
pub enum Ground<'a> {
    /// A folder with these files alone.
    Files(&'a [File]),
    /// A working copy of the project's repository with what the agent changed in its own.
    Repository(&'a Changes),
}

/// Runs a stage's commands, confined.
#[async_trait]
pub trait CommandRunner: Send + Sync {
    /// Runs `check` in a `ground` that is made for it and thrown away afterwards; what it says belongs to the work `label`.
    ///
    /// # Errors
    /// When it could not be run: that is nobody's finding.
    async fn run(&self, label: &str, check: &CommandCheck, ground: Ground<'_>) -> Result<CheckResult, AppError>;
}

/// Runs every command of the stage in its products, and adds the results to them. The product that `changes` came to is checked where they
/// were made: in the whole repository. Returns the artifacts in which one failed, with what was found.
pub(super) async fn run_all(
    runner: &dyn CommandRunner,
    job: &StageJob,
    products: &mut [Product],
    changes: Option<&(String, Changes)>,
) -> Result<Vec<(String, Vec<String>)>, AppError> {
    let mut faulty: Vec<(String, Vec<String>)> = Vec::new();
    for check in job.commands() {
        let Some(product) = products.iter_mut().find(|product| product.name == check.artifact) else { continue };
        let changes = changes.filter(|(artifact, _)| *artifact == product.name);
        let ground = changes.map_or(Ground::Files(&product.files), |(_, changes)| Ground::Repository(changes));
        let result = runner.run(&job.attempt().to_string(), check, ground).await?;
        tracing::info!(
            check.name = result.name,
            check.passed = result.passed,
            artifact.name = product.name,
            "a command was run in what was handed in"
        );
        if !result.passed {
            let found = result.failures.iter().map(|failure| format!("{}: {failure}", result.name));
            match faulty.iter_mut().find(|(artifact, _)| *artifact == product.name) {
                Some((_, failures)) => failures.extend(found),
                None => faulty.push((product.name.clone(), found.collect())),
            }
        }
        product.checks.retain(|known| known.name != result.name);
        product.checks.push(result);
    }
    Ok(faulty)
}
