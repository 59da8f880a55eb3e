//! HTTPS: the machine's own commands know the server by the certificate that it wrote down, and take no other.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use dream_api::{StreamConsumer, StreamRequest};
use dream_tests::{Cli, Failure, Outcome, Place, text};
use serde_json::Value;

/// A certificate that nobody else has signed, for a name that is not this machine's.
const CERTIFICATE: &str = include_str!("tls/cert.pem");
/// Its key: of these tests alone, and no secret.
const KEY: &str = include_str!("tls/key.pem");

fn place(folder: &Path, key: &str) -> Outcome<Place> {
    let place = Place::embedded(folder.join("data"), folder.join("server.log"))?;
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).map_err(Failure::system("writing a file"))?;
        Ok::<_, Failure>(path.to_string_lossy().into_owned())
    };
    let (cert, key) = (file("cert.pem", CERTIFICATE)?, file("key.pem", key)?);
    // On all addresses: none of them is one to connect to.
    let place = place.listening_on(([0, 0, 0, 0], 0).into());
    Ok(place.with(["--tls-cert".to_owned(), cert, "--tls-key".to_owned(), key]))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_machines_own_commands_reach_a_server_with_a_certificate() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = place(folder.path(), KEY)?;
    let (server, client, _) = place.start()?;
    assert!(client.url().starts_with("https://127.0.0.1:"), "{}", client.url());
    let cli = Cli::of(&place);
    cli.json(["project", "list"])?;
    assert!(text(&cli.json(["link"])?, "/url")?.starts_with(client.url()), "the way back in for an owner");
    let (mut sender, _receiver) = client.open_stream().await?;
    let consumer = StreamConsumer { name: "reader".to_owned(), project: None };
    sender.say(&StreamRequest::Cease { consumer }).await?;

    let path = place.data().join("run.json");
    let written = fs::read_to_string(&path).map_err(Failure::system("reading run.json"))?;
    let mut about: Value = serde_json::from_str(&written).map_err(|error| Failure::broken(format!("run.json: {error}")))?;
    let (known, other) = (text(&about, "/certificate")?.to_owned(), "0".repeat(64));
    assert_eq!(known.len(), other.len());
    about["certificate"] = Value::from(other);
    fs::write(&path, about.to_string()).map_err(Failure::system("writing run.json"))?;
    let refused = cli.run(["project", "list"])?;
    assert!(refused.code != 0 && refused.stderr.contains("certificate"), "{}: {}", refused.code, refused.stderr);
    assert!(server.stop()?.success());
    Ok(())
}

#[test]
fn a_key_that_is_none_is_refused_before_anything_is_ready() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = place(folder.path(), "no key")?;
    let (code, said) = place.spawn()?.end()?;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("key.pem") && !said.contains("ready"), "{said}");
    assert!(!place.data().exists(), "nothing was begun");
    Ok(())
}
