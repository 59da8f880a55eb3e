//! The walk of docs/bridge/own-integration.md works as it is printed there, in both languages: a program publishes an event, and opens the signed
//! webhook that a rule makes of it. The clients are generated and installed as a reader would.
#![forbid(unsafe_code)]

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use dream_tests::{Failure, Outcome, Place, pasted};

/// A reader's checkout: as it was cloned, with nothing built in it.
const CLONE: &str = "mkdir clone\n\
     tar -C \"$CHECKOUT\" --exclude node_modules --exclude dist --exclude rest --exclude __pycache__ -c openapi.json sdk | tar -x -C clone\n\
     export SDK=$PWD/clone/sdk\n";

#[test]
fn an_integration_of_ones_own_publishes_an_event_and_opens_the_webhook() -> Outcome {
    let page = read(&checkout()?.join("docs/bridge/own-integration.md"))?;
    let lines: Vec<&str> =
        ["## Prepare", "## In Python", "## In JavaScript"].iter().flat_map(|heading| pasted::lines(&page, heading)).collect();
    assert!(lines.len() >= 60, "the page has its lines: {lines:?}");

    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let port = free_port()?;
    let place = Place::embedded(folder.path().join("dreamos"), folder.path().join("server.log"))?
        .with_setting("DREAMOS_HOOKS_ALLOW_NETWORKS", "127.0.0.1/32")
        .with_setting("DREAMOS_HOOKS_ALLOW_PORTS", port.as_str())
        .with_setting("DREAMOS_HOOKS_ALLOW_PLAIN_HTTP", "true");
    let (server, _, _) = place.start()?;
    let settings = [("CHECKOUT", checkout()?), ("PORT", PathBuf::from(&port))];
    let settings: Vec<(&str, &Path)> = settings.iter().map(|(name, value)| (*name, value.as_path())).collect();
    let output = pasted::shell(&place, folder.path(), &format!("{CLONE}{}", lines.join("\n")), &settings)?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    for (language, order) in [("python", "41"), ("javascript", "42")] {
        let heard = read(&folder.path().join(format!("heard-by-{language}.txt")))?;
        let wanted = format!("heard message.sent: Order {order} was paid (by the rule orders)");
        assert_eq!(heard.lines().last(), Some(wanted.as_str()), "{heard}\n{said}");
    }
    assert!(server.stop()?.success());
    Ok(())
}

/// What the page prints is what the packages' own checks look at: types, lints.
#[test]
fn the_page_prints_the_examples_of_the_packages() -> Outcome {
    let page = read(&checkout()?.join("docs/bridge/own-integration.md"))?;
    for (example, name) in [("sdk/python-client/examples", "integration.py"), ("sdk/typescript-client/examples", "integration.mjs")] {
        let example = read(&checkout()?.join(example).join(name))?;
        let printed = page.split(&format!("cat > {name} <<'END'\n")).nth(1).and_then(|rest| rest.split("END\n").next());
        assert_eq!(printed, Some(example.as_str()), "{name}");
    }
    Ok(())
}

fn checkout() -> Outcome<PathBuf> {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).map_err(Failure::system("finding the checkout"))
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(Failure::system(format!("reading {}", path.display())))
}

/// A port that nobody listens on now.
fn free_port() -> Outcome<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(Failure::system("looking for a port"))?;
    Ok(listener.local_addr().map_err(Failure::system("looking for a port"))?.port().to_string())
}
