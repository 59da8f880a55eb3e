//! The fake as a program: it makes a channel and a webhook, prints where they are as one line of JSON, and serves until it is ended. Orders
//! of [`Fake::obey`] are read from its standard input, one a line, and answered with a line each: `{"ok": …}` or `{"error": …}`.
#![forbid(unsafe_code)]

use dream_discord_fake::{ChannelKind, Fake, Options};
use serde_json::{Value, json};
use std::io::{self, Write as _};
use tokio::io::{AsyncBufReadExt as _, BufReader};

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let listen = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let fake = Fake::start(Options { listen, ..Options::default() }).await?;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let forum = fake.add_channel("incidents", ChannelKind::Forum);
    let (id, token) = fake.add_webhook(&channel, "alerts").map_err(|error| io::Error::other(error.message))?;
    let rest = fake.rest_url();
    let facts = json!({"rest": rest, "gateway": fake.gateway_url(), "token": fake.token(), "channel": channel, "forum": forum,
        "webhook": format!("{rest}/webhooks/{id}/{token}"), "public_key": fake.signer().public_key()});
    writeln!(io::stdout(), "{facts}")?;
    let mut orders = BufReader::new(tokio::io::stdin()).lines();
    while let Some(order) = orders.next_line().await? {
        let order: Value = serde_json::from_str(&order).unwrap_or_default();
        let answer = match fake.obey(&order) {
            Ok(done) => json!({"ok": done}),
            Err(error) => json!({"error": error.message, "code": error.code, "errors": error.errors}),
        };
        writeln!(io::stdout(), "{answer}")?;
    }
    // Whoever started it without a standard input ends it by its id.
    fake.wait().await
}
