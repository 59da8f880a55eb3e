//! Manifests: what can stand in one, and every fault with its line.

use dream_swarm::{Confinement, Manifest, RestartWhen, Runtime, ServerTransport, ToolEffect};
use std::time::Duration;

const FULL: &str = include_str!("manifest.toml");
const LEAST: &str = "name = \"a\"\nrole = \"writer\"\nruntime = { kind = \"llm\" }\n";

#[test]
fn a_full_manifest_says_everything() {
    let manifest = Manifest::parse("manifest.toml", FULL).unwrap();
    assert_eq!((manifest.name.as_str(), manifest.concurrency, manifest.idle_timeout()), ("writer", 2, Duration::from_secs(90)));
    assert!(matches!(&manifest.runtime, Runtime::Acp { command, arguments } if command == "/opt/agents/writer" && arguments.len() == 2));
    assert_eq!(manifest.secrets["MODEL_API_KEY"], "model-key");
    assert_eq!((manifest.sandbox.level, manifest.sandbox.hosts.len()), (Some(Confinement::Namespaces), 2));
    assert_eq!(
        manifest.tools.iter().map(|rule| (rule.effect, rule.arguments.len())).collect::<Vec<_>>(),
        [(ToolEffect::Allow, 1), (ToolEffect::Deny, 2)]
    );
    assert!(matches!(manifest.tool_servers[0].transport, ServerTransport::Command { .. }) && manifest.tool_servers[0].timeout_s == 30);
    assert!(matches!(manifest.tool_servers[1].transport, ServerTransport::Http { .. }) && manifest.tool_servers[1].timeout_s == 60);
    assert_eq!(
        (manifest.restart.when, manifest.restart.wait_min_ms, manifest.restart.crash_loop.within_s),
        (RestartWhen::Always, 500, 300)
    );
    assert_eq!((manifest.limits.memory_mb, manifest.limits.cpu_s, manifest.limits.tokens), (Some(512), Some(600), Some(200_000)));
    let json = serde_json::to_value(&manifest).unwrap();
    assert_eq!(serde_json::from_value::<Manifest>(json).unwrap(), manifest);
}

#[test]
fn a_short_manifest_is_what_a_built_in_agent_is() {
    let manifest = Manifest::parse("m.toml", LEAST).unwrap();
    assert_eq!(manifest, Manifest { name: "a".to_owned(), concurrency: 1, ..Manifest::builtin("a", "writer") });
}

#[test]
fn the_manifests_among_the_examples_are_whole() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/agents");
    let mut found = 0;
    for path in [folder.clone(), folder.join("javascript")].iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()) {
        let path = path.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let errors = Manifest::parse(&path.to_string_lossy(), &std::fs::read_to_string(&path).unwrap()).err();
            assert!(errors.is_none(), "{}", errors.unwrap());
            found += 1;
        }
    }
    assert!(found >= 3, "{found} manifests in {}", folder.display());
}

