//! PostgreSQL that goes away under load and comes back, as when it is restarted: what is asked meanwhile is refused and says so, what was
//! acknowledged stays, and the same server works on.
#![forbid(unsafe_code)]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use dream_api::AuditResult;
use dream_client::Client;
use dream_sql::{Location, testing::TestDb};
use dream_tests::{Dice, Failure, Load, Oracle, Outcome, Place, patiently, seed, times};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Callers of each kind.
const CALLERS: usize = 4;
/// The longest time under load before the database goes.
const UNDER_LOAD: Duration = Duration::from_secs(2);
/// As long as a server may take to find its database again.
const PATIENCE: Duration = Duration::from_mins(1);

/// What stands between a server and its database: shut, it cuts every connection and refuses new ones.
struct Door {
    address: SocketAddr,
    open: watch::Sender<bool>,
}

impl Door {
    async fn before(database: String) -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(Failure::system("listening"))?;
        let address = listener.local_addr().map_err(Failure::system("listening"))?;
        let (open, seen) = watch::channel(true);
        tokio::spawn(serve(listener, address, database, seen));
        Ok(Self { address, open })
    }

    fn set(&self, open: bool) {
        self.open.send_replace(open);
    }
}

async fn serve(mut listener: TcpListener, address: SocketAddr, database: String, mut open: watch::Receiver<bool>) -> Option<()> {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => Some(accepted.ok()?.0),
            _ = open.wait_for(|open| !open) => None,
        };
        if let Some(client) = accepted {
            tokio::spawn(carry(client, database.clone(), open.clone()));
            continue;
        }
        drop(listener);
        // An error says that the test is over.
        open.wait_for(|open| *open).await.ok()?;
        listener = TcpListener::bind(address).await.ok()?;
    }
}

async fn carry(mut client: TcpStream, database: String, mut open: watch::Receiver<bool>) {
    let Ok(mut server) = TcpStream::connect(database).await else { return };
    // Each statement would wait for the one before to be confirmed; what cannot be set only makes it slow.
    let _ = client.set_nodelay(true).and_then(|()| server.set_nodelay(true));
    tokio::select! {
        // However it ends, both ends see it.
        _ = tokio::io::copy_bidirectional(&mut client, &mut server) => {}
        _ = open.wait_for(|open| !open) => {}
    }
}

/// What stands in a database's address before its host and port, these, and what stands behind.
fn parts(url: &str) -> Outcome<(&str, &str, &str)> {
    let found = || {
        let user = url.find("://")? + 3;
        let path = user + url.get(user..)?.find('/')?;
        let host = url.get(..path)?.rfind('@').map_or(user, |at| at + 1);
        Some((url.get(..host)?, url.get(host..path)?, url.get(path..)?))
    };
    found().ok_or_else(|| Failure::broken("the address of the test's database is not as expected"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_under_load_loses_nothing() -> Outcome {
    let Some(database) = TestDb::postgres().await else {
        println!("SKIPPED: DREAMOS_SKIP_POSTGRES is set");
        return Ok(());
    };
    let Location::Postgres { url } = &database.options.location else {
        return Err(Failure::broken("a PostgreSQL test was given another engine"));
    };
    let (before, host, behind) = parts(url)?;
    let door = Door::before(host.to_owned()).await?;
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let place = place.on_postgres(format!("{before}{}{behind}", door.address));
    let (server, client, _) = place.start()?;
    let (seed, turns) = (seed(), times("DREAMOS_OUTAGES", 4));
    let (dice, mut oracle) = (Dice::new(seed), Oracle::default());
    for turn in 0..turns {
        let done = one_outage(&door, &client, &dice, &mut oracle).await;
        done.map_err(|failure| Failure::broken(format!("outage {turn} of DREAMOS_SEED={seed}: {failure}")))?;
    }
    assert!(!oracle.is_empty(), "nothing was acknowledged between the outages");
    until_sequenced(&client).await?;
    oracle.check_at_the_end(&client, &dice).await?;
    assert!(server.stop()?.success());
    println!("seed {seed}: {turns} outages of the database, {} acknowledged facts, none lost", oracle.len());
    Ok(())
}

async fn one_outage(door: &Door, client: &Client, dice: &Dice, oracle: &mut Oracle) -> Outcome {
    let mut load = Load::start(client, CALLERS);
    let mut acks = load.collect(dice.less_than(UNDER_LOAD)).await;
    door.set(false);
    until_ready(client, false).await?;
    // A caller that was told anything else than that the server cannot serve now is an error here.
    acks.extend(load.finish().await?);
    door.set(true);
    until_ready(client, true).await?;
    oracle.note(acks);
    oracle.check(client, dice).await
}

/// Waits until the server says that it can do its work, or that it cannot.
async fn until_ready(client: &Client, ready: bool) -> Outcome {
    let begun = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    loop {
        tick.tick().await;
        let readiness = client.readiness().await?;
        if readiness.ready == ready {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            return Err(Failure::broken(format!("the server should be ready: {ready}, and says {readiness:?}")));
        }
    }
}

/// Waits until the events that were saved have their places in the ledger.
async fn until_sequenced(client: &Client) -> Outcome {
    let begun = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_millis(200));
    while patiently(async || client.verify_audit().await).await?.result == AuditResult::Empty {
        tick.tick().await;
        if begun.elapsed() > PATIENCE {
            return Err(Failure::broken("no event has a place in the ledger yet"));
        }
    }
    Ok(())
}
