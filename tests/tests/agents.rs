//! Agents as people run them: processes in a sandbox, worked, killed, stopped, and somebody else's beside ours.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dream_sql::{Location, testing::TestDb};
use dream_tests::{Cli, Failure, Outcome, Place, Server, list, text};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// As long as stopping every agent may take.
const STOPPED: Duration = Duration::from_secs(2);

/// As long as agents may need until they are at work again when their server is back.
const AT_WORK_AGAIN: Duration = Duration::from_secs(10);

struct House {
    folder: TempDir,
    place: Place,
    cli: Cli,
}

impl House {
    fn new() -> Outcome<Self> {
        Self::with(|place| place)
    }

    /// On a place that is made from an embedded one.
    fn with(other: impl FnOnce(Place) -> Place) -> Outcome<Self> {
        let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
        let place = other(Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?);
        let cli = Cli::of(&place);
        Ok(Self { folder, place, cli })
    }

    /// Registers an agent that runs `command` with these arguments, which it may read.
    fn register(&self, name: &str, command: &str, arguments: &[&str]) -> Outcome {
        let manifest = self.folder.path().join(format!("{name}.toml"));
        let source = format!(
            "name = \"{name}\"\nrole = \"{name}\"\n\n[runtime]\nkind = \"acp\"\ncommand = \"{command}\"\narguments = {arguments:?}\n\n\
             [sandbox]\nreadable = [\"{command}\"]\n\n[restart]\npolicy = \"never\"\n"
        );
        fs::write(&manifest, source).map_err(Failure::system("writing a manifest"))?;
        self.cli.json(["agent", "register", &manifest.to_string_lossy()]).map(drop)
    }

    /// Starts a run of the built-in template; its id.
    fn run(&self, name: &str) -> Outcome<String> {
        self.run_of(name, "software-delivery")
    }

    /// Starts a run of a template; its id.
    fn run_of(&self, name: &str, template: &str) -> Outcome<String> {
        let brief = self.folder.path().join(format!("{name}.md"));
        fs::write(&brief, "# Lending library\n\n## Goals\n\n- Share tools.\n").map_err(Failure::system("writing a brief"))?;
        let project = self.cli.json(["project", "create", name, "--brief", &brief.to_string_lossy(), "--template", template])?;
        Ok(text(&self.cli.json(["run", "start", text(&project, "/id")?])?, "/id")?.to_owned())
    }

    /// Approves what waits until the run is over.
    fn approve_all(&self, run: &str) -> Outcome {
        for _ in 0..10 {
            let waited = self.cli.run(["run", "wait", run, "--until", "review", "--timeout", "60s"])?;
            let shown = self.cli.json(["run", "show", run])?;
            if text(&shown, "/status")? == "done" {
                return Ok(());
            }
            assert_eq!(waited.code, 0, "{} {shown}", waited.stderr);
            let waiting = self.cli.json(["review", "list", "--run", run, "--status", "waiting"])?;
            for review in list(&waiting, "/items")? {
                self.cli.json(["review", "approve", text(review, "/id")?, "--digest", text(review, "/digest")?])?;
            }
        }
        Err(Failure::broken("the run asked for reviews without end"))
    }

    /// The first process of an agent, once there is one.
    fn process_of(&self, agent: &str) -> Outcome<u32> {
        self.until(agent, |shown| shown.get("pid").and_then(Value::as_u64).and_then(|pid| u32::try_from(pid).ok()))
    }

