//! How fast searches are: `log_bench FOLDER [MEBIBYTES]` fills FOLDER with lines like the server's, once, and searches them as files and
//! as packed segments, on one core. The plain files under `FOLDER/logs/server` are there for other tools to search too.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints its figures and fails by panicking")]

use dream_clock::{Clock, SystemClock, Timestamp};
use dream_logs::{Filter, Level, Line, Logs, Options, Order, Pattern, Search, SetName, StreamName};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SETS: [SetName; 1] = [SetName::Server];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap();
    let mebibytes: u64 = arguments.next().map_or(1_024, |text| text.parse().unwrap());
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(measure(Path::new(&folder), mebibytes));
}

async fn measure(folder: &Path, mebibytes: u64) {
    let options = Options { queue_bytes: 64 << 20, ..Options::default() };
    let root = folder.join("logs");
    let logs = Logs::open(&root, options.clone(), Arc::new(SystemClock)).unwrap();
    if logs.kept_bytes(SetName::Server) == 0 {
        let began = Instant::now();
        let lines = fill(&logs, mebibytes << 20).await;
        let took = began.elapsed();
        println!("wrote {lines} lines, {mebibytes} MiB, in {took:.1?}: {:.0} lines/s", lines_per_second(lines, took));
    }
    searches(&logs, "as files").await;
    logs.close().await;
    let copy = folder.join("packed");
    if !copy.exists() {
        std::fs::create_dir_all(copy.join("server")).unwrap();
        for entry in std::fs::read_dir(root.join("server")).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), copy.join("server").join(entry.file_name())).unwrap();
        }
    }
    let logs = Logs::open(&copy, options, Arc::new(SystemClock)).unwrap();
    let began = Instant::now();
    let kept = logs.keep(SystemClock.now(), Vec::new()).await.unwrap();
    println!("packed {} segments in {:.1?}; {} MiB are left", kept.packed, began.elapsed(), logs.kept_bytes(SetName::Server) >> 20);
    searches(&logs, "packed").await;
    logs.close().await;
}

async fn searches(logs: &Logs, what: &str) {
    let text = |text: &str| Filter { pattern: Some(Pattern::Text(text.to_owned())), ..Filter::default() };
    let regex = |text: &str| Filter { pattern: Some(Pattern::Regex(text.to_owned())), ..Filter::default() };
    let mut seen = Filter { level: Some(Level::Error), ..Filter::default() };
    seen.source = Some("dream_nowhere".to_owned());
    for (name, filter) in [
        ("a rare text", text("needle in the hay")),
        ("a rare pattern", regex(r"needle \w+ the (hay|barn)")),
        ("a pattern without a literal", regex(r"[a-z]{7}-\d{6}-[A-Z]{3}")),
        ("a letter-case-free text", Filter { ignore_case: true, ..text("NEEDLE IN THE HAY") }),
        ("a run", Filter { run: Some("run_01jd3kz5e8f0vs1m7q2w9x4t6z".parse().unwrap()), ..Filter::default() }),
        ("a source and errors", seen),
        ("a field", Filter { fields: vec![("needle.size".to_owned(), "7".to_owned())], ..Filter::default() }),
        ("a level alone (no line)", Filter { level: Some(Level::Error), until: Some(Timestamp::from_micros(1)), ..Filter::default() }),
    ] {
        let mut best = Duration::MAX;
        let (mut found, mut bytes) = (0, 0);
        for _ in 0..3 {
            let began = Instant::now();
            let mut search = Search { filter: filter.clone(), order: Order::Oldest, limit: 1_000, ..Search::default() };
            found = 0;
            loop {
                let page = logs.search(&SETS, &search).await.unwrap().unwrap();
                found += page.lines.len();
                search.cursor = page.next;
                if search.cursor.is_none() {
                    break;
                }
            }
            best = best.min(began.elapsed());
            bytes = logs.raw_bytes(SetName::Server);
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate needs no more digits")]
        let rate = bytes as f64 / best.as_secs_f64() / 1e6;
        println!("{what}: {name}: {found} found in {best:.2?}, {rate:.0} MB/s");
    }
    let began = Instant::now();
    let summary = logs.summary(&SETS, Filter::default()).await.unwrap().unwrap();
    println!("{what}: summary of {} lines in {:.1?}", summary.levels.iter().sum::<u64>(), began.elapsed());
}

fn lines_per_second(lines: u64, took: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rate needs no more digits")]
    let lines = lines as f64;
    lines / took.as_secs_f64()
}

/// Writes lines as the server does: requests, calls, a few warnings, and very few needles.
async fn fill(logs: &Logs, bytes: u64) -> u64 {
    let mut lines = 0_u64;
    let mut state = 7_u64;
    while logs.raw_bytes(SetName::Server) < bytes {
        for _ in 0..10_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let line = line(lines, state >> 11);
            lines += 1;
            if lines.is_multiple_of(10_000) {
                logs.append_acknowledged(SetName::Server, line).await.unwrap();
            } else {
                logs.append(SetName::Server, line).unwrap();
            }
        }
    }
    lines
}

fn line(number: u64, noise: u64) -> Line {
    let say = |level, source: &str, message: String| Line::new(SystemClock.now(), level, StreamName::Server, source, message);
    if number % 500_000 == 499_999 {
        return say(Level::Info, "bench", "a needle in the hay".to_owned()).with("needle.size", 7);
    }
    if number.is_multiple_of(97) {
        return say(Level::Warn, "dream_app::work", format!("a lease could not be renewed after {} ms", noise % 1_000));
    }
    let route = ["/api/v1/orgs/{org}/runs", "/api/v1/orgs/{org}/reviews/{review}", "/api/v1/orgs/{org}/events"];
    say(Level::Info, "dream_http::observe", "request answered".to_owned())
        .with("http.method", "GET")
        .with("http.route", route.get(usize::try_from(noise % 3).unwrap()).copied().unwrap_or_default())
        .with("http.status", 200)
        .with("duration_us", noise % 90_000)
        .with("request.id", format!("{noise:016x}{number:016x}"))
}
