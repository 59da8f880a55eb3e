//! Log lines: who sees which, holds, and what the keeper removes.

use dream_access::Role;
use dream_app::logs::{self, Filter, Level, Line, NewHold, NewLine, Search, SetName, StreamName};
use dream_app::members::{self, MemberChange};
use dream_app::projects::{self, NewProject};
use dream_app::runs::{self, NewRun};
use dream_app::tasks::{self, NewTask};
use dream_app::{AppError, IdempotencyKey, Kind, Op, overview};
use dream_clock::Timestamp;
use dream_id::{Limit, RunId};
use dream_testkit::{TestApp, found, until_idle};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// The kind and code of a refusal.
fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    let error = result.err().unwrap();
    (error.kind, error.code)
}

async fn say(app: &TestApp, set: SetName, stream: StreamName, message: &str) {
    // Each line is later than the one before.
    app.clock.advance(Duration::from_micros(1));
    let run = match &stream {
        StreamName::Run(run) => Some(*run),
        _ => None,
    };
    let line = Line { run, ..Line::new(app.app.now(), Level::Error, stream, "test", message) };
    app.app.logs.append_acknowledged(set, line).await.unwrap();
}

async fn run(app: &TestApp, name: &str) -> (dream_id::ProjectId, RunId) {
    let new = NewProject { name: name.to_owned(), brief: b"# A site\n".to_vec(), template: "planning-only".to_owned() };
    let project = projects::create(&app.owner(), new).await.unwrap().id();
    let run = runs::start(&app.owner(), NewRun { project, cost_cap_micros: None }).await.unwrap();
    say(app, SetName::Org(app.org), StreamName::Run(run), &format!("of {name}")).await;
    (project, run)
}

async fn seen(op: &Op, filter: Filter) -> Vec<String> {
    let search = Search { filter, limit: 100, ..Search::default() };
    let page = logs::search(op, search).await.unwrap();
    page.lines.into_iter().map(|found| found.line.message).collect()
}

/// Trap 28: lines without the tenant's filter, and without the project's.
async fn everybody_sees_what_they_may_and_nothing_else(app: &TestApp) {
    let org = SetName::Org(app.org);
    let (site, site_run) = run(app, "site").await;
    let (_, shop_run) = run(app, "shop").await;
    say(app, org, StreamName::Agent("builder".to_owned()), "of an agent").await;
    say(app, SetName::Server, StreamName::Server, "of the server").await;
    let stranger = found(&app.app, "second").await;
    say(app, SetName::Org(stranger.org), StreamName::Agent("theirs".to_owned()), "of another organisation").await;

    let all = Filter::default;
    let (owner, viewer) = (app.owner(), app.person(Role::Viewer).await);
    assert_eq!(seen(&owner, all()).await, ["of the server", "of an agent", "of shop", "of site"]);
    assert_eq!(seen(&viewer, all()).await, ["of an agent", "of shop", "of site"]);
    assert_eq!(seen(&stranger.owner, all()).await, ["of another organisation"], "owners of others do not read the server's log");

    let guest = app.person(None).await;
    let search = || Search { limit: 10, ..Search::default() };
    assert_eq!(refusal(logs::search(&guest, search()).await).0, Kind::Forbidden);
    let member = crate::access::member(&guest).await;
    let grant = MemberChange { grant: vec![(site, Role::Viewer)], ..MemberChange::default() };
    members::change(&owner, member, grant).await.unwrap();
    let guest = app.again(&guest).await;
    assert_eq!(seen(&guest, all()).await, ["of site"]);
    assert_eq!(seen(&guest, Filter { run: Some(site_run), ..all() }).await, ["of site"]);
    let by_stream = |stream| Search { filter: Filter { stream: Some(stream), ..all() }, limit: 10, ..Search::default() };
    assert!(seen(&guest, by_stream(StreamName::Agent("builder".to_owned())).filter).await.is_empty());
    for stream in [StreamName::Run(shop_run), StreamName::Server] {
        assert_eq!(refusal(logs::search(&guest, by_stream(stream)).await).0, Kind::Forbidden);
    }
    let other_run = Search { filter: Filter { run: Some(site_run), ..all() }, ..search() };
    assert_eq!(refusal(logs::search(&stranger.owner, other_run).await), (Kind::NotFound, "not_found"));
    assert_eq!(refusal(logs::search(&stranger.owner, by_stream(StreamName::Server)).await), (Kind::Forbidden, "server_log_elsewhere"));
    assert_eq!(refusal(logs::search(&viewer, by_stream(StreamName::Server)).await).0, Kind::Forbidden);
    assert_eq!(refusal(logs::export(&viewer, all()).await.map(|_| ())).0, Kind::Forbidden);

    let mut feed = logs::follow(&guest, all(), None).await.unwrap();
    assert!(feed.look().await.unwrap().is_empty());
    say(app, org, StreamName::Run(shop_run), "of shop again").await;
    say(app, org, StreamName::Run(site_run), "of site again").await;
    let followed = feed.look().await.unwrap();
    assert_eq!(followed.iter().map(|line| line.found.line.message.as_str()).collect::<Vec<_>>(), ["of site again"]);
    let summary = logs::summary(&guest, all()).await.unwrap();
    assert_eq!(summary.levels, [0, 0, 0, 0, 2], "counts tell no more than lines do");
}

