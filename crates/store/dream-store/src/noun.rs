//! A governed noun in the database: its row, and the queries that every noun shares.

use crate::{Query, Statements, StoreError};
use dream_id::{Cursor, Limit, Page, Scope};
use dream_ledger::{Aggregate, Stream};
use dream_sql::{Row, Sql, Value};

/// An aggregate with a table: `id, org, version, format, state` and the columns named here.
pub trait Noun: Aggregate {
    /// The table.
    const TABLE: &'static str;
    /// The format of `state` that is written today. Raise it when the state's JSON changes: older rows are refolded when first read.
    const FORMAT: i64 = 1;
    /// The columns that queries filter by.
    const COLUMNS: &'static [&'static str];

    /// Their values, in the same order.
    fn columns(&self) -> Vec<Value>;

    /// [`Statements::of`] this noun, put together once.
    fn statements() -> &'static Statements;
}

/// Which rows a list holds.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    equals: Vec<(&'static str, Value)>,
    nulls: Vec<&'static str>,
    above: Vec<(&'static str, Value)>,
    among: Vec<(Among, Vec<Value>)>,
    cursor: Option<Cursor>,
    limit: Option<Limit>,
    newest_first: bool,
}

/// What must be one of several values.
#[derive(Debug, Clone, Copy)]
enum Among {
    /// A column of the rows.
    Column(&'static str),
    /// The project of the run that the rows belong to.
    ProjectOfRun,
}

impl Filter {
    /// Only rows whose `column` is one of `values`; none when there are none. Up to a few thousand of them.
    #[must_use]
    pub fn one_of<V: Into<Value>>(mut self, column: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        self.among.push((Among::Column(column), values.into_iter().map(Into::into).collect()));
        self
    }

    /// Only rows of runs of one of these projects; none when there are none.
    #[must_use]
    pub fn in_projects(mut self, projects: impl IntoIterator<Item = dream_id::ProjectId>) -> Self {
        self.among.push((Among::ProjectOfRun, projects.into_iter().map(|project| project.to_string().into()).collect()));
        self
    }

    /// Only rows whose `column` equals `value`.
    #[must_use]
    pub fn eq(mut self, column: &'static str, value: impl Into<Value>) -> Self {
        self.equals.push((column, value.into()));
        self
    }

    /// Only rows whose `column` is greater than `value`.
    #[must_use]
    pub fn above(mut self, column: &'static str, value: impl Into<Value>) -> Self {
        self.above.push((column, value.into()));
        self
    }

    /// Only rows whose `column` is empty.
    #[must_use]
    pub fn null(mut self, column: &'static str) -> Self {
        self.nulls.push(column);
        self
    }

