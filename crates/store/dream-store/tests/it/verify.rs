//! Verifying finds whatever somebody did behind the ledger's back. Trap 12: what stands beside the hash is checked too, so altering a column alone is found.

use crate::fixture::{Fixture, key};
use dream_id::{Limit, OrgId, Scope};
use dream_ledger::Envelope;
use dream_sql::{Sql, Value, testing::TestDb};
use dream_store::{AuditReport, AuditResult, LogFilter};

/// The log of one organisation: created, renamed, a team, renamed twice.
struct Log {
    org: OrgId,
    positions: Vec<i64>,
    events: Vec<Envelope>,
}

async fn log(fixture: &Fixture) -> Log {
    let org = fixture.found("one").await;
    fixture.rename(org, "two").await;
    fixture.team_of(org, "writers").await;
    fixture.rename(org, "three").await;
    fixture.rename(org, "four").await;
    fixture.sequence().await;
    let mut reader = fixture.store.read().await.unwrap();
    let page = reader.log(Scope::Org(org), &LogFilter::default(), None, Limit::default()).await.unwrap();
    let positions = page.items.iter().rev().map(|entry| i64::try_from(entry.position).unwrap()).collect();
    Log { org, positions, events: page.items.into_iter().rev().map(|entry| entry.envelope).collect() }
}

/// A statement, and what is told of the broken log afterwards.
struct Attack {
    name: &'static str,
    statements: Vec<(Sql, Vec<Value>)>,
    broken_at: u64,
    problem: &'static str,
}

fn attack(name: &'static str, broken_at: u64, problem: &'static str, statements: Vec<(Sql, Vec<Value>)>) -> Attack {
    Attack { name, statements, broken_at, problem }
}

fn set(column: &str, position: i64, value: impl Into<Value>) -> (Sql, Vec<Value>) {
    let text = format!("UPDATE events SET {column} = $1 WHERE seq = (SELECT f.seq FROM feed f WHERE f.position = $2)");
    (Sql::owned(text), vec![value.into(), position.into()])
}

fn forged(event: &Envelope, name: &str) -> Vec<u8> {
    let mut event = event.clone();
    event.data = serde_json::json!({ "name": name });
    event.canonical().unwrap()
}

fn leaf(body: &[u8]) -> Vec<u8> {
    Envelope::leaf(body).as_bytes().to_vec()
}

fn delete(position: i64) -> Vec<(Sql, Vec<Value>)> {
    const DELETE: Sql = Sql::each(
        "DELETE FROM events WHERE seq = $1",
        "WITH gone AS (DELETE FROM feed WHERE position = $1 RETURNING seq) DELETE FROM events WHERE seq IN (SELECT seq FROM gone)",
    );
    vec![(DELETE, vec![position.into()])]
}

fn swap(one: i64, other: i64) -> Vec<(Sql, Vec<Value>)> {
    const ASIDE: Sql =
        Sql::each("UPDATE events SET seq = -seq WHERE seq IN ($1, $2)", "UPDATE feed SET position = -position WHERE position IN ($1, $2)");
    const BACK: Sql = Sql::each(
        "UPDATE events SET seq = CASE WHEN seq = -$1 THEN $2 ELSE $1 END WHERE seq IN (-$1, -$2)",
        "UPDATE feed SET position = CASE WHEN position = -CAST($1 AS bigint) THEN CAST($2 AS bigint) ELSE CAST($1 AS bigint) END \
         WHERE position IN (-CAST($1 AS bigint), -CAST($2 AS bigint))",
    );
    let both = || vec![one.into(), other.into()];
    vec![(ASIDE, both()), (BACK, both())]
}

/// An event that goes on well with the log's last one.
fn addition(log: &Log, in_the_feed: bool) -> Vec<(Sql, Vec<Value>)> {
    let text = "INSERT INTO events (org, stream, version, kind, at, body, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let with_feed = format!(
        "WITH added AS ({text} RETURNING seq, org) \
         INSERT INTO feed (position, seq, org) SELECT (SELECT max(position) + 1 FROM feed), seq, org FROM added"
    );
    let postgres = if in_the_feed { with_feed } else { text.to_owned() };
    let mut event = log.events[4].clone();
    event.version += 1;
    let body = event.canonical().unwrap();
    let version = i64::try_from(event.version).unwrap();
    let leaf = leaf(&body);
    let params = vec![
        event.org.to_string().into(),
        event.stream.into(),
        version.into(),
        event.kind.into(),
        event.at.micros().into(),
        body.into(),
        leaf.into(),
    ];
    vec![(Sql::each_owned(text.to_owned(), postgres), params)]
}

/// All that is told of an organisation but its rows.
fn lost(org: OrgId) -> Vec<(Sql, Vec<Value>)> {
    const EVENTS: Sql = Sql::each(
        "DELETE FROM events WHERE org = $1",
        "WITH gone AS (DELETE FROM feed WHERE org = $1 RETURNING seq) DELETE FROM events WHERE seq IN (SELECT seq FROM gone)",
    );
    const HEAD: Sql = Sql::both("DELETE FROM tree_heads WHERE org = $1");
    [EVENTS, HEAD].map(|statement| (statement, vec![org.to_string().into()])).into()
}

fn on_head(set: &str, org: OrgId, value: impl Into<Value>) -> Vec<(Sql, Vec<Value>)> {
    vec![(Sql::owned(format!("UPDATE tree_heads SET {set} = $1 WHERE org = $2")), vec![value.into(), org.to_string().into()])]
}

