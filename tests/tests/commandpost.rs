//! `dreamos up --only commandpost`: the bridge as a service of its own, with plans, and nothing of runs, tasks and agents.
#![forbid(unsafe_code)]

use std::fs;
use std::time::{Duration, Instant};

use dream_api::{MakeDestination, MakeDestinationKind, MakeSource, PublishEvents, SourceKind, WriteRules};
use dream_client::{Client, ClientError, PageOf};
use dream_tests::{Cli, Failure, Outcome, Place};
use serde_json::json;

/// As long as a message may take on the slowest machine.
const PATIENCE: Duration = Duration::from_mins(1);
const RULES: &str = "[[rule]]\nname = \"all\"\nsources = [\"ci\"]\nto = [\"inside\"]\nmessage = { content = \"{{ event.title }}\" }\n";
const PLANS: &str = "default = \"small\"\n\n[[plan]]\nname = \"small\"\nmessages_per_month = 2\nbridges = 2\nbidirectional = false\n";

fn source(name: &str) -> MakeSource {
    MakeSource { name: name.to_owned(), kind: SourceKind::Publish, proof: None, project: None, per_minute: None, secret: None }
}

/// The code of a refusal.
fn code<T>(answer: Result<T, ClientError>) -> String {
    answer.err().and_then(|error| error.code().map(str::to_owned)).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bridge_runs_alone_under_its_plans() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let plans = folder.path().join("plans.toml");
    fs::write(&plans, PLANS).map_err(Failure::system("writing plans"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let place = place.with(["--only", "commandpost"]).with_setting("DREAMOS_BRIDGE_PLANS", plans.to_string_lossy());
    let (server, client, _) = place.start()?;
    assert!(client.readiness().await?.ready);

    for refused in [
        code(client.runs(&dream_client::RunFilter::default(), &PageOf::default()).await),
        code(client.tasks(&dream_client::TaskFilter::default(), &PageOf::default()).await),
        code(client.agents(&PageOf::default()).await),
    ] {
        assert_eq!(refused, "not_served");
    }
    let cli = Cli::of(&place);
    let ended = cli.run(["run", "list"])?;
    assert!(ended.code == 3 && ended.stderr.contains("--only commandpost"), "{ended:?}");

    client.make_source(&source("ci")).await?;
    let to = MakeDestinationKind::Channel { channel: "topic/alerts".to_owned() };
    client.make_destination(&MakeDestination { name: "inside".to_owned(), to, fallback: None }).await?;
    assert_eq!(code(client.make_source(&source("more")).await), "plan_bridges_used");
    client.write_rules(&WriteRules { text: RULES.to_owned() }, 0).await?;
    for title in ["one", "two"] {
        client.publish_events("ci", &PublishEvents { events: vec![json!({ "title": title })] }).await?;
        arrived(&client, title).await?;
    }
    let refused = client.publish_events("ci", &PublishEvents { events: vec![json!({ "title": "three" })] }).await;
    assert_eq!(code(refused), "plan_messages_used");
    let plan = cli.json(["bridge", "plan"])?;
    assert_eq!((&plan["name"], &plan["delivered"], &plan["bridges_used"]), (&json!("small"), &json!(2), &json!(2)));
    let csv = cli.run(["bridge", "usage", "--csv"])?;
    let csv = String::from_utf8_lossy(&csv.stdout).into_owned();
    assert!(csv.starts_with("month,what,name,count\r\n") && csv.contains(",delivered,inside,2\r\n"), "{csv}");

    // Pages of what is not served stand in no navigation.
    assert_eq!(client.whoami().await?.serves, dream_api::ServerParts::Bridge);

    // Nobody of the swarm was made or started here.
    assert!(!place.data().join("workspaces").exists());
    assert!(server.stop()?.success());
    Ok(())
}

#[test]
fn a_plan_that_cannot_be_read_is_refused_with_its_line() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let plans = folder.path().join("plans.toml");
    fs::write(&plans, "[[plan]]\nname = \"small\"\nmessages = 5\n").map_err(Failure::system("writing plans"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let (code, said) = place.with_setting("DREAMOS_BRIDGE_PLANS", plans.to_string_lossy()).spawn()?.end()?;
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("plans.toml:3:") && said.contains("messages"), "{said}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_runs_organisations_and_changes_plans_while_the_server_runs() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let plans = folder.path().join("plans.toml");
    fs::write(&plans, PLANS).map_err(Failure::system("writing plans"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let place = place.with(["--only", "commandpost"]).with_setting("DREAMOS_BRIDGE_PLANS", plans.to_string_lossy());
    let (server, ..) = place.start()?;
    let cli = Cli::of(&place);

    let made = cli.json(["org", "create", "Acme", "--owner", "ada@example.org"])?;
    let org = made["id"].as_str().unwrap_or_default();
    assert!(made["url"].as_str().is_some_and(|url| url.contains("/invite/")), "{made}");
    let listed = cli.json(["org", "list"])?;
    assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["owner"]), (&made["id"], &json!("ada@example.org")));
    assert!(listed["items"][0].get("url").is_none(), "the link is shown once");
    assert_eq!((&listed["items"][1]["operator"], &listed["items"][2]), (&json!(true), &json!(null)), "{listed}");
    let shown = cli.run(["org", "list"])?;
    assert!(String::from_utf8_lossy(&shown.stdout).contains("(the operator's own)"), "{shown:?}");
    let bills = cli.run(["org", "usage", "--month", "2026-11", "--csv"])?;
    let bills = String::from_utf8_lossy(&bills.stdout);
    assert!(bills.contains(&format!("{org},\"Acme\",\"\",2026-11,0,0\r\n")), "{bills}");
    let suspended = cli.json(["org", "suspend", org, "--reason", "unpaid"])?;
    assert_eq!(suspended["suspended_because"], "unpaid");
    assert_eq!(cli.json(["org", "resume", org])?["suspended_at"], json!(null));

    let unknown = cli.run(["org", "plan", org, "large"])?;
    assert!(unknown.code == 2 && unknown.stderr.contains("SIGHUP"), "{unknown:?}");
    fs::write(&plans, format!("{PLANS}\n[[plan]]\nname = \"large\"\n")).map_err(Failure::system("writing plans"))?;
    server.hang_up()?;
    let began = Instant::now();
    while cli.run(["org", "plan", org, "large"])?.code != 0 {
        assert!(began.elapsed() < PATIENCE, "the plans were not read again");
    }
    assert_eq!(cli.json(["org", "show", org])?["plan"], "large");
    assert!(server.stop()?.success());
    Ok(())
}

/// Waits until a message that says `text` was delivered.
async fn arrived(client: &Client, text: &str) -> Outcome {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        let page = client.bridge_deliveries(&dream_client::BridgeDeliveryFilter::default(), &PageOf::default()).await?;
        if page.items.iter().any(|delivery| delivery.status == "sent" && delivery.what.to_string().contains(text)) {
            return Ok(());
        }
        tokio::task::yield_now().await;
        std::thread::park_timeout(Duration::from_millis(20));
    }
    Err(Failure::broken(format!("`{text}` did not arrive")))
}
