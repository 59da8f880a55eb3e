//! A manifest from its TOML: every fault found in one go, each with its line. An unknown key is a fault, for a misspelt rule must not be a
//! missing one.

mod servers;
mod tools;

use super::checks::{is_host, is_path, is_plain, is_secret_name, is_secretive, is_variable};
use super::{AgentLimits, CrashLoop, Manifest, RestartPolicy, Runtime, SandboxProfile, USUAL_IDLE_TIMEOUT, span};
use crate::task::name as checked_name;
use dream_toml::{Placed, Section, Source, SourceErrors, is_name};
use std::collections::BTreeMap;
use std::time::Duration;

/// The most bytes of a manifest as JSON: it is part of the agent's row.
const MOST_BYTES: usize = 6 * 1024;
/// The most tasks that an agent works on at once.
const MOST_CONCURRENCY: u64 = 16;
const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_hours(24);

impl Manifest {
    /// Reads and validates a manifest; `file` is what faults call it.
    ///
    /// # Errors
    /// [`SourceErrors`] with everything that is wrong, each fault with its line.
    pub fn parse(file: &str, text: &str) -> Result<Self, SourceErrors> {
        let source = Source::new(file, text);
        let document = source.document();
        let manifest = document.as_ref().and_then(|document| {
            let root = source.root(document);
            let manifest = read(&root)?;
            let bytes = serde_json::to_vec(&manifest).map_or(usize::MAX, |json| json.len());
            if bytes > MOST_BYTES {
                let message =
                    format!("the manifest says {bytes} bytes; {MOST_BYTES} are allowed: shorten its environment, arguments and rules");
                root.fault(root.offset(), "too_large", message);
            }
            Some(manifest)
        });
        drop(document);
        source.finish(manifest)
    }
}

fn read(root: &Section<'_>) -> Option<Manifest> {
    root.allow(&[
        "name",
        "role",
        "capabilities",
        "projects",
        "runtime",
        "environment",
        "secrets",
        "sandbox",
        "tools",
        "mcp",
        "concurrency",
        "restart",
        "idle_timeout",
        "limits",
    ]);
    let name = root.needed("name");
    if let Some(name) = name.as_ref().filter(|name| !is_name(name.value)) {
        let message =
            format!("`{}` is no name: write a lowercase letter, then up to 39 lowercase letters, digits and `-`", shown(name.value));
        root.fault(name.offset, "bad_name", message);
    }
    let role = root.needed("role");
    if let Some(Err(error)) = role.as_ref().map(|role| checked_name("role", role.value)) {
        root.fault(root.offset_of("role"), "bad_role", error.to_string());
    }
    let (environment, secrets) = variables(root);
    Some(Manifest {
        capabilities: capabilities(root),
        projects: projects(root),
        environment,
        secrets,
        sandbox: root.table("sandbox").map(|section| sandbox(&section)).unwrap_or_default(),
        tools: tools::read(root),
        tool_servers: servers::read(root),
        concurrency: small(root.number("concurrency", 1..=MOST_CONCURRENCY)).unwrap_or(1),
        restart: root.table("restart").map(|section| restart(&section)).unwrap_or_default(),
        idle_timeout_s: span(root, "idle_timeout", SECOND, DAY).unwrap_or(USUAL_IDLE_TIMEOUT).as_secs(),
        limits: root.table("limits").map(|section| limits(&section)).unwrap_or_default(),
        runtime: runtime(root)?,
        name: name?.value.to_owned(),
        role: role?.value.to_owned(),
    })
}

fn capabilities(root: &Section<'_>) -> Vec<String> {
    let named = root.texts("capabilities", crate::MAX_CAPABILITIES);
    for capability in &named {
        if let Err(error) = checked_name("capability", capability.value) {
            root.fault(capability.offset, "bad_capability", error.to_string());
        }
    }
    owned(named)
}

