//! Somebody reacted to what was told: nobody else is called.

use super::plan::{ELSEWHERE, keep, remembered};
use crate::{AppError, Command, Op};
use dream_bridge::plan::Memory;
use dream_id::OrgId;
use dream_store::{Unit, received};
use serde::Serialize;

/// How often it is tried when the planner keeps changing what is remembered.
const TRIES: u32 = 5;

/// Somebody reacted to what is told under `about`. Whether anything waited for it.
///
/// # Errors
/// Whatever keeps it from being saved.
pub async fn reacted(op: &Op, org: OrgId, about: &str) -> Result<bool, AppError> {
    let mut tries = 1;
    loop {
        let kept = received::memory(&mut op.read().await?, org).await?;
        let mut memory = remembered(kept.as_ref())?;
        let Some(kept) = kept.filter(|_| memory.reacted(about)) else { return Ok(false) };
        match op.run(&Reacted { org, version: kept.version, memory }).await {
            Err(error) if error.code == ELSEWHERE && tries < TRIES => tries += 1,
            other => return other.map(|()| true),
        }
    }
}

#[derive(Serialize)]
struct Reacted {
    org: OrgId,
    version: u64,
    #[serde(skip)]
    memory: Memory,
}

impl Command for Reacted {
    const NAME: &'static str = "bridge.react";
    type Answer = ();

    async fn decide(&self, _: &Op, tx: &mut Unit) -> Result<(), AppError> {
        keep(tx, self.org, self.version, &self.memory).await
    }
}
