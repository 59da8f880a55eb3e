//! What the screen shows, on small and large terminals, and what keys do to it.

use super::*;
use crate::commands::top::keys::{Do, Steer, press};
use crate::commands::top::snapshot::Snapshot;
use crate::commands::top::view::Target;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Color;
use serde_json::{Value, json};

const T: &str = "2026-11-21T14:00:00.000000Z";
const D: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn id(prefix: &str, end: &str) -> String {
    format!("{prefix}_01jd3kz5e8f0vs1m7q2w9x{end}")
}

fn run(end: &str, status: &str, reason: Option<&str>) -> Value {
    json!({
        "id": id("run", end), "project": id("prj", "4t6b"), "status": status, "reason": reason, "message": null,
        "template": "software-delivery", "template_digest": D, "stages": [], "cost_usd": "0.0125", "max_cost_usd": "5.00",
        "requested_by": null, "release": null, "started_at": T, "updated_at": T, "finished_at": null
    })
}

fn snapshot() -> Snapshot {
    let counts = json!({ "queued": 0, "running": 1, "waiting": 1, "blocked": 0, "failed": 0, "done": 2, "cancelled": 0 });
    let overview = json!({
        "at": T, "version": "0.1.0", "runs": counts, "tasks": counts, "reviews_waiting": 1, "permissions_waiting": 2,
        "messages": { "channels": 1, "stored": 12, "sent": 40, "backlog": 3, "dead": 1 },
        "logs_last_hour": { "trace": 0, "debug": 0, "info": 9, "warn": 2, "error": 1 },
        "process": { "memory_bytes": 41_943_040, "disk_bytes": 42_949_672_960_u64, "disk_free_bytes": 21_474_836_480_u64, "log_bytes": 2_048 }
    });
    let review = json!({
        "id": id("rev", "4t6b"), "project": id("prj", "4t6b"), "run": id("run", "4t6b"), "stage": "prd", "attempt": 1, "digest": D,
        "status": "waiting", "risk": "low", "requested_at": "2026-11-21T13:50:00Z", "requested_by": null, "expires_at": null,
        "decided_by": null, "decided_at": null
    });
    let error = json!({
        "position": "1-0", "at": T, "level": "error", "stream": "server", "source": "dream_app", "run": null, "task": null,
        "message": "the disk is full\u{1b}[2J", "fields": { "error.code": "storage_full" }, "context": false
    });
    let usage = json!({ "cpu_ms": 10, "memory_bytes": 8_388_608, "processes": 1, "output_bytes": 5, "tokens": 900, "cost_usd": "0.0125" });
    let agent = json!({
        "id": id("agt", "4t6b"), "name": "ada", "role": "writer", "desired": "on_demand", "observed": "idle", "reason": null, "pid": 77,
        "task": null, "restarts": 2, "sandbox": "landlock", "runtime": "acp", "builtin": false, "capabilities": [], "projects": [],
        "concurrency": 1, "crashes": 0, "given_up": null, "beat_at": "2026-11-21T13:59:00Z", "progress_at": null, "usage": usage,
        "processes": [{
            "slot": 0, "observed": "idle", "since": T, "reason": null, "pid": 77, "task": null, "sandbox": "landlock", "unenforced": [],
            "started_at": T, "usage": usage
        }],
        "registered_at": T
    });
    Snapshot {
        overview: serde_json::from_value(overview).unwrap(),
        messages_per_second: Some(2.5),
        newest_runs: serde_json::from_value(json!([run("4t6b", "waiting", Some("approval")), run("4t6c", "done", Some("released"))]))
            .unwrap(),
        waiting_reviews: serde_json::from_value(json!([review])).unwrap(),
        newest_tasks: Vec::new(),
        recent_errors: serde_json::from_value(json!([error])).unwrap(),
        agents: serde_json::from_value(json!([agent])).unwrap(),
        problems: Vec::new(),
    }
}

fn key(view: &mut View, code: KeyCode) -> Do {
    press(view, KeyEvent::new(code, KeyModifiers::NONE))
}

/// The screen as text, and whether anything on it has a colour.
fn screen(view: &View, (width, height): (u16, u16), coloured: bool) -> (String, bool) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, view, Theme::new(coloured))).unwrap();
    let buffer = terminal.backend().buffer();
    let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let painted = buffer.content().iter().any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
    ((0..height).map(row).collect::<Vec<_>>().join("\n"), painted)
}

fn check(view: &View, size: (u16, u16), expected: &[&str], absent: &[&str]) {
    let (text, _) = screen(view, size, true);
    for wanted in expected {
        assert!(text.contains(wanted), "no `{wanted}` at {size:?}:\n{text}");
    }
    for unwanted in absent {
        assert!(!text.contains(unwanted), "`{unwanted}` at {size:?}:\n{text}");
    }
}