fn projects(root: &Section<'_>) -> Vec<dream_id::ProjectId> {
    let named = root.texts("projects", 64);
    let mut projects: Vec<_> = named
        .iter()
        .filter_map(|text| {
            let id = text.value.parse();
            if id.is_err() {
                let message = format!("`{}` is no project's id; `dreamos project list` shows them", shown(text.value));
                root.fault(text.offset, "bad_project", message);
            }
            id.ok()
        })
        .collect();
    projects.sort();
    projects
}

fn runtime(root: &Section<'_>) -> Option<Runtime> {
    if root.item("runtime").is_none() {
        root.fault(
            root.offset(),
            "missing_key",
            String::from("`[runtime]` is missing: say `kind = \"acp\"` and a command, or `kind = \"llm\"`"),
        );
    }
    let section = root.table("runtime")?;
    let kind = section.needed("kind")?;
    match kind.value {
        "acp" => {
            section.allow(&["kind", "command", "arguments"]);
            let command = command(&section)?;
            Some(Runtime::Acp { command, arguments: arguments(&section) })
        }
        "llm" => {
            section.allow(&["kind", "model"]);
            let model = section.text("model");
            if let Some(model) = model.as_ref().filter(|model| model.value.trim().is_empty() || !is_plain(model.value)) {
                section.fault(model.offset, "bad_model", String::from("`model` must name a model of the server's configuration"));
            }
            Some(Runtime::Llm { model: model.map(|model| model.value.to_owned()) })
        }
        other => {
            section.fault(kind.offset, "bad_kind", format!("`{}` is no kind of runtime: use acp or llm", shown(other)));
            None
        }
    }
}

/// A program: an absolute path, or a name without a slash that is looked up.
fn command(section: &Section<'_>) -> Option<String> {
    let command = section.needed("command")?;
    let fits = (1..=1_024).contains(&command.value.len()) && is_plain(command.value);
    if !fits || (command.value.contains('/') && !is_path(command.value)) {
        let message = String::from("`command` must be an absolute path, or a program's name without a slash");
        section.fault(command.offset, "bad_command", message);
    }
    Some(command.value.to_owned())
}

fn arguments(section: &Section<'_>) -> Vec<String> {
    section.words("arguments", 64, 2_048).into_iter().map(str::to_owned).collect()
}

/// The environment, and the names of its secrets.
fn variables(section: &Section<'_>) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let mut environment = BTreeMap::new();
    if let Some(table) = section.table("environment") {
        for (name, value) in table.entries() {
            if !is_variable(name) {
                table.fault(value.offset, "bad_variable", format!("`{}` can be no variable of an environment", shown(name)));
            } else if is_secretive(name) {
                let message = format!("`{name}` looks like a secret: name it under [secrets], and keep its value out of the manifest");
                table.fault(value.offset, "secret_in_manifest", message);
            } else if value.value.contains('\0') || value.value.len() > 4_096 {
                table.fault(value.offset, "wrong_length", format!("`{name}` must have at most 4096 bytes, none of them zero"));
            }
            environment.insert(name.to_owned(), value.value.to_owned());
        }
    }
    let secrets = secrets(section, "secrets");
    if let (Some(name), Some(table)) = (secrets.keys().find(|name| environment.contains_key(*name)), section.section("secrets")) {
        table.fault(table.offset_of(name), "duplicate", format!("`{name}` is in [environment] too; leave it out there"));
    }
    (environment, secrets)
}

/// Names of secrets by what is given them.
fn secrets(section: &Section<'_>, key: &str) -> BTreeMap<String, String> {
    let Some(table) = section.table(key) else { return BTreeMap::new() };
    let mut secrets = BTreeMap::new();
    for (name, secret) in table.entries() {
        if !is_variable(&name.replace('-', "_")) {
            table.fault(secret.offset, "bad_variable", format!("`{}` can be given no secret", shown(name)));
        }
        if !is_secret_name(secret.value) {
            // What stands there may be the secret itself, so it is not repeated.
            let message = format!("what stands for `{}` is no secret's name: lowercase letters, digits, `-`, `_` and `.`", shown(name));
            table.fault(secret.offset, "bad_secret_name", message);
        }
        secrets.insert(name.to_owned(), secret.value.to_owned());
    }
    secrets
}