/// What can be done to the events themselves.
fn on_events(log: &Log) -> Vec<Attack> {
    let (at, events) = (&log.positions, &log.events);
    let body = forged(&events[1], "2wo");
    let garbage = b"{}".to_vec();
    vec![
        attack("body", 2, "leaf hash", vec![set("body", at[1], body.clone())]),
        attack("leaf", 3, "leaf hash", vec![set("leaf", at[2], vec![0_u8; 32])]),
        attack("body and leaf", 5, "root", vec![set("leaf", at[1], leaf(&body)), set("body", at[1], body)]),
        attack("garbage", 4, "not an event", vec![set("leaf", at[3], leaf(&garbage)), set("body", at[3], garbage)]),
        attack("kind column", 2, "columns", vec![set("kind", at[1], "org.deleted")]),
        attack("time column", 2, "columns", vec![set("at", at[1], 1_i64)]),
        attack("version column", 5, "columns", vec![set("version", at[4], 40_i64)]),
        attack("stream column", 2, "columns", vec![set("stream", at[1], "org_x")]),
        // The event is then another organisation's, so what comes after it is what does not fit.
        attack("org column", 3, "missing", vec![set("org", at[1], "org_x")]),
    ]
}

/// What can be done to their order and number, and to the tree head.
fn on_the_log(log: &Log) -> Vec<Attack> {
    let at = &log.positions;
    vec![
        attack("deleted in the middle", 3, "missing", delete(at[1])),
        attack("deleted at the end", 5, "covers 5", delete(at[4])),
        attack("swapped in a stream", 4, "missing", swap(at[3], at[4])),
        attack("swapped between streams", 5, "root", swap(at[2], at[3])),
        attack("added", 6, "covers 5", addition(log, true)),
        attack("added beside the feed", 6, "", addition(log, false)),
        attack("head's root", 5, "root", on_head("root", log.org, vec![0_u8; 32])),
        attack("head's size", 5, "root", on_head("size", log.org, 4_i64)),
        attack("head's frontier", 5, "damaged", on_head("frontier", log.org, vec![1_u8, 2, 3])),
        attack("deleted head", 1, "covers 0", vec![(Sql::both("DELETE FROM tree_heads WHERE org = $1"), vec![log.org.to_string().into()])]),
        attack("deleted events and head", 1, "not one event", lost(log.org)),
    ]
}

async fn verify(fixture: &Fixture, org: OrgId) -> AuditReport {
    fixture.store.read().await.unwrap().verify(org).await.unwrap()
}

/// Runs each attack on a log of its own; the logs beside it stay intact.
async fn check(db: TestDb, attacks: fn(&Log) -> Vec<Attack>) {
    let fixture = Fixture::on(db).await;
    fixture.sequence().await;
    let count = attacks(&log(&fixture).await).len();
    for number in 0..count {
        let (before, target) = (log(&fixture).await, log(&fixture).await);
        assert_eq!(verify(&fixture, target.org).await.result, AuditResult::Intact);
        let attack = attacks(&target).into_iter().nth(number).unwrap();
        for (statement, params) in &attack.statements {
            fixture.tamper(statement, params).await;
        }
        let report = verify(&fixture, target.org).await;
        let problem = report.problem.unwrap_or_default();
        assert_eq!((report.result, report.broken_at), (AuditResult::Broken, Some(attack.broken_at)), "{}: {problem}", attack.name);
        assert!(problem.contains(attack.problem), "{}: {problem}", attack.name);
        assert_eq!(verify(&fixture, before.org).await.result, AuditResult::Intact, "{}: the log beside it", attack.name);
    }
}

async fn altered_events_are_found(db: TestDb) {
    check(db, on_events).await;
}

async fn an_altered_order_number_or_head_is_found(db: TestDb) {
    check(db, on_the_log).await;
}

async fn an_organisation_is_looked_at_while_anything_tells_of_it(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let row = |org: OrgId| (Sql::both("DELETE FROM orgs WHERE id = $1"), vec![org.to_string().into()]);
    let [events, head] = [0, 1].map(|which| move |org: OrgId| lost(org).swap_remove(which));
    let (by_events, by_head, by_row) = (log(&fixture).await.org, log(&fixture).await.org, log(&fixture).await.org);
    let gone = [head(by_events), row(by_events), events(by_head), row(by_head), events(by_row), head(by_row)];
    for (statement, params) in &gone {
        fixture.tamper(statement, params).await;
    }
    let looked_at = async || fixture.store.read().await.unwrap().audited_orgs(Scope::System(key())).await;
    let mut all = [fixture.org, by_events, by_head, by_row];
    all.sort_unstable();
    assert_eq!(looked_at().await.unwrap(), all);
    for org in [by_events, by_head, by_row] {
        assert_eq!(verify(&fixture, org).await.result, AuditResult::Broken);
    }
    fixture.tamper(&Sql::both("UPDATE events SET org = 'org_x' WHERE org = $1"), &[by_events.to_string().into()]).await;
    assert!(looked_at().await.unwrap_err().to_string().contains("org_x"), "what is no organisation's name is not passed over");
}

async fn an_untouched_log_is_intact_and_no_log_is_empty(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let log = log(&fixture).await;
    let report = verify(&fixture, log.org).await;
    assert_eq!((report.result, report.events, report.broken_at), (AuditResult::Intact, 5, None));
    let report = verify(&fixture, fixture.store.new_id()).await;
    assert_eq!((report.result, report.events), (AuditResult::Empty, 0));
}

dream_sql::on_both_engines!(
    altered_events_are_found,
    an_altered_order_number_or_head_is_found,
    an_organisation_is_looked_at_while_anything_tells_of_it,
    an_untouched_log_is_intact_and_no_log_is_empty,
);
