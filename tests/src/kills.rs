//! The kill loop: start, load, end at a random moment, start again, compare.

use std::fmt;
use std::time::{Duration, Instant};

use crate::{Dice, Failure, Load, Oracle, Outcome, Place};

/// Callers of each kind.
const CALLERS: usize = 4;
/// The longest time under load before the end comes.
const UNDER_LOAD: Duration = Duration::from_millis(800);
/// The part of a start in which a young process is killed.
const START_UP: Duration = Duration::from_millis(50);

/// What a loop did, to be printed.
#[derive(Debug, Default)]
pub struct Tally {
    seed: u64,
    killed: usize,
    killed_young: usize,
    stopped: usize,
    facts: usize,
    ready: Vec<Duration>,
    /// The longest that a process of an agent outlived its server.
    lasted: Duration,
    took: Duration,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut ready = self.ready.clone();
        ready.sort_unstable();
        let at = |percent: usize| ready.get((ready.len() * percent / 100).min(ready.len().saturating_sub(1))).copied().unwrap_or_default();
        write!(
            f,
            "seed {}, {:.0?}: {} kill -9 under load, {} in the first {START_UP:?} of a start, {} SIGTERM; {} acknowledged facts, none lost; \
             ready after p50 {:?}, p99 {:?}; no process of an agent lived on for more than {:.0?}",
            self.seed,
            self.took,
            self.killed,
            self.killed_young,
            self.stopped,
            self.facts,
            at(50),
            at(99),
            self.lasted
        )
    }
}

/// Ends and restarts the server `cycles` times: nine in ten by `kill -9`, of which some while it still starts.
pub async fn kill_loop(place: &Place, cycles: usize, seed: u64) -> Outcome<Tally> {
    let dice = Dice::new(seed);
    let mut oracle = Oracle::default();
    let mut tally = Tally { seed, ..Tally::default() };
    let begun = Instant::now();
    for cycle in 0..cycles {
        let done = one_cycle(place, &dice, &mut oracle, &mut tally).await;
        done.map_err(|failure| Failure::broken(format!("cycle {cycle} of DREAMOS_SEED={seed}: {failure}")))?;
    }
    let (server, client, _) = place.start()?;
    oracle
        .check_at_the_end(&client, &dice)
        .await
        .map_err(|failure| Failure::broken(format!("at the end of DREAMOS_SEED={seed}: {failure}")))?;
    server.stop()?;
    tally.facts = oracle.len();
    tally.took = begun.elapsed();
    Ok(tally)
}

async fn one_cycle(place: &Place, dice: &Dice, oracle: &mut Oracle, tally: &mut Tally) -> Outcome {
    let lot = dice.below(10);
    if lot == 0 {
        let server = place.spawn()?;
        std::thread::park_timeout(dice.less_than(START_UP));
        tally.killed_young += 1;
        server.kill()?;
        return place.no_agents_left().map(drop);
    }
    let (server, client, ready) = place.start()?;
    tally.ready.push(ready);
    oracle.check(&client, dice).await?;
    let mut load = Load::start(&client, CALLERS);
    oracle.note(load.collect(dice.less_than(UNDER_LOAD)).await);
    if lot == 1 {
        let status = server.stop()?;
        tally.stopped += 1;
        if !status.success() {
            return Err(Failure::broken(format!("SIGTERM under load ended the server with {status} instead of 0")));
        }
    } else {
        server.kill()?;
        tally.killed += 1;
    }
    oracle.note(load.finish().await?);
    let lasted = place.no_agents_left()?;
    tally.lasted = tally.lasted.max(lasted);
    Ok(())
}
