//! What an event costs, from its raw bytes to the posts that Discord takes: how many a second on one core.
//!
//! `cargo run --release -p dream-bridge --example event_rate [events=20000]`
//!
//! Each event is verified, read, normalised, asked of fifty rules of which three are about it, and composed. Nothing is stored or sent.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on ends")]

use dream_bridge::discord::compose;
use dream_bridge::normalise::{Arrival, normalise};
use dream_bridge::plan::{Memory, plan};
use dream_bridge::rule::RuleSet;
use dream_bridge::source::{Key, Keys, Kind, Proof, Request, payload, verify};
use dream_clock::{Clock as _, SystemClock};
use dream_secret::Secret;

fn main() {
    let events: u32 = std::env::args().nth(1).map_or(20_000, |count| count.parse().unwrap());
    let commits: Vec<String> =
        (0..20).map(|n| format!(r#"{{"id":"{n:040}","message":"Change {n}","url":"https://example.com/{n}"}}"#)).collect();
    let body = format!(
        r#"{{"ref":"refs/heads/main","commits":[{}],"repository":{{"full_name":"acme/app"}},"sender":{{"login":"amy"}}}}"#,
        commits.join(",")
    );
    let secret = "a-secret-of-enough-length";
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    let signature = format!("sha256={}", data_encoding::HEXLOWER.encode(aws_lc_rs::hmac::sign(&key, body.as_bytes()).as_ref()));
    let headers = [("X-Hub-Signature-256", signature.as_str()), ("X-GitHub-Event", "push"), ("Content-Type", "application/json")];
    let keys = Keys::new(vec![Key::Shared(Secret::new(secret))]).unwrap();
    let rules = RuleSet::parse("rules.toml", &rules()).unwrap();
    let (mut memory, start) = (Memory::default(), SystemClock.now());
    let mut posts = 0;
    for _ in 0..events {
        let request = Request { headers: &headers, body: body.as_bytes(), path_secret: None };
        let verified = verify(Kind::Github, &Proof::signature(), &keys, &request, start).unwrap();
        let json = payload(Kind::Github, &request).unwrap();
        let arrival = Arrival { source: "github", event_type: verified.event_type.as_deref(), at: start };
        for event in normalise(Kind::Github, arrival, &json) {
            let planned = plan(&rules, &event, &json, &mut memory, start).planned;
            posts += planned.iter().map(|planned| compose(&planned.message).len()).sum::<usize>();
        }
    }
    let took = SystemClock.now().since(start).as_secs_f64();
    println!(
        "{events} events of {} bytes, {posts} posts: {:.0} events/s, {:.0} µs each",
        body.len(),
        f64::from(events) / took,
        took * 1e6 / f64::from(events)
    );
}

/// Fifty rules; three of them are about a push to acme/app.
fn rules() -> String {
    let rule = |n: usize| {
        let types = if n.is_multiple_of(17) { "push" } else { "issues.*" };
        format!(
            "[[rule]]\nname = \"r{n}\"\nto = [\"ops\"]\ntypes = [\"{types}\"]\nwhen = \"payload.ref == 'refs/heads/main'\"\n\
             message = {{ title = \"{{{{ event.title }}}}\", text = \"{{{{ event.summary|raw|truncate(800) }}}}\" }}\n"
        )
    };
    (0..50).map(rule).collect()
}