fn sandbox(section: &Section<'_>) -> SandboxProfile {
    section.allow(&["level", "hosts", "readable"]);
    let level = section.text("level").and_then(|level| {
        let read = level.value.parse();
        read.map_err(|error: crate::UnknownWord| section.fault(level.offset, "bad_level", error.to_string())).ok()
    });
    let hosts = section.texts("hosts", 64);
    for host in hosts.iter().filter(|host| !is_host(host.value)) {
        let message = format!("`{}` is no host: write its name in lowercase, with `*.` in front for all below it", shown(host.value));
        section.fault(host.offset, "bad_host", message);
    }
    let readable = section.words("readable", 64, 1_024);
    for path in readable.iter().filter(|path| !is_path(path)) {
        let message = format!("`{}` may not be named here: write an absolute path below `/`, without `..`", shown(path));
        section.fault(section.offset_of("readable"), "bad_path", message);
    }
    SandboxProfile { level, hosts: owned(hosts), readable: readable.into_iter().map(str::to_owned).collect() }
}

fn restart(section: &Section<'_>) -> RestartPolicy {
    section.allow(&["policy", "wait_min", "wait_max", "crashes", "within"]);
    let usual = RestartPolicy::default();
    let when = section.text("policy").and_then(|policy| {
        let read = policy.value.parse();
        read.map_err(|error: crate::UnknownWord| section.fault(policy.offset, "bad_policy", error.to_string())).ok()
    });
    let (least, most) = (Duration::from_millis(100), Duration::from_hours(1));
    let wait_min = span(section, "wait_min", least, most).unwrap_or(usual.wait_min());
    let wait_max = span(section, "wait_max", least, most).unwrap_or(usual.wait_max().max(wait_min));
    if wait_max < wait_min {
        section.fault(section.offset_of("wait_max"), "out_of_range", String::from("`wait_max` must not be shorter than `wait_min`"));
    }
    let crash_loop = CrashLoop {
        crashes: small(section.number("crashes", 1..=100)).unwrap_or(usual.crash_loop.crashes),
        within_s: span(section, "within", SECOND, DAY).map_or(usual.crash_loop.within_s, |within| within.as_secs()),
    };
    RestartPolicy { when: when.unwrap_or(usual.when), wait_min_ms: millis(wait_min), wait_max_ms: millis(wait_max), crash_loop }
}

fn limits(section: &Section<'_>) -> AgentLimits {
    section.allow(&["memory_mb", "cpu", "processes", "open_files", "output_mb", "wall_clock", "turns", "tokens"]);
    let seconds = |key| span(section, key, SECOND, Duration::from_hours(24 * 7)).map(|span| span.as_secs());
    AgentLimits {
        memory_mb: section.number("memory_mb", 16..=1_048_576),
        cpu_s: seconds("cpu"),
        processes: small(section.number("processes", 1..=65_536)),
        open_files: small(section.number("open_files", 16..=1_048_576)),
        output_mb: section.number("output_mb", 1..=65_536),
        wall_clock_s: seconds("wall_clock"),
        turns: small(section.number("turns", 1..=10_000)),
        tokens: section.number("tokens", 1_000..=1_000_000_000),
    }
}

fn span(section: &Section<'_>, key: &str, least: Duration, most: Duration) -> Option<Duration> {
    let text = section.text(key)?;
    span::parse(text.value, least, most).map_err(|message| section.fault(text.offset, "bad_span", message)).ok()
}

fn small(number: Option<u64>) -> Option<u32> {
    number.and_then(|number| u32::try_from(number).ok())
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

fn owned(texts: Vec<Placed<&str>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value.to_owned()).collect()
}

fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(60).collect()
}
