//! The table of the layers: the whole of what the rule knows about our crates.

/// From the bottom up. A crate's layer is the folder above it; a crate may depend on layers before its own.
pub(super) const LAYERS: &[&str] = &["base", "sdk", "domain", "store", "app", "adapters", "edge", "bin", "test", "tests", "xtask"];

/// Edges inside one layer. Every other one is refused.
pub(super) const ASIDE: &[(&str, &str)] = &[
    ("dream-clock", "dream-id"),
    ("dream-client", "dream-api"),
    ("dream-agent-sdk", "dream-api"),
    ("dream-access", "dream-ledger"),
    ("dream-govern", "dream-ledger"),
    ("dream-roles", "dream-ledger"),
    ("dream-swarm", "dream-ledger"),
    ("dream-messages", "dream-ledger"),
    ("dream-bridge", "dream-ledger"),
    ("dream-social", "dream-ledger"),
    ("dream-store", "dream-sql"),
    ("dream-bus", "dream-sql"),
    ("dream-logs", "dream-blobs"),
    ("dream-app", "dream-ports"),
    ("dream-workers", "dream-app"),
    ("dream-workers", "dream-ports"),
    ("dream-http", "dream-web"),
    ("dream-sim", "dream-testkit"),
];

/// Crates of ours that a layer above them may not use all the same: adapters implement ports and know neither use cases nor
/// state; the edge goes through use cases, and knows neither state nor the outside.
pub(super) const ALONE: &[(&str, &[&str])] = &[
    ("app", &["dream-sql"]),
    ("adapters", &["dream-app", "dream-workers", "dream-store", "dream-sql", "dream-bus", "dream-client"]),
    ("edge", &["dream-store", "dream-sql", "dream-bus", "dream-workers", "dream-models", "dream-client"]),
];

/// Crates with a home: (crate, who may name it: crates or whole layers).
pub(super) const ONLY: &[(&str, &[&str])] = &[
    ("rusqlite", &["dream-sql"]),
    ("tokio-postgres", &["dream-sql"]),
    ("deadpool-postgres", &["dream-sql"]),
    ("tokio-postgres-rustls", &["dream-sql"]),
    ("object_store", &["dream-blobs"]),
    ("axum", &["edge", "dream-discord-fake"]),
    ("utoipa-axum", &["edge"]),
    ("reqwest", &["dream-client", "dream-blobs", "adapters"]),
    ("agent-client-protocol", &["dream-agents", "dream-agent-sdk"]),
    ("rmcp", &["dream-tools", "dream-agent-sdk"]),
    ("clap", &["bin"]),
    ("anyhow", &["bin"]),
];

/// Layers that decide and never act.
pub(super) const PURE: &[&str] = &["base", "domain"];

/// What reaches the outside: no pure crate has one of these below it.
pub(super) const ENGINES: &[&str] =
    &["async-std", "axum", "deadpool", "hyper", "mio", "object_store", "reqwest", "rusqlite", "smol", "socket2", "tokio", "tokio-postgres"];
