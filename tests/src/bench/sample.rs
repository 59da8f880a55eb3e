//! Many measured times of one thing.

use std::time::Duration;

/// Times, sorted.
pub(crate) struct Sample(Vec<Duration>);

impl Sample {
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time at a percentile, by nearest rank.
    pub(crate) fn at(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    /// `p50 / p99`.
    pub(crate) fn show(&self) -> String {
        format!("{} / {}", time(self.at(50)), time(self.at(99)))
    }
}

/// Readable to three digits or so.
pub(crate) fn time(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    match micros {
        0.0..1_000.0 => format!("{micros:.0} µs"),
        1_000.0..1_000_000.0 => format!("{:.1} ms", micros / 1e3),
        _ => format!("{:.2} s", micros / 1e6),
    }
}

/// How many a second.
pub(crate) fn rate(count: usize, took: Duration) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from) / took.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let sample = Sample::new([30, 10, 20, 40].map(Duration::from_micros).to_vec());
        assert_eq!((sample.at(50), sample.at(99)), (Duration::from_micros(20), Duration::from_micros(40)));
        assert_eq!(Sample::new(Vec::new()).at(50), Duration::ZERO);
    }

    #[test]
    fn times_are_readable() {
        for (micros, text) in [(7, "7 µs"), (1_500, "1.5 ms"), (2_340_000, "2.34 s")] {
            assert_eq!(time(Duration::from_micros(micros)), text);
        }
    }
}