fn new_line(stream: StreamName, message: &str) -> NewLine {
    let (source, message) = ("build".to_owned(), message.to_owned());
    NewLine { stream, level: Level::Warn, source, message, fields: serde_json::Map::new() }
}

async fn lines_are_written_by_those_who_work_and_say_by_whom(app: &TestApp) {
    let (site, site_run) = run(app, "site").await;
    let owner = app.owner();
    let task = tasks::create(&owner, NewTask { project: Some(site), ..NewTask::titled("t") }).await.unwrap().task.id();
    let guest = app.person(None).await;
    let member = crate::access::member(&guest).await;
    let grant = |role| MemberChange { grant: vec![(site, role)], ..MemberChange::default() };
    members::change(&owner, member, grant(Role::Viewer)).await.unwrap();
    let viewer = app.again(&guest).await;
    let of_task = || vec![new_line(StreamName::Task(task), "of the task")];
    assert_eq!(refusal(logs::append(&viewer, of_task()).await), (Kind::Forbidden, "role_too_low"));
    members::change(&owner, member, grant(Role::Contributor)).await.unwrap();
    let contributor = app.again(&guest).await;
    app.clock.advance(Duration::from_secs(1));
    let mut lines = vec![new_line(StreamName::Run(site_run), "one"), new_line(StreamName::Task(task), "two")];
    lines[0].fields.insert("log.by".to_owned(), "per_of_somebody_else".into());
    lines[1].fields.insert("password".to_owned(), "hunter2".into());
    assert_eq!(logs::append(&contributor, lines).await.unwrap(), 2);
    let search = Search { limit: 100, order: logs::Order::Oldest, ..Search::default() };
    let found = logs::search(&owner, search).await.unwrap().lines;
    let [.., one, two] = &found[..] else { panic!("{found:?}") };
    let me = contributor.by().actor.person().unwrap().to_string();
    assert_eq!((one.line.message.as_str(), one.line.run, one.line.task), ("one", Some(site_run), None));
    assert_eq!((two.line.message.as_str(), two.line.run, two.line.task, two.line.level), ("two", None, Some(task), Level::Warn));
    assert!([one, two].iter().all(|found| found.line.fields["log.by"] == me.as_str() && found.line.at == app.app.now()));
    assert_eq!(two.line.fields["password"], "[removed]");

    let stranger = found_org(app).await;
    let long = new_line(StreamName::Task(task), &"x".repeat(70_000));
    let agent = |name: &str| new_line(StreamName::Agent(name.to_owned()), "m");
    for (op, lines, refused) in [
        (&owner, vec![], (Kind::Invalid, "log_lines_invalid")),
        (&owner, vec![new_line(StreamName::Task(task), "m"); logs::MOST_LINES + 1], (Kind::Invalid, "log_lines_invalid")),
        (&owner, vec![NewLine { source: " ".to_owned(), ..agent("a") }], (Kind::Invalid, "log_lines_invalid")),
        (&owner, vec![new_line(StreamName::Task(task), "m"), long], (Kind::Invalid, "log_line_too_long")),
        (&owner, vec![new_line(StreamName::Server, "forged")], (Kind::Forbidden, "log_stream_refused")),
        (&owner, vec![agent("nobody")], (Kind::NotFound, "not_found")),
        (&contributor, vec![agent("nobody")], (Kind::Forbidden, "role_too_low")),
        (&stranger, of_task(), (Kind::NotFound, "not_found")),
        (&stranger, vec![new_line(StreamName::Run(site_run), "m")], (Kind::NotFound, "not_found")),
    ] {
        assert_eq!(refusal(logs::append(op, lines).await), refused);
    }
    let search = Search { limit: 100, ..Search::default() };
    assert_eq!(logs::search(&owner, search).await.unwrap().lines.len(), found.len(), "a refused call writes nothing");
}

