//! The error output of an agent: lines that are cut, and passed on no faster than is allowed.

use crate::lines::{Line, Lines};
use dream_ports::{AgentHost, AgentRef};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncRead;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// The longest line that is passed on, in bytes.
const LINE_BYTES: usize = 8 << 10;
/// How many of the last lines are kept, and how many bytes of each.
const LAST: usize = 5;
const LAST_BYTES: usize = 500;
const SECOND: Duration = Duration::from_secs(1);

/// Passes lines on to the host.
pub(crate) struct Complaints {
    agent: AgentRef,
    host: Arc<dyn AgentHost>,
    per_second: u32,
    window: Mutex<Window>,
    last: Mutex<VecDeque<String>>,
    over: CancellationToken,
}

/// What was passed on in this second.
struct Window {
    began: Instant,
    passed: u32,
    left_out: u64,
}

impl Complaints {
    pub(crate) fn new(agent: AgentRef, host: Arc<dyn AgentHost>, per_second: u32) -> Self {
        let window = Mutex::new(Window { began: Instant::now(), passed: 0, left_out: 0 });
        Self { agent, host, per_second, window, last: Mutex::default(), over: CancellationToken::new() }
    }

    /// The last lines, whether they were passed on or not.
    pub(crate) fn last(&self) -> Vec<String> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Returns when there is nothing more to come.
    pub(crate) async fn over(&self) {
        self.over.cancelled().await;
    }

    fn keep(&self, text: &str) {
        let text = text.trim_end();
        if text.is_empty() {
            return;
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.len() == LAST {
            last.pop_front();
        }
        last.push_back(text.get(..text.floor_char_boundary(LAST_BYTES)).unwrap_or_default().to_owned());
    }

    /// Passes a line on, or counts it.
    pub(crate) fn line(&self, text: &str) {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.began.elapsed() >= SECOND {
            let left_out = std::mem::take(&mut window.left_out);
            (window.began, window.passed) = (Instant::now(), 0);
            self.tell_left_out(left_out);
        }
        if window.passed >= self.per_second {
            window.left_out += 1;
            return;
        }
        window.passed += 1;
        drop(window);
        self.host.complained(&self.agent, cut(text));
    }

    /// Tells what was left out last.
    pub(crate) fn finish(&self) {
        let left_out = std::mem::take(&mut self.window.lock().unwrap_or_else(PoisonError::into_inner).left_out);
        self.tell_left_out(left_out);
    }

    fn tell_left_out(&self, lines: u64) {
        if lines > 0 {
            self.host.complained(&self.agent, &format!("… {lines} lines were left out: more came in a second than are kept"));
        }
    }
}

/// Passes on every line of `errors`.
pub(crate) async fn listen(errors: impl AsyncRead + Unpin, complaints: Arc<Complaints>) {
    let mut lines = Lines::new(errors, LINE_BYTES);
    let mut rest = false;
    // An output that cannot be read has ended.
    while let Ok(line) = lines.next().await {
        let (text, cut) = match line {
            Line::Whole(text) => (text, false),
            Line::Cut(text) => (text, true),
            Line::End => break,
        };
        // Of a line that is too long, the beginning is enough.
        if !rest {
            let text = String::from_utf8_lossy(&text);
            complaints.keep(&text);
            complaints.line(&text);
        }
        rest = cut;
    }
    complaints.finish();
    complaints.over.cancel();
}

fn cut(text: &str) -> &str {
    let text = text.trim_end_matches('\r');
    text.get(..text.floor_char_boundary(LINE_BYTES)).unwrap_or(text)
}
