//! The work of a stage in an agent's hands: what it left is examined, and it is told what is missing or wrong.

use super::commands::{CommandRunner, run_all};
use super::folder::Unusable;
use super::hand::{After, Hand};
use super::repository::{COPY, Changes};
use crate::AppError;
use crate::work::{Failure, Product, StageJob};
use dream_ports::TurnEnd;
use dream_roles::{Contract, Examined, File, OutputKind};

/// How often an agent that is not ours is told what is missing or wrong before its attempt has failed.
pub const ROUNDS: u32 = 3;

/// What was found of one artifact.
enum Found {
    /// With what was changed in the working copy, if that is what it is.
    Acceptable(Product, Option<Changes>),
    /// What is wrong with it, a sentence each.
    Faulty(Vec<String>),
    Missing,
}

impl Hand {
    /// Looks what a turn left of the stage's artifacts.
    pub(super) async fn after_stage<F: Future<Output = Result<Option<String>, AppError>>>(
        &self,
        job: &StageJob,
        turn: TurnEnd,
        runner: &dyn CommandRunner,
        asks: impl FnOnce() -> F,
    ) -> Result<After, AppError> {
        let (mut products, mut faulty, mut missing, mut copied) = (Vec::new(), Vec::new(), Vec::new(), None);
        for contract in &job.assignment().contracts {
            match self.found(job, contract).await? {
                Found::Acceptable(product, changes) => {
                    copied = copied.or(changes.map(|changes| (product.name.clone(), changes)));
                    products.push(product);
                }
                Found::Faulty(faults) => {
                    job.refused(0, &contract.artifact, faults.len());
                    faulty.push((contract.artifact.clone(), faults));
                }
                Found::Missing => missing.push((contract.artifact.clone(), self.changes_are(&job.assignment().contracts, contract))),
            }
        }
        if faulty.is_empty() && missing.is_empty() {
            // Nobody takes the agent for stuck while its work is being checked.
            let _waiting = self.activity().wait();
            faulty = run_all(runner, job, &mut products, copied.as_ref()).await?;
            if faulty.is_empty() {
                return Ok(After::Done(products));
            }
        }
        if turn != TurnEnd::Refused
            && let Some(words) = asks().await?
        {
            return Ok(After::Say(words));
        }
        if self.is_builtin() || turn == TurnEnd::Refused || self.another_round() > ROUNDS {
            return Ok(After::Failed(failure(self.agent().name.as_str(), turn, faulty)));
        }
        Ok(After::Say(told(&faulty, &missing)))
    }

    async fn found(&self, job: &StageJob, contract: &Contract) -> Result<Found, AppError> {
        let left = self.left(&contract.artifact, contract.max_bytes.saturating_mul(2)).await?;
        let (files, changes) = match left {
            Some(Err(Unusable(why))) => return Ok(Found::Faulty(vec![why])),
            Some(Ok(files)) if !files.is_empty() => (files, None),
            None | Some(Ok(_)) => match self.publication(&contract.artifact) {
                Some(published) => return Ok(Found::Acceptable(published, None)),
                None => match self.changed(job, contract).await? {
                    Some(Err(Unusable(why))) => return Ok(Found::Faulty(vec![why])),
                    Some(Ok((changes, files))) if !files.is_empty() => (files, Some(changes)),
                    None | Some(Ok(_)) => return Ok(Found::Missing),
                },
            },
        };
        let examined = examine(job, contract, files);
        let failures = examined.failures();
        let product = examined.is_acceptable().then(|| job.product(&contract.artifact, examined)).flatten();
        Ok(product.map_or(Found::Faulty(failures), |product| Found::Acceptable(product, changes)))
    }

    /// What changed in the working copy of the project's repository, if it is handed in as this artifact.
    async fn changed(&self, job: &StageJob, contract: &Contract) -> Result<Option<Result<(Changes, Vec<File>), Unusable>>, AppError> {
        if self.changes_are(&job.assignment().contracts, contract) {
            self.changes(contract.max_bytes.saturating_mul(2)).await
        } else {
            Ok(None)
        }
    }
}

/// Examines files as a stage's artifact. A document may be called anything; a report is what its JSON says.
pub(super) fn examine(job: &StageJob, contract: &Contract, mut files: Vec<File>) -> Examined {
    if let (OutputKind::Document, [file]) = (contract.kind, files.as_mut_slice()) {
        file.path = contract.document_path();
    }
    if contract.kind == OutputKind::Report {
        let json = files.iter().position(|file| file.has_extension(&["json"]));
        if let Some(text) = json.and_then(|at| files.get(at)).and_then(File::as_text) {
            return job.assignment().examine_reply(contract, text);
        }
    }
    job.assignment().examine(contract, files)
}

fn failure(agent: &str, turn: TurnEnd, faulty: Vec<(String, Vec<String>)>) -> Failure {
    if let Some((artifact, failures)) = faulty.into_iter().next() {
        return Failure::Checks { artifact, failures };
    }
    let how = match turn {
        TurnEnd::Refused => "declined the work",
        TurnEnd::OutOfTokens => "ran out of tokens",
        TurnEnd::OutOfRequests => "made as many requests as it may in one turn",
        TurnEnd::Finished | TurnEnd::Cancelled => "ended its turn",
    };
    let message = format!("the agent {agent} {how} and handed nothing in; its log says more: `dreamos agent logs {agent}`");
    Failure::Agent { code: "agent_no_result", message }
}

/// Each missing artifact stands with whether what changed in the working copy is handed in as it.
fn told(faulty: &[(String, Vec<String>)], missing: &[(String, bool)]) -> String {
    let mut text = String::from("The work is not done yet.\n");
    for (artifact, from_copy) in missing {
        let copy = if *from_copy { format!("change files in `{COPY}/`, or ") } else { String::new() };
        text.push_str(&format!("\nNothing was handed in for `{artifact}`: {copy}write its files to `out/{artifact}/`.\n"));
    }
    for (artifact, faults) in faulty {
        text.push_str(&format!("\nWhat was handed in for `{artifact}` did not pass its checks:\n"));
        for fault in faults {
            text.push_str(&format!("- {fault}\n"));
        }
    }
    text.push_str("\nMend the files in your folder and end your turn when all of it is done.\n");
    text
}
