//! The error output of an agent: lines that are cut, and passed on no faster than is allowed.

use crate::lines::{Line, Lines};
use dream_ports::{AgentHost, AgentRef};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncRead;
use tokio::time::Instant;

/// The longest line that is passed on, in bytes.
const LINE_BYTES: usize = 8 << 10;
const SECOND: Duration = Duration::from_secs(1);

/// Passes lines on to the host.
pub(crate) struct Complaints {
    agent: AgentRef,
    host: Arc<dyn AgentHost>,
    per_second: u32,
    window: Mutex<Window>,
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
        Self { agent, host, per_second, window }
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
            complaints.line(&String::from_utf8_lossy(&text));
        }
        rest = cut;
    }
    complaints.finish();
}

fn cut(text: &str) -> &str {
    let text = text.trim_end_matches('\r');
    text.get(..text.floor_char_boundary(LINE_BYTES)).unwrap_or(text)
}