    /// The page after `cursor`, of at most `limit` rows, newest first.
    #[must_use]
    pub fn page(mut self, cursor: Option<Cursor>, limit: Limit) -> Self {
        self.cursor = cursor;
        self.limit = Some(limit);
        self.newest_first = true;
        self
    }
}

/// The stream `id`, if it is in `scope`.
pub(crate) async fn find<A: Noun, Q: Query>(q: &mut Q, scope: Scope, id: A::Id, lock: bool) -> Result<Option<Stream<A>>, StoreError> {
    let mut params = vec![Value::from(id.to_string())];
    if let Some(org) = scope.org() {
        params.push(org.to_string().into());
    }
    let sql = A::statements().find(scope.org().is_some(), lock);
    match q.row(sql, &params).await? {
        Some(row) => read::<A, Q>(q, &row).await.map(Some),
        None => Ok(None),
    }
}

/// The streams that `filter` names, in `scope`, by age.
pub(crate) async fn list<A: Noun, Q: Query>(q: &mut Q, scope: Scope, filter: &Filter) -> Result<Vec<Stream<A>>, StoreError> {
    let mut text = format!("SELECT id, org, version, format, state FROM {} WHERE 1 = 1", A::TABLE);
    let mut params = Vec::new();
    let mut nulls = String::new();
    let mut condition = |column: &str, operator: &str, value: Value| {
        params.push(value);
        text.push_str(&format!(" AND {column} {operator} ${}", params.len()));
    };
    if let Some(org) = scope.org() {
        condition("org", "=", org.to_string().into());
    }
    for (column, value) in &filter.equals {
        condition(column, "=", value.clone());
    }
    for (column, value) in &filter.above {
        condition(column, ">", value.clone());
    }
    for column in &filter.nulls {
        nulls.push_str(&format!(" AND {column} IS NULL"));
    }
    if let Some(Cursor(cursor)) = &filter.cursor {
        condition("id", if filter.newest_first { "<" } else { ">" }, cursor.clone().into());
    }
    for (among, values) in &filter.among {
        nulls.push_str(&among.condition(values, &mut params));
    }
    text.push_str(&nulls);
    text.push_str(if filter.newest_first { " ORDER BY id DESC" } else { " ORDER BY id" });
    if let Some(limit) = filter.limit {
        text.push_str(&format!(" LIMIT {}", u64::from(limit.get()) + 1));
    }
    query(q, &Sql::owned(text), &params).await
}

/// The streams of a statement that gives `id, org, version, format, state`.
pub(crate) async fn query<A: Noun, Q: Query>(q: &mut Q, sql: &Sql, params: &[Value]) -> Result<Vec<Stream<A>>, StoreError> {
    let rows = q.rows(sql, params).await?;
    let mut streams = Vec::with_capacity(rows.len());
    for row in &rows {
        streams.push(read::<A, Q>(q, row).await?);
    }
    Ok(streams)
}

impl Among {
    fn condition(self, values: &[Value], params: &mut Vec<Value>) -> String {
        if values.is_empty() {
            return " AND 1 = 0".to_owned();
        }
        // Filled up with the last value to a power of two, so that there are few statements to prepare.
        let size = values.len().next_power_of_two();
        let first = params.len() + 1;
        params.extend(values.iter().chain(values.last().into_iter().cycle()).take(size).cloned());
        let places: Vec<String> = (first..first + size).map(|place| format!("${place}")).collect();
        let places = places.join(", ");
        match self {
            Self::Column(column) => format!(" AND {column} IN ({places})"),
            Self::ProjectOfRun => format!(" AND run IN (SELECT id FROM runs WHERE project IN ({places}))"),
        }
    }
}

/// One page of the streams that `filter` names.
pub(crate) async fn page<A: Noun, Q: Query>(
    q: &mut Q,
    scope: Scope,
    filter: Filter,
    cursor: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Stream<A>>, StoreError> {
    if cursor.as_ref().is_some_and(|cursor| cursor.0.parse::<A::Id>().is_err()) {
        return Err(StoreError::Cursor);
    }
    let streams = list::<A, Q>(q, scope, &filter.page(cursor, limit)).await?;
    Ok(Page::cut(streams, limit, |stream| stream.id().to_string()))
}

/// The stream of a row that begins with `id, org, version, format, state`.
pub(crate) async fn read<A: Noun, Q: Query>(q: &mut Q, row: &Row) -> Result<Stream<A>, StoreError> {
    read_at::<A, Q>(q, row, 0).await
}

/// The stream of a row that has `id, org, version, format, state` from the column `first` on.
pub(crate) async fn read_at<A: Noun, Q: Query>(q: &mut Q, row: &Row, first: usize) -> Result<Stream<A>, StoreError> {
    let column = StoreError::sql("reading a row");
    let text = row.text(first).map_err(&column)?;
    let damaged = |what: String| StoreError::damaged(A::TABLE, text, what);
    let id: A::Id = text.parse().map_err(|error| damaged(format!("{error}")))?;
    let org = row.text(first + 1).map_err(&column)?.parse().map_err(|error| damaged(format!("{error}")))?;
    let version = u64::try_from(row.int(first + 2).map_err(&column)?).map_err(|error| damaged(error.to_string()))?;
    if row.int(first + 3).map_err(&column)? != A::FORMAT {
        return refold::<A, Q>(q, id).await;
    }
    let state = serde_json::from_str(row.text(first + 4).map_err(&column)?).map_err(|error| damaged(error.to_string()))?;
    Ok(Stream::loaded(org, id, version, state))
}

/// The stream folded anew from the ledger: for rows whose format is of another version of the product.
async fn refold<A: Noun, Q: Query>(q: &mut Q, id: A::Id) -> Result<Stream<A>, StoreError> {
    const EVENTS: Sql = Sql::both("SELECT body FROM events WHERE stream = $1 ORDER BY version");
    let rows = q.rows(&EVENTS, &[id.to_string().into()]).await?;
    let mut folded = None;
    for row in rows {
        let body = row.bytes(0).map_err(StoreError::sql("reading an event"))?;
        crate::rebuild::fold_one::<A>(&mut folded, id, &crate::feed::parse(body)?)?;
    }
    folded.ok_or_else(|| StoreError::damaged(A::TABLE, id, "the ledger has no events of it"))
}
