//! A run with everything that belongs to it: loaded together, locked by its run, saved together.

use crate::{Filter, Noun, Query, Reader, StoreError, Unit, noun};
use dream_govern::{Constraint, Run, RunSet, RunStreams};
use dream_id::{ReviewId, RunId, Scope, SystemKey};
use dream_ledger::Stream;
use dream_sql::Sql;

impl Unit {
    /// The run `id` with all its streams, locked until the end of the unit, if it is in `scope`.
    pub async fn lock_run(&mut self, scope: Scope, id: RunId) -> Result<Option<RunSet>, StoreError> {
        match noun::find::<Run, _>(self, scope, id, true).await? {
            Some(run) => gather(self, run).await.map(Some),
            None => Ok(None),
        }
    }

    /// The run that the review `id` belongs to, as [`Unit::lock_run`].
    pub async fn lock_run_of_review(&mut self, scope: Scope, id: ReviewId) -> Result<Option<RunSet>, StoreError> {
        match noun::find::<dream_govern::Review, _>(self, scope, id, false).await? {
            Some(review) => self.lock_run(scope, review.run).await,
            None => Ok(None),
        }
    }

    /// Saves every stream of the set that has pending events, and notes that somebody should look what may start now.
    pub async fn save_run(&mut self, set: RunSet) -> Result<(), StoreError> {
        const TOUCH: Sql = Sql::both("INSERT INTO touched_runs (run) VALUES ($1) ON CONFLICT (run) DO NOTHING");
        if set.pending_count() == 0 {
            return Ok(());
        }
        self.execute(&TOUCH, &[set.run().id.to_string().into()]).await?;
        let mut streams = set.into_streams();
        self.save(&mut streams.run).await?;
        self.save(&mut streams.budget).await?;
        self.save_all(&mut streams.stages).await?;
        self.save_all(&mut streams.attempts).await?;
        self.save_all(&mut streams.reviews).await?;
        self.save_all(&mut streams.artifacts).await?;
        self.save_all(&mut streams.versions).await?;
        self.save_all(&mut streams.constraints).await
    }

    /// Notes that somebody has looked: call it before deciding what may start, in the same unit, under the run's lock.
    pub async fn looked_at_run(&mut self, _key: SystemKey, run: RunId) -> Result<(), StoreError> {
        const LOOKED: Sql = Sql::both("DELETE FROM touched_runs WHERE run = $1");
        self.execute(&LOOKED, &[run.to_string().into()]).await?;
        Ok(())
    }

    async fn save_all<A: Noun>(&mut self, streams: &mut [Stream<A>]) -> Result<(), StoreError> {
        for stream in streams {
            self.save(stream).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The run `id` with all its streams, if it is in `scope`.
    pub async fn run_set(&mut self, scope: Scope, id: RunId) -> Result<Option<RunSet>, StoreError> {
        match noun::find::<Run, _>(self, scope, id, false).await? {
            Some(run) => gather(self, run).await.map(Some),
            None => Ok(None),
        }
    }

    /// The runs that changed since somebody looked what may start in them, oldest first, after the run `after`; at most 500.
    pub async fn touched_runs(&mut self, _key: SystemKey, after: Option<RunId>) -> Result<Vec<RunId>, StoreError> {
        const TOUCHED: Sql = Sql::both("SELECT run FROM touched_runs WHERE run > $1 ORDER BY run LIMIT 500");
        let after = after.map(|run| run.to_string()).unwrap_or_default();
        let rows = self.rows(&TOUCHED, &[after.into()]).await?;
        rows.iter()
            .map(|row| {
                let run = row.text(0).map_err(StoreError::sql("listing touched runs"))?;
                run.parse().map_err(|error| StoreError::damaged("touched_runs", run, error))
            })
            .collect()
    }

    /// The ids of the open reviews whose time was over at `now`, in `scope`, by age, after the review `after`; at most 500.
    pub async fn lapsed_reviews(
        &mut self,
        scope: Scope,
        now: dream_clock::Timestamp,
        after: Option<ReviewId>,
    ) -> Result<Vec<ReviewId>, StoreError> {
        const ALL: Sql =
            Sql::both("SELECT id, org FROM reviews WHERE status = 'waiting' AND expires_at <= $1 AND id > $2 ORDER BY id LIMIT 500");
        let mut lapsed = Vec::new();
        let after = after.map(|review| review.to_string()).unwrap_or_default();
        for row in self.rows(&ALL, &[now.micros().into(), after.into()]).await? {
            let column = StoreError::sql("listing lapsed reviews");
            let (id, org) = (row.text(0).map_err(&column)?, row.text(1).map_err(&column)?);
            let org = org.parse().map_err(|error| StoreError::damaged("reviews", id, error))?;
            if scope.covers(org) {
                lapsed.push(id.parse().map_err(|error| StoreError::damaged("reviews", id, error))?);
            }
        }
        Ok(lapsed)
    }
}

async fn gather<Q: Query>(q: &mut Q, run: Stream<Run>) -> Result<RunSet, StoreError> {
    let (id, scope) = (run.id(), Scope::Org(run.org()));
    let of_run = Filter::default().eq("run", id.to_string());
    let missing = || StoreError::damaged("budgets", run.budget, "the run's budget is missing");
    let streams = RunStreams {
        budget: noun::find(q, scope, run.budget, false).await?.ok_or_else(missing)?,
        stages: noun::list(q, scope, &of_run).await?,
        attempts: noun::list(q, scope, &of_run).await?,
        reviews: noun::list(q, scope, &of_run).await?,
        artifacts: noun::list(q, scope, &of_run).await?,
        versions: noun::list(q, scope, &of_run).await?,
        constraints: constraints(q, &run).await?,
        run,
    };
    RunSet::from_streams(streams).map_err(|error| StoreError::damaged("runs", id, error))
}

/// The constraints that bind the run: its own, its project's and its organisation's, as far as they are not lifted.
async fn constraints<Q: Query>(q: &mut Q, run: &Stream<Run>) -> Result<Vec<Stream<Constraint>>, StoreError> {
    let (scope, standing) = (Scope::Org(run.org()), Filter::default().eq("lifted", false));
    let mut all: Vec<Stream<Constraint>> = noun::list(q, scope, &standing.clone().null("run")).await?;
    all.extend(noun::list(q, scope, &standing.eq("run", run.id().to_string())).await?);
    all.sort_by_key(Stream::id);
    let binds = |constraint: &Stream<Constraint>| {
        use dream_govern::ConstraintScope as Of;
        match &constraint.added.scope {
            Of::Artifact { run: of, .. } | Of::Stages { run: of, .. } | Of::Run { run: of } => *of == run.id(),
            Of::Project { project } => *project == run.project,
            Of::Organisation {} => true,
        }
    };
    Ok(all.into_iter().filter(binds).collect())
}
