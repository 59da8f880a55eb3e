//! Calls that are made again: which of their lines stand already.

use crate::support::{House, small};
use dream_logs::{Call, Line, Lines, Options, Position, SetName};
use std::collections::BTreeSet;

const MARK: &str = "0123456789abcdef0123456789abcdef";

fn of_call(house: &House, mark: &str, numbers: std::ops::Range<u64>) -> Vec<Line> {
    let call = |number| Some(Call { mark: mark.to_owned(), number: usize::try_from(number).unwrap() });
    numbers.map(|number| Line { call: call(number), ..house.line(number) }).collect()
}

async fn standing(house: &House, from: Position) -> BTreeSet<usize> {
    house.logs.standing(SetName::Server, MARK, from).await.unwrap()
}

#[tokio::test]
async fn a_call_that_is_made_again_writes_what_does_not_stand_yet() {
    // Small segments: the call's lines are in packed ones when they are looked for.
    let house = House::new(small());
    house.write(100..120).await;
    let from = house.logs.end(SetName::Server).unwrap();
    assert_eq!(standing(&house, from).await, BTreeSet::new());
    house.append_all(of_call(&house, MARK, 0..3)).await.unwrap();
    house.append_all(of_call(&house, "fedcba9876543210fedcba9876543210", 0..5)).await.unwrap();
    let mut quoting = house.line(200);
    quoting.message = format!("a line about {MARK}.4");
    house.append_all(vec![quoting]).await.unwrap();
    house.keep().await;

    // The process ended in between: all five are sent again.
    let house = house.restarted().await;
    let there = standing(&house, from).await;
    assert_eq!(there, BTreeSet::from([0, 1, 2]));
    let missing = Lines::of(of_call(&house, MARK, 0..5)).unwrap().without(&there);
    house.logs.queue_all(SetName::Server, missing).unwrap().written().await.unwrap();
    assert_eq!(standing(&house, from).await, (0..5).collect());
    let lines = house.search(&dream_logs::Search { limit: 1_000, ..dream_logs::Search::default() }).await.lines;
    let calls: Vec<String> = lines.iter().filter_map(|found| found.line.call.as_ref()).map(ToString::to_string).collect();
    let mine: BTreeSet<&String> = calls.iter().filter(|call| call.starts_with(MARK)).collect();
    assert_eq!((calls.len(), mine.len()), (10, 5), "each line once");
}

#[tokio::test]
async fn lines_that_nobody_waits_for_any_more_stand_all_the_same() {
    let house = House::new(Options::default());
    let from = house.logs.end(SetName::Server).unwrap();
    let turn = house.logs.turn(MARK).await;
    drop(house.logs.queue_all(SetName::Server, Lines::of(of_call(&house, MARK, 0..2)).unwrap()).unwrap());
    drop(turn);
    assert_eq!(standing(&house, from).await, BTreeSet::from([0, 1]));
}

/// As after a log folder was lost and the database was not.
#[tokio::test]
async fn a_place_that_the_log_never_had_is_its_beginning() {
    let house = House::new(Options::default());
    house.append_all(of_call(&house, MARK, 0..2)).await.unwrap();
    assert_eq!(standing(&house, Position { segment: 9, offset: 0 }).await, BTreeSet::from([0, 1]));
}
