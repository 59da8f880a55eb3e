//! What templates can do, and what they cannot do however they try.

use super::*;
use crate::event::{Event, Phase, Severity};
use serde_json::json;

fn values(payload: &serde_json::Value) -> Value {
    let event = Event {
        source: "ci".to_owned(),
        kind: "build.failed".to_owned(),
        severity: Severity::Error,
        phase: Phase::Firing,
        title: "Build *7* failed".to_owned(),
        summary: "line 1\nline 2\nline 3".to_owned(),
        labels: [("branch".to_owned(), "main".to_owned())].into(),
        link: Some("https://ci.example/7".to_owned()),
        at: "2026-03-29T00:30:00Z".parse().unwrap(),
        key: "build 7".to_owned(),
    };
    super::super::context(&event, payload)
}

fn run(source: &str, payload: &serde_json::Value) -> Result<String, TemplateFault> {
    let mut engine = Engine::new();
    let part = engine.template("t", source)?;
    engine.render(&part, &values(payload))
}

#[test]
fn filters_shape_what_an_event_says() {
    let payload =
        json!({"log": "a\nb\nc", "tags": ["x", "y"], "n": 2.716, "user": "@everyone <@1>", "nothing": null, "big": 1_774_744_200});
    let cases = [
        ("{{ event.title }}", "Build \\*7\\* failed"),
        ("{{ event.title|raw }}", "Build *7* failed"),
        ("{{ event.title|upper|raw }}", "BUILD *7* FAILED"),
        ("{{ payload.user }}", "\\@everyone \\<\\@1\\>"),
        ("{{ payload.log|code_block('sh') }}", "```sh\na\nb\nc\n```"),
        ("{{ payload.log|lines(2)|raw }}", "a\nb\n… 1 more lines"),
        ("{{ event.title|truncate(8)|raw }}", "Build *…"),
        ("{{ payload.tags|join(' / ')|raw }}", "x / y"),
        ("{{ payload.tags|json|raw }}", "[\"x\",\"y\"]"),
        ("{{ event.at|time('Europe/Berlin', '%H:%M')|raw }} {{ event.at|time('America/New_York', '%a %H.%M') }}", "01:30 Sat 20.30"),
        ("{{ event.at|discord_time('R') }} {{ payload.big|discord_time }}", "<t:1774744200:R> <t:1774744200:f>"),
        ("{{ event.title|link(event.link) }}", "[Build \\*7\\* failed](https://ci.example/7)"),
        ("{{ event.title|link('javascript:alert(1)') }}", "Build \\*7\\* failed"),
        ("{{ payload.missing|default('none') }}{{ payload.nothing }}", "none"),
        ("{{ payload.n|round(2)|raw }} {{ payload.n|int }}", "2.72 2"),
        ("{% for tag in payload.tags %}- {{ tag }}\n{% endfor %}", "- x\n- y\n"),
        ("{% if event.severity in ['error', 'critical'] %}bad{% endif %}", "bad"),
        ("{% if payload.missing is defined %}x{% else %}y{% endif %}", "y"),
        ("{{ labels.branch|replace('main', 'trunk') }}", "trunk"),
    ];
    for (source, wanted) in cases {
        assert_eq!(run(source, &payload).as_deref(), Ok(wanted), "{source}");
    }
}

#[test]
fn what_is_missing_or_has_no_text_is_an_error_and_not_a_blank() {
    let payload = json!({"list": [1], "object": {}});
    for source in [
        "{{ payload.missing }}",
        "{{ payload.a.b.c }}",
        "{{ payload.list }}",
        "{{ payload }}",
        "{{ payload.list|upper }}",
        "{{ event.title|time }}",
    ] {
        assert_eq!(run(source, &payload).unwrap_err().code(), "template_failed", "{source}");
    }
    assert_eq!(run("one\n{{ payload.missing }}", &payload).unwrap_err().line(), 2);
    assert_eq!(run("{{ a b }}", &payload).unwrap_err().code(), "template_syntax");
}

#[test]
fn templates_that_loop_or_explode_are_stopped() {
    let many: Vec<u32> = (0..5_000).collect();
    let payload = json!({"many": many, "long": "x".repeat(1_000_000), "deep": {"many": many.clone()}});
    let nested = "{% for a in payload.many %}{% for b in payload.many %}{% for c in payload.many %}{% endfor %}{% endfor %}{% endfor %}";
    let cases = [
        (nested.to_owned(), "template_steps"),
        ("{% for a in payload.many %}{{ payload.long|raw }}{% endfor %}".to_owned(), "template_output"),
        ("{{ payload.long|replace('x', payload.long) }}".to_owned(), "template_output"),
        ("{{ payload.many|join(payload.long) }}".to_owned(), "template_output"),
        ("{{ [payload.deep, payload.deep]|json }}".to_owned(), "template_output"),
        ("{{ event.at|time('UTC', '%999999999d') }}".to_owned(), "template_failed"),
        ("{{ payload.long }}".repeat(500), "template_too_long"),
        ("{{ payload.long * 1000 }}".to_owned(), "template_forbidden"),
        ("{% set a = payload.long %}".to_owned(), "template_forbidden"),
        (format!("{}x{}", "{% if true %}".repeat(150), "{% endif %}".repeat(150)), ""),
        (format!("{{{{ {}1{} }}}}", "(".repeat(3_000), ")".repeat(3_000)), "template_syntax"),
    ];
    for (source, code) in cases {
        let got = run(&source, &payload);
        let shown: String = source.chars().take(80).collect();
        match code {
            "" => assert!(got.is_ok() || got.as_ref().is_err_and(|fault| fault.code() == "template_syntax"), "{shown}: {got:?}"),
            code => assert_eq!(got.unwrap_err().code(), code, "{shown}"),
        }
    }
}

#[test]
fn a_long_text_reaches_templates_cut_and_many_values_partly() {
    let payload = json!({"long": "é".repeat(1_000_000), "many": vec![0; 50_000], "after": 1});
    assert_eq!(run("{{ payload.long|length }}", &payload).as_deref(), Ok("4096"));
    let kept: usize = run("{{ payload.many|length }}", &payload).unwrap().parse().unwrap();
    assert!(kept < 10_000, "{kept}");
}

#[test]
fn expressions_hold_or_fail_and_cannot_break_out() {
    let mut engine = Engine::new();
    let payload = json!({"value": 7, "kind": "a"});
    for (source, holds) in [
        ("payload.value > 6 and event.severity == 'error'", Ok(true)),
        ("payload.value + 1 == 9", Ok(false)),
        ("event.type is startingwith('build.')", Ok(true)),
        ("payload.missing == 1", Err("template_failed")),
        ("payload.missing is defined", Ok(false)),
        ("labels.branch in ['main', 'trunk']", Ok(true)),
        ("true) %}1{% endif %}{% if (true", Err("template_forbidden")),
        ("true) or (true", Err("template_syntax")),
        ("", Err("template_syntax")),
        ("payload.value >", Err("template_syntax")),
    ] {
        let got = engine.expression(source, source).and_then(|part| engine.holds(&part, &values(&payload)));
        assert_eq!(got.as_ref().map_err(TemplateFault::code), holds.as_ref().map_err(|code| *code), "{source}: {got:?}");
    }
}
