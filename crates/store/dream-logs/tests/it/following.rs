//! Following lines as they are written.

use crate::support::{House, SERVER, small};
use dream_logs::{Filter, Followed, Level, Options, Search};

fn followed(lines: &[Followed]) -> Vec<u64> {
    lines.iter().filter_map(|line| line.found.line.fields.get("n")?.as_u64()).collect()
}

/// The numbers of the errors before a place.
async fn again_before(house: &House, place: &str) -> Vec<u64> {
    let filter = Filter { level: Some(Level::Error), ..Filter::default() };
    let follower = house.logs.follow(&SERVER, filter, Some(place.to_owned())).unwrap().unwrap();
    let found = follower.before(100).await.unwrap();
    found.iter().filter_map(|found| found.line.fields.get("n")?.as_u64()).collect()
}

#[tokio::test]
async fn a_follower_sees_every_line_from_now_on_over_rotation_and_packing() {
    let house = House::new(small());
    house.write(0..5).await;
    let mut follower = house.logs.follow(&SERVER, Filter::default(), None).unwrap().unwrap();
    assert!(follower.look().await.unwrap().is_empty());
    let mut seen = Vec::new();
    for begin in (5..65).step_by(10) {
        house.write(begin..begin + 10).await;
        house.keep().await;
        assert!(follower.grown().await);
        loop {
            let found = followed(&follower.look().await.unwrap());
            if found.is_empty() {
                break;
            }
            seen.extend(found);
        }
    }
    assert_eq!(seen, (5..65).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_follower_goes_on_where_another_ended_and_sees_what_it_asked_for() {
    let house = House::new(Options::default());
    house.write(0..10).await;
    let last = house.search(&Search { limit: 1, ..Search::default() }).await.lines.remove(0).at;
    let filter = Filter { level: Some(Level::Error), ..Filter::default() };
    let mut follower = house.logs.follow(&SERVER, filter.clone(), Some(last.to_string())).unwrap().unwrap();
    let given = follower.look().await.unwrap();
    assert_eq!(followed(&given), [9], "the line at the place is given: it was not seen yet");
    let before: Vec<_> = again_before(&house, &given[0].place).await;
    assert_eq!(before, [4, 9]);
    house.write(10..20).await;
    let mut again = house.logs.follow(&SERVER, filter, Some(given[0].place.clone())).unwrap().unwrap();
    assert_eq!(followed(&again.look().await.unwrap()), [14, 19]);
    assert!(house.logs.follow(&SERVER, Filter::default(), Some("nowhere".to_owned())).unwrap().is_err());
}

#[tokio::test]
async fn a_follower_that_waits_is_woken_by_a_line() {
    let house = House::new(Options::default());
    let mut follower = house.logs.follow(&SERVER, Filter::default(), None).unwrap().unwrap();
    assert!(follower.look().await.unwrap().is_empty());
    let waiting = tokio::spawn(async move {
        assert!(follower.grown().await);
        followed(&follower.look().await.unwrap())
    });
    house.write([7]).await;
    assert_eq!(waiting.await.unwrap(), [7]);
}
