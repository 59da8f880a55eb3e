//! What becomes of the bus when its task breaks down.

use dream_bus::{Bus, BusError, Fetch, NewConsumer, SqlBus};
use dream_clock::{Clock, Frozen, Seeded, Timestamp};
use dream_id::{OrgId, TypedId};
use dream_messages::{ConsumerName, ConsumerSettings, NewMessage, Space, Start};
use dream_sql::testing::TestDb;
use dream_store::Store;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A clock that breaks whoever asks it next down, once.
struct Brittle {
    clock: Frozen,
    armed: AtomicBool,
}

impl Clock for Brittle {
    fn now(&self) -> Timestamp {
        assert!(!self.armed.swap(false, Ordering::SeqCst), "the clock breaks down, as told");
        self.clock.now()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_breaks_down_is_replaced_and_nothing_stored_is_lost() {
    let db = TestDb::sqlite();
    let clock = Arc::new(Brittle { clock: Frozen::at(Timestamp::from_micros(1_767_225_600_000_000)), armed: AtomicBool::new(false) });
    let store = Store::open(db.options.clone(), Arc::new(Frozen::at(clock.now())), Arc::new(Seeded::new(3))).await.unwrap();
    let bus = SqlBus::start(store.db().clone(), clock.clone(), Arc::new(Seeded::new(4)));
    let space = Space::org(OrgId::from_parts(1, [1; 10]));
    let name: ConsumerName = "reader".parse().unwrap();
    let settings = ConsumerSettings { start: Start::First, ..ConsumerSettings::default() };
    bus.create_consumer(space, NewConsumer { name: name.clone(), pattern: "topic/a".parse().unwrap(), settings }).await.unwrap();
    let message = |body: &str| vec![NewMessage::new("topic/a".parse().unwrap(), "ann", body)];
    bus.publish(space, message("before")).await.unwrap().remove(0).unwrap();

    let mut expected = vec!["before"];
    clock.armed.store(true, Ordering::SeqCst);
    // Its task may break down before it takes the message, and then the next one serves it.
    while clock.armed.load(Ordering::SeqCst) {
        match bus.publish(space, message("during")).await {
            Ok(_) => expected.push("during"),
            Err(refused) => assert!(matches!(refused, BusError::Closed) && refused.is_retryable(), "{refused}"),
        }
    }

    bus.publish(space, message("after")).await.unwrap().remove(0).unwrap();
    expected.push("after");
    let got = bus.fetch(space, &name, Fetch { holder: "ann".to_owned(), max: 10, wait: Duration::ZERO }).await.unwrap();
    assert_eq!(got.iter().map(|delivery| delivery.message.body.as_str()).collect::<Vec<_>>(), expected);
}