async fn lines_that_are_sent_again_stand_there_once(app: &TestApp) {
    let owner = app.owner();
    let id = tasks::create(&owner, NewTask::titled("t")).await.unwrap().task.id();
    let under = |key: &str| owner.clone().with_key(Some(IdempotencyKey::parse(key).unwrap()));
    let lines = |words: &[&str]| words.iter().map(|word| new_line(StreamName::Task(id), word)).collect::<Vec<_>>();
    let all = async || {
        let search = Search { limit: 100, order: logs::Order::Oldest, ..Search::default() };
        let found = logs::search(&owner, Search { filter: Filter { task: Some(id), ..Filter::default() }, ..search }).await.unwrap();
        found.lines.into_iter().map(|found| found.line.message).collect::<Vec<_>>()
    };
    for _ in 0..2 {
        app.clock.advance(Duration::from_secs(1));
        assert_eq!(logs::append(&under("k1"), lines(&["one", "two"])).await.unwrap(), 2);
    }
    let one = under("k2");
    let (first, second) = tokio::join!(logs::append(&one, lines(&["three"])), logs::append(&one, lines(&["three"])));
    assert_eq!((first.unwrap(), second.unwrap()), (1, 1));
    assert_eq!(refusal(logs::append(&under("k1"), lines(&["one", "too"])).await), (Kind::Conflict, "idempotency_key_reused"));
    let member = app.person(Role::Contributor).await.with_key(Some(IdempotencyKey::parse("k1").unwrap()));
    assert_eq!(logs::append(&member, lines(&["four"])).await.unwrap(), 1, "a key is its caller's alone");
    // What is too long is refused before anything is remembered: the key is still free.
    assert_eq!(refusal(logs::append(&under("k3"), lines(&[&"x".repeat(70_000)])).await), (Kind::Invalid, "log_line_too_long"));
    assert_eq!(logs::append(&under("k3"), lines(&["five"])).await.unwrap(), 1);
    assert_eq!(all().await, ["one", "two", "three", "four", "five"]);
}

async fn found_org(app: &TestApp) -> Op {
    found(&app.app, "second").await.owner
}

