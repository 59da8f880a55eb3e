//! Finding lines: order, pages, context, several sets.

use crate::support::{House, SERVER, numbers, of, org, small};
use dream_clock::Clock as _;
use dream_logs::{Filter, Level, Line, Options, Order, Pattern, QueryError, Search, SetName, StreamName};
use std::time::Duration;

async fn pages(house: &House, mut search: Search) -> Vec<Vec<u64>> {
    let mut pages = Vec::new();
    loop {
        let page = house.search(&search).await;
        assert!(page.problems.is_empty(), "{:?}", page.problems);
        pages.push(numbers(&page));
        search.cursor = page.next;
        if search.cursor.is_none() {
            return pages;
        }
    }
}

#[tokio::test]
async fn pages_follow_one_another_in_both_orders_over_segments_of_every_kind() {
    let house = House::new(small());
    house.write(0..40).await;
    house.blobs().await;
    house.keep().await;
    house.clock.advance(Duration::from_hours(30));
    let archived = house.keep().await.archived;
    house.write(40..80).await;
    house.keep().await;
    house.write(80..100).await;
    assert!(archived > 0 && !house.files(".jsonl.zst").is_empty() && !house.files(".jsonl").is_empty());
    for limit in [1, 7, 1_000] {
        let oldest = pages(&house, Search { order: Order::Oldest, limit, ..Search::default() }).await;
        assert_eq!(oldest.concat(), (0..100).collect::<Vec<_>>());
        let newest = pages(&house, Search { limit, ..Search::default() }).await;
        assert_eq!(newest.concat(), (0..100).rev().collect::<Vec<_>>());
        assert!(newest.iter().all(|page| page.len() <= usize::try_from(limit).unwrap()));
    }
}

#[tokio::test]
async fn levels_times_and_patterns_are_found_in_packed_segments_too() {
    let house = House::new(small());
    for hour in 0..10 {
        house.write(hour * 10..hour * 10 + 10).await;
        house.clock.advance(Duration::from_hours(1));
        house.keep().await;
    }
    let from = Some(crate::support::START.plus(Duration::from_hours(3)));
    let until = Some(crate::support::START.plus(Duration::from_hours(4)));
    let found = house.search(&of(Filter { from, until, ..Filter::default() })).await;
    assert_eq!(numbers(&found), (30..40).rev().collect::<Vec<_>>());
    let errors = house.search(&of(Filter { from, until, level: Some(Level::Error), ..Filter::default() })).await;
    assert_eq!(numbers(&errors), [39, 34]);
    let pattern = Some(Pattern::Regex("line [25]0".to_owned()));
    assert_eq!(numbers(&house.search(&of(Filter { pattern, ..Filter::default() })).await), [50, 20]);
}

#[tokio::test]
async fn lines_around_matches_come_once_each_and_say_what_they_are() {
    let house = House::new(small());
    house.write(0..30).await;
    house.keep().await;
    let pattern = Some(Pattern::Regex("line (10|12|29)\"".to_owned()));
    let search = |order| Search {
        order,
        before: 2,
        after: 1,
        limit: 100,
        filter: Filter { pattern: pattern.clone(), ..Filter::default() },
        cursor: None,
    };
    let page = house.search(&search(Order::Oldest)).await;
    assert_eq!(numbers(&page), [8, 9, 10, 11, 12, 13, 27, 28, 29]);
    let matched: Vec<bool> = page.lines.iter().map(|found| !found.context).collect();
    assert_eq!(matched, [false, false, true, false, true, false, false, false, true]);
    assert_eq!(numbers(&house.search(&search(Order::Newest)).await), [29, 28, 27, 13, 12, 11, 10, 9, 8]);
}

#[tokio::test]
async fn context_shows_nothing_that_the_caller_may_not_see() {
    let house = House::new(Options::default());
    let (mine, other) = ("run_01jd3kz5e8f0vs1m7q2w9x4t6b".parse().unwrap(), "run_01jd3kz5e8f0vs1m7q2w9x4t6c".parse().unwrap());
    let set = SetName::Org(org());
    for (number, run) in [(0, mine), (1, other), (2, mine), (3, other), (4, mine)] {
        let mut line = Line { stream: StreamName::Run(run), ..house.line(number) };
        line.run = Some(run);
        house.logs.append_acknowledged(set, line).await.unwrap();
    }
    let filter = Filter { visible: Some([mine].into()), pattern: Some(Pattern::Text("line 2".to_owned())), ..Filter::default() };
    let search = Search { before: 5, after: 5, order: Order::Oldest, ..of(filter) };
    let search = Search { limit: 10, ..search };
    assert_eq!(numbers(&house.logs.search(&[set], &search).await.unwrap().unwrap()), [0, 2, 4]);
}

#[tokio::test]
async fn two_sets_are_merged_by_time_and_paged_together() {
    let house = House::new(small());
    let sets = [SetName::Server, SetName::Org(org())];
    for number in 0..20 {
        house.clock.advance(Duration::from_secs(1));
        house.logs.append_acknowledged(sets[usize::from(number % 3 == 0)], house.line(number)).await.unwrap();
    }
    for (order, expected) in [(Order::Oldest, (0..20).collect::<Vec<_>>()), (Order::Newest, (0..20).rev().collect())] {
        let mut search = Search { order, limit: 3, ..Search::default() };
        let mut found = Vec::new();
        loop {
            let page = house.logs.search(&sets, &search).await.unwrap().unwrap();
            found.extend(numbers(&page));
            search.cursor = page.next;
            if search.cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, expected, "{order:?}");
    }
    let other = [SetName::Org("org_01jd3kz5e8f0vs1m7q2w9x4t6c".parse().unwrap())];
    let none = house.logs.search(&other, &of(Filter::default())).await.unwrap().unwrap();
    assert!(none.lines.is_empty() && none.next.is_none(), "an organisation without lines has none");
}

#[tokio::test]
async fn searches_that_cannot_be_are_refused() {
    let house = House::new(Options::default());
    let cursor = |text: &str| Search { cursor: Some(text.to_owned()), ..of(Filter::default()) };
    for search in [
        Search::default(),
        Search { limit: 1_001, ..Search::default() },
        Search { before: 51, limit: 1, ..Search::default() },
        Search { before: 1, limit: 500, ..Search::default() },
        cursor(""),
        cursor("1-2.3-4"),
        cursor("../../etc"),
    ] {
        assert!(matches!(house.logs.search(&SERVER, &search).await.unwrap(), Err(QueryError::TooMuch(_))), "{search:?}");
    }
    let pattern = Some(Pattern::Regex("(".to_owned()));
    let found = house.logs.search(&SERVER, &of(Filter { pattern, ..Filter::default() })).await.unwrap();
    assert!(matches!(found, Err(QueryError::Pattern(_))));
    assert!(house.search(&cursor("999-0")).await.lines.is_empty(), "a cursor beyond the end finds nothing");
    assert_eq!(house.clock.now(), crate::support::START);
}
