//! A sign of life for anything that takes longer than a second.

use super::Printer;
use indicatif::{ProgressBar, ProgressStyle};
use std::future::Future;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(1);
const FRAME: Duration = Duration::from_millis(120);

impl Printer {
    /// Waits for `work`; after a second says on stderr what is being waited for.
    pub(crate) async fn busy<T>(&self, what: &str, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        if let Ok(done) = tokio::time::timeout(PATIENCE, &mut work).await {
            return done;
        }
        if self.json || !self.stderr.is_terminal() {
            self.note(&format!("{what} …"));
            return work.await;
        }
        let bar = ProgressBar::new_spinner().with_message(what.to_owned());
        bar.enable_steady_tick(FRAME);
        let done = work.await;
        bar.finish_and_clear();
        done
    }

    /// A count of bytes on stderr; hidden where nobody looks.
    pub(crate) fn bytes(&self, what: &str, length: Option<u64>) -> ProgressBar {
        if self.json || !self.stderr.is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new).with_message(what.to_owned());
        if let Ok(style) = ProgressStyle::with_template("{msg}  {bytes}  {bytes_per_sec}") {
            bar.set_style(style);
        }
        bar
    }
}
