//! What every bus promises.

use crate::fixture::Fixture;
use dream_bus::conformance;
use dream_sql::testing::TestDb;

macro_rules! on_the_database {
    ($($promise:ident),* $(,)?) => {
        $(
            async fn $promise(db: TestDb) {
                let fixture = Fixture::on(db).await;
                conformance::$promise(fixture.ground()).await;
            }
        )*
        dream_sql::on_both_engines!($($promise),*);
    };
}

dream_bus::for_each_promise!(on_the_database);
