//! Checks that are commands: whoever has a sandbox runs them in what was handed in, and what they say is told like any other finding.

use crate::AppError;
use crate::work::{Product, StageJob};
use async_trait::async_trait;
use dream_govern::CommandCheck;
use dream_roles::{CheckResult, File};

/// Runs a stage's commands, confined.
#[async_trait]
pub trait CommandRunner: Send + Sync {
    /// Runs `check` in a folder with `files` alone; what it says belongs to the work `label`.
    ///
    /// # Errors
    /// When it could not be run: that is nobody's finding.
    async fn run(&self, label: &str, check: &CommandCheck, files: &[File]) -> Result<CheckResult, AppError>;
}

/// Runs every command of the stage in its products, and adds the results to them. Returns the artifacts in which one failed, with what was
/// found.
pub(super) async fn run_all(
    runner: &dyn CommandRunner,
    job: &StageJob,
    products: &mut [Product],
) -> Result<Vec<(String, Vec<String>)>, AppError> {
    let mut faulty: Vec<(String, Vec<String>)> = Vec::new();
    for check in job.commands() {
        let Some(product) = products.iter_mut().find(|product| product.name == check.artifact) else { continue };
        let result = runner.run(&job.attempt().to_string(), check, &product.files).await?;
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