#[test]
fn the_numbers_and_one_list_fit_eighty_by_twenty_four_and_all_lists_a_large_screen() {
    let view = View::new(snapshot());
    let numbers = [
        "memory 40 MiB",
        "disk 20 GiB free",
        "logs 2 KiB",
        "1 running",
        "1 waiting",
        "2.5/s",
        "backlog 3",
        "1 dead",
        "1 error ",
        "2 warnings",
        "1 review and 2 permissions wait",
    ];
    let keys = ["q quit", "u unlock cancel", "r look"];
    check(
        &view,
        (80, 24),
        &[&numbers[..], &keys, &["[1 Runs 2]", "2 Waiting for people", "waiting: approval", "software-delivery"]].concat(),
        &["the disk is full"],
    );
    check(
        &view,
        (160, 50),
        &[
            &numbers[..],
            &keys,
            &["[1 Runs 2]", "[2 Waiting for people 1]", "[3 Tasks 0]", "[4 Errors 1]", "[5 Agents 1]", "the disk is full", "nothing here"],
        ]
        .concat(),
        &["\u{1b}"],
    );
    for size in [(1, 1), (20, 5), (80, 8), (300, 100)] {
        screen(&view, size, true);
    }
}

#[test]
fn without_colour_nothing_has_one() {
    let view = View::new(snapshot());
    assert!(!screen(&view, (80, 24), false).1);
    assert!(screen(&view, (80, 24), true).1);
}

#[test]
fn lists_are_chosen_filtered_and_opened() {
    let mut view = View::new(snapshot());
    key(&mut view, KeyCode::Char('4'));
    check(&view, (80, 24), &["[4 Errors 1]", "the disk is full"], &[]);
    key(&mut view, KeyCode::Enter);
    check(&view, (80, 24), &["error.code = \"storage_full\"", "any key closes"], &["\u{1b}"]);
    key(&mut view, KeyCode::Esc);
    assert!(view.detail.is_none());
    key(&mut view, KeyCode::Tab);
    key(&mut view, KeyCode::Tab);
    for letter in "/RELEASED".chars() {
        key(&mut view, KeyCode::Char(letter));
    }
    assert!(view.typing);
    key(&mut view, KeyCode::Enter);
    check(&view, (80, 24), &["[1 Runs 1]", "done: released", "/ RELEASED"], &["waiting: approval"]);
    key(&mut view, KeyCode::Esc);
    key(&mut view, KeyCode::Char('2'));
    key(&mut view, KeyCode::Enter);
    check(&view, (120, 40), &["dreamos review approve rev_"], &[]);
    assert_eq!(press(&mut view, KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)), Do::Quit);
}

#[test]
fn cancelling_is_behind_a_lock_that_closes_again() {
    let mut view = View::new(snapshot());
    let cancel = |view: &mut View| key(view, KeyCode::Char('c'));
    assert_eq!(cancel(&mut view), Do::Show);
    check(&view, (80, 24), &["cancelling is locked"], &[]);
    key(&mut view, KeyCode::Char('u'));
    check(&view, (80, 24), &["c cancel!"], &[]);
    let target = Target::Run(id("run", "4t6b").parse().unwrap());
    assert_eq!(cancel(&mut view), Do::Cancel(target));
    assert_eq!(cancel(&mut view), Do::Show, "once");
    key(&mut view, KeyCode::Char('u'));
    key(&mut view, KeyCode::Down);
    assert_eq!(cancel(&mut view), Do::Show, "what is over cannot be cancelled");
    check(&view, (80, 24), &["nothing here to cancel"], &[]);
}

#[test]
fn agents_are_nudged_at_once_and_ended_behind_the_lock() {
    let mut view = View::new(snapshot());
    assert_eq!(key(&mut view, KeyCode::Char('n')), Do::Show);
    check(&view, (80, 24), &["press 5 and choose one"], &[]);
    key(&mut view, KeyCode::Char('5'));
    check(&view, (80, 24), &["[5 Agents 1]", "idle", "ada · writer", "n nudge", "q quit"], &[]);
    check(&view, (140, 24), &["beat 1 min", "900 tokens", "$0.0125", "2 restarts"], &[]);
    assert_eq!(key(&mut view, KeyCode::Char('l')), Do::Log("ada".to_owned()));
    assert_eq!(key(&mut view, KeyCode::Char('n')), Do::Steer(Steer::Nudge, "ada".to_owned()));
    for (letter, how) in [('s', Steer::Stop), ('R', Steer::Restart)] {
        assert_eq!(key(&mut view, KeyCode::Char(letter)), Do::Show);
        check(&view, (80, 24), &["are locked"], &[]);
        key(&mut view, KeyCode::Char('u'));
        assert_eq!(key(&mut view, KeyCode::Char(letter)), Do::Steer(how, "ada".to_owned()));
        assert_eq!(key(&mut view, KeyCode::Char(letter)), Do::Show, "once");
    }
    key(&mut view, KeyCode::Enter);
    check(&view, (80, 24), &["dreamos agent show ada", "pid 77, 8 MiB"], &[]);
}

#[test]
fn a_line_that_is_too_long_says_that_it_was_cut() {
    let (text, _) = screen(&View::new(snapshot()), (40, 24), true);
    let lines: Vec<&str> = text.lines().collect();
    assert!([lines[0], lines[4], lines[23]].iter().all(|line| line.ends_with('…')), "{text}");
    check(&View::new(snapshot()), (120, 40), &["disk 20 GiB free of 40 GiB", "logs 2 KiB"], &[]);
}
