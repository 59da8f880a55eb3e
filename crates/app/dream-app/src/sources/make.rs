//! Making a source.

use super::given::{choose, usual_proof};
use super::{find, keys};
use crate::{AppError, Command, Kind as Refused, Op, service_plans};
use dream_access::Action;
use dream_bridge::source::{Key, Kind, Proof, Source, SourceMade, USUAL_PER_MINUTE};
use dream_id::{ProjectId, SourceId};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// A source to make.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// Its name.
    pub name: String,
    /// Who sends, and in which shape.
    pub kind: Kind,
    /// How its requests are proved; what is usual for its kind when `None`.
    pub proof: Option<Proof>,
    /// The project that it belongs to, if it belongs to one.
    pub project: Option<ProjectId>,
    /// How many events a minute it may send; what is usual when `None`.
    pub per_minute: Option<u32>,
    /// The secret that the other side knows already; one is made when `None`.
    pub secret: Option<Secret>,
}

/// A source that was made, or has a new key.
#[derive(Debug, Clone)]
pub struct MadeSource {
    /// The source.
    pub source: Stream<Source>,
    /// The secret that was made for it, shown this once; `None` when it was given, or when a repeated command found what it made before.
    pub secret: Option<Secret>,
}

/// Makes a source.
///
/// # Errors
/// `source_name_invalid`, `source_name_taken`, `source_proof_invalid`, `source_secret_invalid`, `source_secret_needed`,
/// `source_rate_invalid`.
pub async fn make(op: &Op, new: NewSource) -> Result<MadeSource, AppError> {
    op.allow(Action::BridgeManage, None)?;
    let NewSource { name, kind, proof, project, per_minute, secret } = new;
    let proof = proof.unwrap_or_else(|| usual_proof(kind));
    proof.check(kind).map_err(dream_bridge::source::SourceRefusal::from)?;
    let mut bits = [0; 32];
    op.app().store.rng().fill(&mut bits);
    let chosen = choose(kind, &proof, secret, bits)?;
    let key = Key::of(&proof, &chosen.secret);
    let given = (!chosen.made).then(|| op.app().sealing.tag(&chosen.secret));
    let made = SourceMade { name, kind, proof, project, per_minute: per_minute.unwrap_or(USUAL_PER_MINUTE) };
    let id = op.run(&Make { made, given, key: key.clone() }).await?;
    shown(op, id, &key, chosen.made.then_some(chosen.secret)).await
}

/// The source with the secret that was made for it, if that is the one it has now.
pub(super) async fn shown(op: &Op, id: SourceId, key: &Key, secret: Option<Secret>) -> Result<MadeSource, AppError> {
    let source = find(op, &id.to_string()).await?;
    let newest = source.keys.first().map_or(0, |key| key.number);
    let kept = keys::load(op.app(), &mut op.read().await?, (source.org(), id), newest).await?;
    Ok(MadeSource { source, secret: secret.filter(|_| kept == *key) })
}

#[derive(Serialize)]
struct Make {
    made: SourceMade,
    /// What tells one given secret from another, to those who have the key alone.
    given: Option<Digest>,
    #[serde(skip)]
    key: Key,
}

impl Command for Make {
    const NAME: &'static str = "source.make";
    type Answer = SourceId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<SourceId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        service_plans::bridges(op, tx).await?;
        let (org, id) = (op.org()?, op.app().store.new_id());
        if let Some(project) = self.made.project {
            let found = tx.find::<dream_govern::Project>(op.scope(), project).await?;
            found.ok_or_else(|| AppError::not_found("project", project))?;
        }
        let same = Filter::default().eq("name", self.made.name.as_str()).eq("removed", false);
        if !tx.list::<Source>(op.scope(), &same).await?.is_empty() {
            let message = format!("there is a source called {} already; give another name, or remove that one first", self.made.name);
            return Err(AppError::new(Refused::Conflict, "source_name_taken", message));
        }
        let mut source = Source::make(org, id, self.made.clone(), &op.by())?;
        tx.save(&mut source).await?;
        keys::keep(op.app(), tx, (org, id), 1, &self.key).await?;
        Ok(id)
    }
}