/// The lines of an export, to its end.
async fn rest(export: &mut logs::LogExport) -> Vec<Line> {
    let mut packed = Vec::new();
    while let Some(piece) = export.next().await.unwrap() {
        packed.extend(piece);
    }
    let text = String::from_utf8(zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn an_export_that_lacks_lines_says_so_in_its_last_line(app: &TestApp) {
    let (org, agent) = (SetName::Org(app.org), || StreamName::Agent("a".to_owned()));
    say(app, org, agent(), "damaged").await;
    app.clock.advance(Duration::from_hours(2));
    logs::keep(&Op::of_worker(app.app.clone(), "log-keeper")).await.unwrap();
    let folder = app.app.scratch.parent().unwrap().join("logs").join(app.org.to_string());
    let packed =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.to_string_lossy().ends_with(".zst"));
    let packed = packed.unwrap();
    let mut bytes = std::fs::read(&packed).unwrap();
    bytes[20] ^= 0xff;
    std::fs::write(&packed, bytes).unwrap();
    say(app, org, agent(), "sound").await;
    app.clock.advance(Duration::from_secs(1));
    let lines = rest(&mut logs::export(&app.owner(), Filter::default()).await.unwrap()).await;
    let said: Vec<_> = lines.iter().map(|line| (line.message.as_str(), line.source.as_str(), &line.stream)).collect();
    let last = ("this export is not whole: there may be lines that are not in it", logs::INCOMPLETE, &StreamName::Server);
    assert_eq!(said, [("sound", "test", &agent()), last]);
    let problems = lines[1].fields["problems"].as_array().unwrap();
    assert!(problems.len() == 1 && problems[0].as_str().unwrap().contains("segment 1"), "{problems:?}");
}

async fn an_export_holds_every_line_that_was_there_when_it_began(app: &TestApp) {
    let org = SetName::Org(app.org);
    for number in 0..2_500 {
        let line = Line::new(app.app.now(), Level::Info, StreamName::Agent("a".to_owned()), "test", format!("line {number}"));
        app.app.logs.append(org, line).unwrap();
    }
    say(app, org, StreamName::Agent("a".to_owned()), "the last").await;
    app.clock.advance(Duration::from_secs(1));
    let mut export = logs::export(&app.owner(), Filter::default()).await.unwrap();
    app.clock.advance(Duration::from_secs(1));
    say(app, org, StreamName::Agent("a".to_owned()), "too late").await;
    let lines = rest(&mut export).await;
    assert_eq!((lines.len(), lines[0].message.as_str(), lines[2_500].message.as_str()), (2_501, "line 0", "the last"));
    let wrong = Filter { pattern: Some(logs::Pattern::Regex("(".to_owned())), ..Filter::default() };
    assert_eq!(refusal(logs::export(&app.owner(), wrong).await.map(|_| ())), (Kind::Invalid, "invalid_pattern"));
}

async fn a_hold_keeps_lines_until_it_is_lifted(app: &TestApp) {
    let org = SetName::Org(app.org);
    let agent = || StreamName::Agent("a".to_owned());
    say(app, org, agent(), "held").await;
    let (owner, keeper) = (app.owner(), Op::of_worker(app.app.clone(), "log-keeper"));
    let new = |name: &str, server, until| NewHold { name: name.to_owned(), server, from: None, until };
    let hold = logs::place(&owner, new("case 7", false, Some(app.app.now().plus(DAY)))).await.unwrap();
    app.clock.advance(DAY * 2);
    say(app, org, agent(), "not held").await;
    app.clock.advance(DAY * 60);
    for _ in 0..2 {
        logs::keep(&keeper).await.unwrap();
    }
    assert_eq!(seen(&owner, Filter::default()).await.last().map(String::as_str), Some("held"));
    logs::lift(&owner, hold.id()).await.unwrap();
    assert_eq!(refusal(logs::lift(&owner, hold.id()).await), (Kind::Conflict, "hold_lifted"));
    logs::keep(&keeper).await.unwrap();
    assert!(!seen(&owner, Filter::default()).await.contains(&"held".to_owned()));

    let maintainer = app.person(Role::Maintainer).await;
    assert_eq!(refusal(logs::place(&maintainer, new("x", false, None)).await).0, Kind::Forbidden);
    let stranger = found(&app.app, "second").await.owner;
    assert_eq!(refusal(logs::place(&stranger, new("x", true, None)).await), (Kind::Forbidden, "server_log_elsewhere"));
    assert_eq!(refusal(logs::lift(&stranger, hold.id()).await), (Kind::NotFound, "not_found"));
    assert_eq!(refusal(logs::place(&owner, new(" ", false, None)).await), (Kind::Invalid, "name_invalid"));
    let before = Some(Timestamp::from_micros(0));
    let backwards = NewHold { from: Some(app.app.now()), until: before, ..new("x", false, None) };
    assert_eq!(refusal(logs::place(&owner, backwards).await), (Kind::Invalid, "hold_invalid"));
    assert_eq!(logs::list_holds(&owner, None, Limit::default()).await.unwrap().items.len(), 1);
}

async fn the_overview_counts_what_is_there(app: &TestApp) {
    run(app, "site").await;
    let seen = overview::look(&app.owner()).await.unwrap();
    assert_eq!(seen.runs.values().sum::<u64>(), 1);
    assert_eq!((seen.reviews_waiting, seen.log_levels[4]), (0, 1));
    assert!(seen.log_bytes > 0 && seen.machine.memory_bytes.is_some());
    until_idle(&app.app).await;
    let seen = overview::look(&app.owner()).await.unwrap();
    assert_eq!((seen.runs.get("waiting"), seen.reviews_waiting), (Some(&1), 1), "{seen:?}");
    let stranger = found(&app.app, "second").await.owner;
    let theirs = overview::look(&stranger).await.unwrap();
    assert_eq!((theirs.runs.len(), theirs.reviews_waiting, theirs.log_levels), (0, 0, [0; 5]));
}

dream_testkit::for_both_engines!(
    everybody_sees_what_they_may_and_nothing_else,
    lines_are_written_by_those_who_work_and_say_by_whom,
    lines_that_are_sent_again_stand_there_once,
    an_export_holds_every_line_that_was_there_when_it_began,
    an_export_that_lacks_lines_says_so_in_its_last_line,
    a_hold_keeps_lines_until_it_is_lifted,
    the_overview_counts_what_is_there,
);
