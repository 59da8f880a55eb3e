//! What to do where the events come from, once a source was made: in the words of the control room, whose catalogue this file reads.

use dream_api::{MadeSource, SourceKind, SourceProof};
use serde_json::Value;
use std::fmt::Write as _;

const CATALOGUE: &str = include_str!("../../../../../../ui/src/lib/text/en/source_steps.json");

/// The steps for a source that was made and is reached at `address`.
pub(super) fn steps(made: &MadeSource, address: &str) -> String {
    // A test reads it: a broken one would say nothing.
    let words: Value = serde_json::from_str(CATALOGUE).unwrap_or_default();
    let source = &made.source;
    let signed = source.kind == SourceKind::Slack && matches!(source.proof, SourceProof::Signature { .. });
    let step = if signed { words.get("slack_signed") } else { words.get("of").and_then(|of| of.get(source.kind.as_str())) };
    let rotate = format!("`dreamos bridge source rotate {} --secret-file FILE`", source.name);
    let mut text = format!("{}:\n1. {}", word(words.get("title")), word(step).replace("{rotate}", &rotate));
    if let Some(command) = command(made, address, &words) {
        if source.kind != SourceKind::Publish {
            _ = write!(text, "\n2. {}", word(words.get("send")));
        }
        _ = write!(text, "\n\n{command}");
    }
    text
}

fn word(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// A command to paste that sends an event; `None` where the vendor signs, or the secret is not known here.
fn command(made: &MadeSource, address: &str, words: &Value) -> Option<String> {
    let source = &made.source;
    if source.kind == SourceKind::Publish {
        return Some(format!("dreamos bridge source publish {} --event event.json", source.name));
    }
    let example = words.get("examples")?.get(source.kind.as_str())?;
    let mut parts = vec!["curl --fail-with-body".to_owned()];
    parts.extend(proof(&source.proof, made.secret.as_deref())?);
    parts.push(format!("--header {}", quoted(&format!("content-type: {}", word(example.get("type"))))));
    parts.push(format!("--data {}", quoted(&example.get("body")?.to_string())));
    parts.push(quoted(address));
    Some(parts.join(" \\\n  "))
}

/// How curl proves who it is: by nothing where the address does; `None` where it cannot be said.
fn proof(proof: &SourceProof, secret: Option<&str>) -> Option<Vec<String>> {
    let header = |name: &str, value: String| vec![format!("--header {}", quoted(&format!("{name}: {value}")))];
    match (proof, secret) {
        (SourceProof::Path {}, _) => Some(Vec::new()),
        (SourceProof::Basic { user }, Some(secret)) => Some(vec![format!("--user {}", quoted(&format!("{user}:{secret}")))]),
        (SourceProof::Header { name }, Some(secret)) => Some(header(name, secret.to_owned())),
        (SourceProof::Bearer {}, Some(secret)) => Some(header("authorization", format!("Bearer {secret}"))),
        (SourceProof::Signature { .. }, _) | (_, None) => None,
    }
}

/// In single quotes, as a shell reads it literally.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn made(kind: SourceKind, proof: &Value, secret: Option<&str>) -> MadeSource {
        let source = json!({
            "id": "src_00000000000000000000000000", "name": "ci", "kind": kind.as_str(), "proof": proof, "path": "/hooks/x", "project": null,
            "per_minute": 1, "keys": [], "made_at": "2026-01-01T00:00:00Z", "disabled_at": null, "disabled_reason": null, "removed": false
        });
        let source = serde_json::from_value(source).unwrap();
        MadeSource { source, path: "/hooks/x".to_owned(), url: None, secret: secret.map(str::to_owned) }
    }

    #[test]
    fn every_kind_has_a_step_and_the_documentation_has_it_too() {
        let documented = include_str!("../../../../../../docs/bridge/sources.md").replace('\n', " ");
        for &kind in SourceKind::ALL {
            let said = steps(&made(kind, &json!({"by": "signature"}), None), "https://d.example/hooks/x");
            let step = said.lines().nth(1).unwrap().strip_prefix("1. ").unwrap();
            assert!(step.len() > 20 && !said.contains('{'), "{kind:?}: {said}");
            let step = step.replace("rotate ci --secret-file", "rotate NAME --secret-file");
            assert!(documented.contains(&step), "docs/bridge/sources.md does not say of {kind:?}: {step}");
        }
        let slack = steps(&made(SourceKind::Slack, &json!({"by": "path"}), Some("x")), "https://d.example/hooks/x");
        assert!(documented.contains(slack.lines().nth(1).unwrap().strip_prefix("1. ").unwrap()), "{slack}");
    }

    #[test]
    fn a_command_is_there_where_it_would_be_taken() {
        let said = |kind, proof: Value, secret| steps(&made(kind, &proof, secret), "https://d.example/hooks/x");
        let bearer = said(SourceKind::Generic, json!({"by": "bearer"}), Some("a'b"));
        assert!(bearer.contains("--header 'authorization: Bearer a'\\''b'") && bearer.ends_with("'https://d.example/hooks/x'"), "{bearer}");
        assert!(said(SourceKind::Generic, json!({"by": "basic", "user": "u"}), Some("p")).contains("--user 'u:p'"));
        assert!(said(SourceKind::Slack, json!({"by": "path"}), None).contains("curl"));
        assert!(!said(SourceKind::Github, json!({"by": "signature"}), Some("p")).contains("curl"));
        assert!(!said(SourceKind::Generic, json!({"by": "bearer"}), None).contains("curl"));
        assert!(bearer.contains("\n2. Send a first event"), "{bearer}");
        let publish = said(SourceKind::Publish, json!({"by": "bearer"}), None);
        assert!(publish.contains("source publish ci") && !publish.contains("2."), "a step without words: {publish}");
    }
}
