//! What the suites share: a whole core on either engine, with a frozen clock, seeded randomness, an organisation and its people.
//!
//! ```ignore
//! async fn an_owner_renames_the_organisation(app: &TestApp) {
//!     let renamed = orgs::rename(&app.owner(), "acme".to_owned()).await.unwrap();
//!     assert_eq!(renamed.name, "acme");
//! }
//! dream_testkit::for_both_engines!(an_owner_renames_the_organisation);
//! ```
//!
//! Every test ends with [`TestApp::finish`], which the macro calls: the governed rows are folded anew from the ledger and compared, and
//! the ledger of every organisation is verified.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up, or leaves something broken, must fail"
)]

mod app;
mod found;
mod outside;
mod work;
mod worker;

pub use app::{TestApp, bus, sealing_key};
pub use dream_sql::testing::TestDb;
pub use found::{Founded, found};
pub use outside::Outside;
pub use work::until_idle;
pub use worker::InProcess;

/// Makes a test of each named function, once per engine. Each takes a [`TestApp`] by reference; the crate needs tokio as a
/// dev-dependency.
#[macro_export]
macro_rules! for_both_engines {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let app = $crate::TestApp::start($crate::TestDb::sqlite()).await;
                    super::$name(&app).await;
                    app.finish().await;
                }
            )*
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    if let Some(db) = $crate::TestDb::postgres().await {
                        let app = $crate::TestApp::start(db).await;
                        super::$name(&app).await;
                        app.finish().await;
                    }
                }
            )*
        }
    };
}
