//! The record of model calls, under (attempt, call number): what a resumed attempt and a replay read.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_clock::Timestamp;
use dream_id::{AttemptId, OrgId, Scope};
use dream_ledger::Digest;
use dream_sql::{Row, Sql, Value};

/// One recorded model call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    /// The organisation that pays.
    pub org: OrgId,
    /// The attempt that made it.
    pub attempt: AttemptId,
    /// Its number within the attempt, from 1.
    pub number: u32,
    /// The provider's name for the model that was asked.
    pub model: String,
    /// The digest of the request's canonical JSON.
    pub request: Digest,
    /// The digest of the reply's JSON, which is a body; `None` until it came.
    pub reply: Option<Digest>,
    /// What it cost, in micro-USD; what was reserved until the reply came.
    pub cost_micros: u64,
    /// How many tokens the model read, from a cache or not; 0 until the reply came.
    pub input_tokens: u64,
    /// How many it wrote, hidden reasoning included; 0 until the reply came.
    pub output_tokens: u64,
    /// When it was made or answered.
    pub at: Timestamp,
}

impl Unit {
    /// Records that a call is about to be made.
    pub async fn open_call(&mut self, call: &CallRow) -> Result<(), StoreError> {
        const OPEN: Sql = Sql::both(
            "INSERT INTO model_calls (org, attempt, number, request, reply, cost_micros, at, model, input_tokens, output_tokens) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (attempt, number) DO UPDATE SET request = excluded.request, \
             cost_micros = excluded.cost_micros, at = excluded.at, model = excluded.model WHERE model_calls.reply IS NULL",
        );
        let changed = self.execute(&OPEN, &values(call)).await?;
        if changed == 1 {
            Ok(())
        } else {
            Err(StoreError::Conflict { noun: "model call", id: format!("{} call {}", call.attempt, call.number) })
        }
    }

    /// Records a call's reply.
    pub async fn close_call(&mut self, call: &CallRow) -> Result<(), StoreError> {
        const CLOSE: Sql = Sql::both(
            "UPDATE model_calls SET request = $4, reply = $5, cost_micros = $6, at = $7, model = $8, input_tokens = $9, \
             output_tokens = $10 WHERE org = $1 AND attempt = $2 AND number = $3 AND reply IS NULL",
        );
        let changed = self.execute(&CLOSE, &values(call)).await?;
        if changed == 1 {
            Ok(())
        } else {
            Err(StoreError::Conflict { noun: "model call", id: format!("{} call {}", call.attempt, call.number) })
        }
    }
}

/// The calls of `attempt`, in order.
pub async fn of_attempt<Q: Query>(q: &mut Q, scope: Scope, attempt: AttemptId) -> Result<Vec<CallRow>, StoreError> {
    const ALL: Sql = Sql::both(
        "SELECT org, attempt, number, request, reply, cost_micros, at, model, input_tokens, output_tokens FROM model_calls \
         WHERE attempt = $1 ORDER BY number",
    );
    let rows = q.rows(&ALL, &[attempt.to_string().into()]).await?;
    let calls: Vec<CallRow> = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(calls.into_iter().filter(|call| scope.covers(call.org)).collect())
}

fn values(call: &CallRow) -> [Value; 10] {
    [
        call.org.to_string().into(),
        call.attempt.to_string().into(),
        i64::from(call.number).into(),
        call.request.to_string().into(),
        call.reply.map(|digest| digest.to_string()).into(),
        integer(call.cost_micros).into(),
        call.at.micros().into(),
        call.model.as_str().into(),
        integer(call.input_tokens).into(),
        integer(call.output_tokens).into(),
    ]
}

fn read(row: &Row) -> Result<CallRow, StoreError> {
    let column = StoreError::sql("reading a model call");
    let attempt = row.text(1).map_err(&column)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("model_calls", attempt, what);
    let reply = match row.opt_text(4).map_err(&column)? {
        Some(text) => Some(text.parse().map_err(|error| damaged(&error))?),
        None => None,
    };
    let count = |place: usize| u64::try_from(row.int(place).map_err(&column)?).map_err(|error| damaged(&error));
    Ok(CallRow {
        org: row.text(0).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        attempt: attempt.parse().map_err(|error| damaged(&error))?,
        number: u32::try_from(row.int(2).map_err(&column)?).map_err(|error| damaged(&error))?,
        request: row.text(3).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        reply,
        cost_micros: count(5)?,
        at: Timestamp::from_micros(row.int(6).map_err(&column)?),
        model: row.text(7).map_err(&column)?.to_owned(),
        input_tokens: count(8)?,
        output_tokens: count(9)?,
    })
}