/// Every fault is found in one go, in order of lines.
#[test]
fn faults_name_their_line() {
    let check = |text: &str, expected: &[(usize, &str)]| {
        let errors = Manifest::parse("m.toml", text).unwrap_err();
        let found: Vec<_> = errors.faults.iter().map(|fault| (fault.line, fault.code)).collect();
        assert_eq!(found, expected, "{text}\n{errors}");
        assert!(errors.to_string().starts_with("m.toml:"), "{errors}");
    };
    let with = |lines: &str| format!("{LEAST}{lines}\n");
    check("", &[(1, "missing_key"), (1, "missing_key"), (1, "missing_key")]);
    check("name = \"a\"\nrole =", &[(2, "not_toml")]);
    check(&LEAST.replace("\"a\"", "\"A b\""), &[(1, "bad_name")]);
    check(&LEAST.replace("\"writer\"", "\" \""), &[(2, "bad_role")]);
    check(&LEAST.replace("llm", "docker"), &[(3, "bad_kind")]);
    check(&LEAST.replace("kind = \"llm\"", "kind = \"acp\""), &[(3, "missing_key")]);
    check(&LEAST.replace("kind = \"llm\"", "kind = \"acp\", command = \"../x\""), &[(3, "bad_command")]);
    check(&LEAST.replace("kind = \"llm\"", "kind = \"llm\", command = \"x\""), &[(3, "unknown_key")]);
    for (lines, faults) in [
        ("concurency = 2", &[(4, "unknown_key")][..]),
        ("concurrency = 17\nidle_timeout = \"5\"", &[(4, "out_of_range"), (5, "bad_span")]),
        ("projects = [\"shop\"]", &[(4, "bad_project")]),
        ("[environment]\n\"2A\" = \"x\"\nMY_TOKEN = \"x\"", &[(5, "bad_variable"), (6, "secret_in_manifest")]),
        ("[environment]\nA = \"1\"\n[secrets]\nA = \"a\"", &[(7, "duplicate")]),
        ("[secrets]\nA = \"SK-Not a name\"", &[(5, "bad_secret_name")]),
        (
            "[sandbox]\nlevel = \"none\"\nhosts = [\"10.0.0.1\"]\nreadable = [\"etc\"]",
            &[(5, "bad_level"), (6, "bad_host"), (7, "bad_path")],
        ),
        ("[[tools]]\neffect = \"maybe\"\ntool = \"x\"", &[(5, "bad_effect")]),
        ("[[tools]]\neffect = \"ask\"\ntool = \"\"", &[(6, "bad_tool_pattern")]),
        ("[[tools]]\neffect = \"ask\"\ntool = \"x\"\narguments = [{ at = \"/a\" }]", &[(7, "bad_argument_pattern")]),
        ("[[mcp]]\nname = \"dreamos\"\ncommand = \"x\"", &[(5, "bad_name")]),
        ("[[mcp]]\nname = \"a\"", &[(4, "bad_server")]),
        ("[[mcp]]\nname = \"a\"\nurl = \"https://u:p@x/\"", &[(6, "bad_url")]),
        ("[[mcp]]\nname = \"a\"\ncommand = \"x\"\n[[mcp]]\nname = \"a\"\ncommand = \"x\"", &[(7, "duplicate")]),
        ("[restart]\npolicy = \"sometimes\"\nwait_min = \"2s\"\nwait_max = \"1s\"", &[(5, "bad_policy"), (7, "out_of_range")]),
        ("[limits]\nmemory_mb = 1\nturns = 0\ncpu = \"10\"", &[(5, "out_of_range"), (6, "out_of_range"), (7, "bad_span")]),
        ("restart = 3", &[(4, "wrong_type")]),
    ] {
        check(&with(lines), faults);
    }
    let long = format!("[environment]\n{}", (0..4).map(|n| format!("A{n} = \"{}\"\n", "x".repeat(2_000))).collect::<String>());
    check(&with(&long), &[(1, "too_large")]);
}

/// What stands where a name of a secret belongs may be the secret itself.
#[test]
fn a_fault_never_repeats_what_may_be_a_secret() {
    let text = format!("{LEAST}[secrets]\nKEY = \"sk-LIVE 12345\"\n[environment]\nMY_PASSWORD = \"hunter2\"\n");
    let errors = Manifest::parse("m.toml", &text).unwrap_err().to_string();
    assert!(!errors.contains("12345") && !errors.contains("hunter2"), "{errors}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// No text makes the reader do anything but answer.
    #[test]
    fn any_text_is_answered(text in "(?s).{0,300}", key in "[a-z_]{1,14}", value in "[a-z0-9\"{}\\[\\]=, .\n]{0,40}") {
        drop(Manifest::parse("m.toml", &text));
        drop(Manifest::parse("m.toml", &format!("{LEAST}{key} = {value}")));
    }
}