    /// The line of an agent's log that says that it crashed, once it is kept.
    fn crash_in_log(&self, agent: &str) -> Outcome<Value> {
        let begun = Instant::now();
        loop {
            let log = self.cli.json(["logs", "search", "--agent", agent, "--level", "error"])?;
            if let Some(crash) = list(&log, "/items")?.iter().find(|line| line["message"] == "an agent's process crashed") {
                return Ok(crash.clone());
            }
            if begun.elapsed() > Duration::from_mins(1) {
                return Err(Failure::broken(format!("{agent} crashed and its log does not say so: {log}")));
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }

    /// What `found` finds in what is shown of an agent, as soon as it does.
    fn until<T>(&self, agent: &str, found: impl Fn(&Value) -> Option<T>) -> Outcome<T> {
        let begun = Instant::now();
        loop {
            let shown = self.cli.json(["agent", "show", agent])?;
            if let Some(found) = found(&shown) {
                return Ok(found);
            }
            if begun.elapsed() > Duration::from_mins(1) {
                return Err(Failure::broken(format!("it never came about: {shown}")));
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }
}

fn signal(pid: u32, signal: Signal) -> Outcome {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).ok_or_else(|| Failure::broken("no process id"))?;
    kill_process(pid, signal).map_err(Failure::system("sending a signal"))
}

/// An agent that is kept running, so that there is a process to be killed.
fn keep_running(house: &House, agent: &str) -> Outcome<u32> {
    house.cli.json(["agent", "start", agent])?;
    house.process_of(agent)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_worked_by_sandboxed_agents_that_are_killed_meanwhile() -> Outcome {
    let house = House::new()?;
    let (server, _, _) = house.place.start()?;
    let first = keep_running(&house, "writer")?;
    let run = house.run("library")?;
    let shown = house.cli.json(["agent", "show", "writer"])?;
    assert!(matches!(text(&shown, "/sandbox")?, "landlock" | "namespaces"), "{shown}");
    signal(first, Signal::KILL)?;
    house.until("writer", |shown| shown.get("pid").and_then(Value::as_u64).filter(|pid| *pid != u64::from(first)))?;
    house.approve_all(&run)?;
    assert_eq!(text(&house.cli.json(["run", "replay", &run])?, "/result")?, "identical");
    assert!(server.stop()?.success());
    assert_eq!(house.place.agents_alive()?, 0, "a server that ended leaves no process behind");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_process_outlives_a_killed_server_and_the_run_goes_on() -> Outcome {
    let house = House::new()?;
    let (server, _, _) = house.place.start()?;
    keep_running(&house, "writer")?;
    let run = house.run("library")?;
    house.process_of("product-manager")?;
    server.kill()?;
    house.place.no_agents_left()?;
    let (server, _, _) = house.place.start()?;
    house.process_of("writer")?;
    house.approve_all(&run)?;
    assert_eq!(text(&house.cli.json(["audit", "verify"])?, "/result")?, "intact");
    assert!(server.stop()?.success());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_all_ends_every_process_and_holds_over_a_restart() -> Outcome {
    let house = House::new()?;
    let (server, _, _) = house.place.start()?;
    for agent in ["writer", "builder", "qa"] {
        keep_running(&house, agent)?;
    }
    house.cli.json(["stop-all"])?;
    let took = house.place.no_agents_left()?;
    assert!(took <= STOPPED, "it took {took:?}");
    assert!(server.stop()?.success());
    let (server, _, _) = house.place.start()?;
    let run = house.run("held")?;
    let waited = house.cli.run(["run", "wait", &run, "--until", "review", "--timeout", "3s"])?;
    assert_eq!((waited.code, house.place.agents_alive()?), (8, 0), "nothing is worked while everything is stopped");
    house.cli.json(["start-all"])?;
    house.process_of("writer")?;
    house.approve_all(&run)?;
    assert!(server.stop()?.success());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_stops_every_agent_and_the_hold_is_recorded() -> Outcome {
    let house = House::new()?;
    let (server, _, _) = house.place.start()?;
    keep_running(&house, "writer")?;
    signal(server.pid(), Signal::USR1)?;
    let took = house.place.no_agents_left()?;
    assert!(took <= STOPPED, "it took {took:?}");
    let begun = Instant::now();
    while house.cli.json(["captain", "show"])?.get("stopped") != Some(&Value::Bool(true)) {
        assert!(begun.elapsed() < Duration::from_secs(30), "the hold was not recorded");
        std::thread::park_timeout(Duration::from_millis(20));
    }
    assert_eq!(house.place.agents_alive()?, 0);
    house.cli.json(["start-all"])?;
    house.process_of("writer")?;
    assert!(server.stop()?.success());
    Ok(())
}

/// A server shuts others out of the files that it makes; what it starts is confined as strongly as the host can all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_confines_as_strongly_as_the_doctor_says_that_its_host_can() -> Outcome {
    let house = House::new()?;
    let (server, _, _) = house.place.start()?;
    let doctor = house.cli.json(["doctor"])?;
    let begun = Instant::now();
    let level = loop {
        let swarm = house.cli.json(["captain", "show"])?;
        if let Some(level) = swarm.get("sandbox").and_then(Value::as_str) {
            break level.to_owned();
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "what the self-test showed was not recorded");
        std::thread::park_timeout(Duration::from_millis(20));
    };
    let told = list(&doctor, "/items")?.iter().find(|finding| finding.get("name").and_then(Value::as_str) == Some("sandbox"));
    let told = told.map_or(Ok(""), |finding| text(finding, "/detail"))?;
    assert!(told.starts_with(&format!("level {level};")), "{level}: {told}");
    let doctor = house.cli.json(["doctor"])?;
    let own = list(&doctor, "/items")?.iter().find(|finding| finding.get("name").and_then(Value::as_str) == Some("server's sandbox"));
    let own = own.map_or(Ok(""), |finding| text(finding, "/detail"))?;
    assert!(own.contains(&format!("at level {level}, as it found")), "the server's own level stands beside it: {own}");
    assert!(server.stop()?.success());
    Ok(())
}

/// A run whose first document is written by an agent of somebody else's: this program in Python, with more in its sandbox.
fn written_by(program: &str, more: &str, says: &str) -> Outcome {
    let house = House::new()?;
    let (server, _, _): (Server, _, _) = house.place.start()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agents").join(program);
    let agent = house.folder.path().join(program);
    fs::copy(&script, &agent).map_err(Failure::system("copying the agent"))?;
    let manifest = house.folder.path().join("plain.toml");
    let text_of = format!(
        "name = \"plain\"\nrole = \"product-manager\"\n\n[runtime]\nkind = \"acp\"\ncommand = \"/usr/bin/python3\"\narguments = [\"{0}\"]\n\n\
         [sandbox]\nreadable = [\"{0}\"]\n{more}",
        agent.display()
    );
    fs::write(&manifest, text_of).map_err(Failure::system("writing a manifest"))?;
    house.cli.json(["agent", "register", &manifest.to_string_lossy()])?;
    let run = house.run("library")?;
    house.approve_all(&run)?;
    let artifacts = house.cli.json(["artifact", "list", &run])?;
    let prd = list(&artifacts, "/items")?.iter().find(|artifact| artifact.get("name").and_then(Value::as_str) == Some("prd"));
    let prd = prd.ok_or_else(|| Failure::broken("the run has no prd"))?;
    let got = house.folder.path().join("prd");
    house.cli.json(["artifact", "get", text(prd, "/id")?, "--output", &got.to_string_lossy()])?;
    let written =
        fs::read_to_string(got.join("prd.md")).or_else(|_| fs::read_to_string(&got)).map_err(Failure::system("reading the prd"))?;
    assert!(written.contains(says), "{written}");
    assert!(server.stop()?.success());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_of_somebody_else_takes_part_in_a_run() -> Outcome {
    written_by("plain_acp.py", "", "Neighbours lend tools to each other and know")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_with_a_network_reaches_its_tools_over_http() -> Outcome {
    written_by("plain_http.py", "hosts = [\"api.example.com\"]\n", "Neighbours lend tools to each other over the network")
}

/// A template whose only stage is checked by a command.
fn checked_by(house: &House, name: &str, command: &str) -> Outcome {
    let template = house.folder.path().join(format!("{name}.toml"));
    let text_of = format!(
        "name = \"{name}\"\n\n[[stage]]\nname = \"build\"\nrole = \"builder\"\nproduces = [{{ name = \"site\", kind = \"tree\" }}]\n\
         gate = \"none\"\n\n[[stage.command]]\nname = \"tried\"\nrun = '''{command}'''\n"
    );
    fs::write(&template, text_of).map_err(Failure::system("writing a template"))?;
    house.cli.json(["template", "publish", &template.to_string_lossy()]).map(drop)
}

/// The command of a stage sees the files that were handed in, and nothing of the server or the network.
#[tokio::test(flavor = "multi_thread")]
async fn a_stages_command_runs_confined_in_what_was_handed_in() -> Outcome {
    let house = House::new()?;
    let (server, _, _) = house.place.start()?;
    let data = house.place.data().display();
    let connect = "python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", 7717), 1)'";
    let hidden = format!("! cat {data}/run.json && ! ls {data}/blobs && ! {connect} && test -z \"$DREAMOS_TOKEN\"");
    checked_by(&house, "held", &format!("test -n \"$(find . -type f)\" && {hidden}"))?;
    let run = house.run_of("held", "held")?;
    let waited = house.cli.run(["run", "wait", &run, "--until", "finished", "--timeout", "60s"])?;
    let attempts = house.cli.json(["run", "attempts", &run])?;
    assert_eq!(waited.code, 0, "{attempts}");
    let passed =
        |check: &Value| check.get("name").and_then(Value::as_str) == Some("tried") && check.get("passed") == Some(&Value::Bool(true));
    assert!(list(&attempts, "/items/0/checks")?.iter().any(passed), "{attempts}");

    checked_by(&house, "broken", "echo these words say why; exit 3")?;
    let run = house.run_of("broken", "broken")?;
    let waited = house.cli.run(["run", "wait", &run, "--until", "finished", "--timeout", "60s"])?;
    let attempts = house.cli.json(["run", "attempts", &run])?.to_string();
    assert_eq!(waited.code, 1, "{attempts}");
    assert!(attempts.contains("exit code 3") && attempts.contains("these words say why"), "{attempts}");
    assert!(server.stop()?.success());
    Ok(())
}

/// Whoever looks why an agent is gone finds it where its words are: how its process ended, and what it complained of last.
#[tokio::test(flavor = "multi_thread")]
async fn why_an_agent_crashed_stands_in_its_log() -> Outcome {
    let house = House::new()?;
    let (server, _, _) = house.place.start()?;
    house.register("clumsy", "/usr/bin/python3", &["-c", "import sys; input(); sys.exit('there is no such tool')"])?;
    house.register("silent", "/usr/bin/python3", &["-c", GREETS_AND_ENDS])?;
    for agent in ["clumsy", "silent"] {
        house.cli.json(["agent", "start", agent])?;
        house.until(agent, |shown| shown.pointer("/given_up/code").map(drop))?;
        let crash = house.crash_in_log(agent)?;
        assert_eq!(text(&crash, "/stream")?, format!("agent/{agent}"));
        let code = if agent == "clumsy" { "exit code 1" } else { "exit code 7" };
        assert!(text(&crash, "/fields/why")?.contains(code), "{crash}");
        let log = house.cli.run(["agent", "logs", agent])?;
        let shown = String::from_utf8_lossy(&log.stdout);
        let words = if agent == "clumsy" { "there is no such tool" } else { "I give up" };
        assert!(shown.contains(words) && shown.contains(code), "{shown}");
    }
    let crash = house.crash_in_log("silent")?;
    assert_eq!(text(&crash, "/fields/words")?, "I give up", "what it complained of last stands with it");
    assert!(server.stop()?.success());
    Ok(())
}

/// An agent that answers the greeting, complains, and ends.
const GREETS_AND_ENDS: &str = "import json, sys\n\
    asked = json.loads(input())\n\
    print(json.dumps({'jsonrpc': '2.0', 'id': asked['id'], 'result': {'protocolVersion': 1, 'agentCapabilities': {}}}), flush=True)\n\
    print('I give up', file=sys.stderr)\n\
    sys.exit(7)";

/// What every agent had in hand is worked on again soon after the server was killed and is back, though others might have taken over.
#[tokio::test(flavor = "multi_thread")]
async fn agents_at_work_are_at_work_again_soon_after_a_killed_server_is_back() -> Outcome {
    at_work_again(&House::new()?)?;
    let Some(database) = TestDb::postgres().await else {
        println!("SKIPPED on PostgreSQL: DREAMOS_SKIP_POSTGRES is set");
        return Ok(());
    };
    let Location::Postgres { url } = &database.options.location else {
        return Err(Failure::broken("a PostgreSQL test was given another engine"));
    };
    at_work_again(&House::with(|place| place.on_postgres(url))?)
}

fn at_work_again(house: &House) -> Outcome {
    let (server, _, _) = house.place.start()?;
    let agents = ["first", "second", "third"];
    for agent in agents {
        house.register(agent, env!("CARGO_BIN_EXE_bench_agent"), &[])?;
        house.cli.json(["task", "create", "--title", "hold", "--role", agent])?;
    }
    let at_work = |shown: &Value| shown["task"].as_str().filter(|_| shown["observed"] == "working").map(str::to_owned);
    let before: Vec<String> = agents.iter().map(|agent| house.until(agent, at_work)).collect::<Outcome<_>>()?;
    server.kill()?;
    let begun = Instant::now();
    let (server, _, _) = house.place.start()?;
    let after: Vec<String> = agents.iter().map(|agent| house.until(agent, at_work)).collect::<Outcome<_>>()?;
    let took = begun.elapsed();
    assert_eq!(before, after, "each has its task again");
    assert!(took <= AT_WORK_AGAIN, "it took {took:?}");
    assert!(server.stop()?.success());
    Ok(())
}

/// A slip of the pen is told, and so is why nothing happens though everything was said rightly.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_comes_to_nothing_says_so() -> Outcome {
    let house = House::new()?;
    let (server, _, _) = house.place.start()?;
    let task = house.cli.json(["task", "create", "--title", "hold"])?;
    let task = text(&task, "/id")?;
    for arguments in [
        ["captain", "assign", task, "nobody"].as_slice(),
        &["agent", "logs", "nobody"],
        &["permission", "list", "--agent", "nobody"],
        &["grant", "list", "--agent", "nobody"],
    ] {
        let refused = house.cli.run(arguments)?;
        assert_eq!(refused.code, 3, "{arguments:?}: {}", refused.stderr);
        assert!(refused.stderr.contains("no agent nobody"), "{arguments:?}: {}", refused.stderr);
    }
    for noun in ["permission", "grant"] {
        house.cli.json([noun, "list", "--agent", "writer"])?;
    }
    house.cli.json(["stop-all"])?;
    for (arguments, says) in [
        (["agent", "start", "writer"].as_slice(), "dreamos start-all"),
        (&["agent", "restart", "writer"], "dreamos start-all"),
        (&["agent", "nudge", "writer"], "no work"),
    ] {
        let done = house.cli.run(arguments)?;
        assert!(done.code == 0 && done.stderr.contains(says), "{arguments:?}: {} {}", done.code, done.stderr);
    }
    let empty = house.cli.run(["captain", "broadcast", ""])?;
    assert_eq!(empty.code, 2, "{}", empty.stderr);
    assert!(server.stop()?.success());
    Ok(())
}
