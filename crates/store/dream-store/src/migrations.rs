//! The schema, one migration after another. A migration that has been released never changes.

use dream_sql::{Migration, Migrations};

/// The same text for both engines.
const fn both(id: u32, name: &'static str, sql: &'static str) -> Migration {
    Migration { id, name, sqlite: sql, postgres: sql }
}

pub(crate) const ALL: Migrations = Migrations::new(&[
    Migration {
        id: 1,
        name: "first",
        sqlite: concat!(include_str!("migrations/0001_ledger.sqlite.sql"), include_str!("migrations/0001_rows.sql")),
        postgres: concat!(include_str!("migrations/0001_ledger.postgres.sql"), include_str!("migrations/0001_rows.sql")),
    },
    both(2, "tasks", include_str!("migrations/0002_tasks.sql")),
    both(3, "messages", include_str!("migrations/0003_messages.sql")),
    both(4, "prompts", include_str!("migrations/0004_prompts.sql")),
    both(5, "sessions", include_str!("migrations/0005_sessions.sql")),
    Migration {
        id: 6,
        name: "history",
        sqlite: concat!(include_str!("migrations/0006_history.sqlite.sql"), include_str!("migrations/0006_history.sql")),
        postgres: concat!(include_str!("migrations/0006_history.postgres.sql"), include_str!("migrations/0006_history.sql")),
    },
    both(7, "holds", include_str!("migrations/0007_holds.sql")),
    both(8, "agents", include_str!("migrations/0008_agents.sql")),
    both(9, "permissions", include_str!("migrations/0009_permissions.sql")),
    both(10, "secrets", include_str!("migrations/0010_secrets.sql")),
    both(11, "intake", include_str!("migrations/0011_intake.sql")),
    Migration {
        id: 12,
        name: "delivery",
        sqlite: concat!(include_str!("migrations/0012_delivery.sqlite.sql"), include_str!("migrations/0012_delivery.sql")),
        postgres: concat!(include_str!("migrations/0012_delivery.postgres.sql"), include_str!("migrations/0012_delivery.sql")),
    },
    both(13, "discord", include_str!("migrations/0013_discord.sql")),
    both(14, "core", include_str!("migrations/0014_core.sql")),
    both(15, "control_room", include_str!("migrations/0015_control_room.sql")),
    both(16, "pairings", include_str!("migrations/0016_pairings.sql")),
    both(17, "service", include_str!("migrations/0017_service.sql")),
    both(18, "tenants", include_str!("migrations/0018_tenants.sql")),
    both(19, "refusals", include_str!("migrations/0019_refusals.sql")),
    both(20, "heard", include_str!("migrations/0020_heard.sql")),
    both(21, "open_notifications", include_str!("migrations/0021_open_notifications.sql")),
]);
