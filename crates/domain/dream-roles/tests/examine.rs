//! From replies to verdicts, through the public surface.

use dream_roles::{Check, Contract, Craft, Examined, File, Input, OutputKind, examine, examine_files, verify};
use proptest::prelude::*;
use serde_json::{Value, json};

fn failures(examined: &Examined) -> String {
    examined.failures().join("\n")
}

fn site_checks() -> Vec<Check> {
    Check::ALL.into_iter().filter(|check| check.is_of_site()).collect()
}

fn site_contract() -> Contract {
    Contract { checks: site_checks(), ..Contract::new(Craft::Builder, "site", OutputKind::Tree) }
}

const HEAD: &str =
    "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>T</title>";

fn page(head: &str, body: &str) -> String {
    format!("{HEAD}{head}</head><body><main><h1>A</h1>{body}</main></body></html>")
}

fn site(head: &str, body: &str) -> Vec<File> {
    vec![
        File::text("index.html", page(head, body)),
        File::text("b/other.html", page("", "<p id=here>x</p>")),
        File::text("style.css", "p { color: #123 }"),
        File::text("a.png", "x"),
    ]
}

#[test]
fn a_good_document_passes_and_a_bad_one_is_told_everything() {
    let contract = Contract {
        sections: vec!["Goals".to_owned(), "Out of scope".to_owned()],
        ..Contract::new(Craft::ProductManager, "prd", OutputKind::Document)
    };
    let good = examine(&contract, "# P\n## 1. goals:\n- x\n## Out of scope\n### Later\ny", &[]);
    assert!(good.is_clean(), "{good:?}");
    assert_eq!(good.files[0].path, "prd.md");
    let bad = examine(&contract, "# P\n\n## Goals\n\n## Other\n<b>x</b> [a](javascript:x) [b](#gone)\n", &[]);
    assert!(!bad.is_acceptable());
    for told in ["`Goals` is empty", "`Out of scope` is missing", "holds HTML", "scheme `javascript`", "no heading to lead to"] {
        assert!(failures(&bad).contains(told), "{told}: {}", failures(&bad));
    }
}

#[test]
fn size_and_encoding_are_held_to() {
    let mut contract = Contract::new(Craft::Writer, "docs", OutputKind::Document);
    contract.max_bytes = 10;
    assert!(failures(&examine(&contract, "# 123456789", &[])).contains("12 bytes"));
    contract.max_bytes = 100;
    let bytes = examine_files(&contract, vec![File::new("docs.md", [b'#', 0xff])], &[]);
    assert!(failures(&bytes).contains("not UTF-8"));
    let control = examine(&contract, "# a\nb\u{1b}[2J", &[]);
    assert!(failures(&control).contains("line 2 has a control character"), "{}", failures(&control));
    let two = examine_files(&contract, vec![File::text("a.md", "x"), File::text("../b.md", "x")], &[]);
    assert!(failures(&two).contains("one Markdown file, not 2") && failures(&two).contains("leaves its folder"));
}

#[test]
fn a_good_site_passes_every_check() {
    let body = "<img src=a.png alt=\"\"><a href=\"b/other.html#here\">o</a> <a href=https://example.org>e</a><label>n <input></label><br>";
    let examined = examine_files(&site_contract(), site("<link rel=stylesheet href=style.css>", body), &[]);
    assert!(examined.is_clean(), "{}", failures(&examined));
}

/// Each row: markup in the head, markup in the body, the check that must fail, what it must say.
#[test]
fn each_site_check_finds_what_it_is_for() {
    let cases: &[(&str, &str, &str, &str)] = &[
        ("", "<p id=x></p><p id=x></p>", "html", "`x` is used twice"),
        ("", "<div><p>x", "html", "`</main>` closes `<div>`"),
        ("", "</section>", "html", "closes nothing"),
        ("<title>again</title>", "", "html", "exactly one title"),
        ("", "<p class=a class=b>x</p>", "html", "`class` twice"),
        ("", "<!-- open", "html", "comment is never finished"),
        ("", "<a href=gone.html>x</a>", "links", "`gone.html`, which is not there"),
        ("", "<a href=b/other.html#there>x</a>", "links", "anchor `there`"),
        ("", "<a href=../../x>x</a>", "links", "leaves the site's folder"),
        ("", "<a href=ftp://x>x</a>", "links", "scheme `ftp`"),
        ("", "<img src=b.png alt=x>", "assets", "`b.png` is not in the tree"),
        ("", "<img src=a.png srcset=\"a.png 1x, c.png 2x\" alt=x>", "assets", "`c.png`"),
        ("<link rel=stylesheet href=no.css>", "", "assets", "`no.css`"),
        ("", "<p style=\"background:url(no.gif)\">x</p>", "assets", "`no.gif`"),
        ("", "<img src=a.png>", "accessibility", "no `alt`"),
        ("", "<h3>x</h3>", "accessibility", "follows a heading of level 1"),
        ("", "<h1>B</h1>", "accessibility", "exactly one `<h1>`"),
        ("", "<a href=b/other.html> </a>", "accessibility", "`<a>` has no text"),
        ("", "<input id=q>", "accessibility", "no label"),
        ("<meta name=viewport content='user-scalable=no'>", "", "accessibility", ""),
        ("<script src=https://cdn.example/x.js></script>", "", "resources", "cdn.example"),
        ("<link rel=preconnect href=//fonts.example>", "", "resources", "fonts.example"),
        ("<style>@import 'https://x.example/a.css';</style>", "", "resources", "x.example"),
        ("", "<iframe src=b/other.html></iframe>", "resources", "embeds another document"),
        ("", "<form action=https://x.example></form>", "resources", "x.example"),
        ("", "<p onclick=x>x</p>", "markup", "`onclick`"),
        ("", "<svg/onload=x></svg>", "markup", "`onload`"),
        ("", "<a href='java&#10;script&colon;x'>x</a>", "markup", "`javascript:` URL"),
        ("<script>x()</script>", "", "markup", "a script stands in the page"),
        ("<base href=/>", "", "markup", "`<base>`"),
        ("<meta http-equiv=Refresh content='0;url=/'>", "", "markup", "redirects"),
        ("", "<img src='data:image/svg+xml,x' alt=x>", "markup", "`data:` URL"),
    ];
    for (head, body, check, told) in cases {
        let head = if head.contains("user-scalable") { "" } else { head };
        let mut files = site(head, body);
        if told.is_empty() {
            files[0] = File::text("index.html", page("", "").replace("width=device-width", "width=device-width, user-scalable=no"));
        }
        let examined = examine_files(&site_contract(), files, &[]);
        let result = examined.output.iter().find(|result| result.name == *check).unwrap();
        assert!(!result.passed, "{check} passes {head}{body}");
        assert!(result.failures.join("\n").contains(told), "{told}: {:?}", result.failures);
    }
}

#[test]
fn a_site_without_what_every_page_needs_is_told_so() {
    let examined = examine_files(&site_contract(), vec![File::text("about.html", "<p>x</p>")], &[]);
    for told in
        ["no `index.html`", "<!doctype html>", "its language", "its encoding", "title", "no body", "main landmark", "small screens", "<h1>"]
    {
        assert!(failures(&examined).contains(told), "{told}: {}", failures(&examined));
    }
}

#[test]
fn heavy_files_drawings_with_scripts_and_keys_are_found() {
    let mut files = site("", "");
    files.push(File::text("big.css", "x".repeat(300_000)));
    files.push(File::text("logo.svg", "<svg><script>x</script></svg>"));
    files.push(File::text("notes.txt", format!("\nAKI{}", "AABCDEFGHIJKLMNOP")));
    let examined = examine_files(&site_contract(), files, &[]);
    for told in ["big.css has 300000 bytes", "logo.svg, line 1", "notes.txt, line 2"] {
        assert!(failures(&examined).contains(told), "{told}: {}", failures(&examined));
    }
}

#[test]
fn many_failures_of_one_check_are_told_in_twenty_sentences() {
    let body = (0..50).map(|n| format!("<a href=gone{n}.html>x</a>")).collect::<Vec<_>>().concat();
    let examined = examine_files(&site_contract(), site("", &body), &[]);
    let links = examined.output.iter().find(|result| result.name == "links").unwrap();
    assert_eq!(links.failures.len(), 20);
    assert!(links.failures[19].contains("31 more"), "{}", links.failures[19]);
}

fn qa() -> Contract {
    Contract { checks: vec![Check::Links, Check::Html], ..Contract::new(Craft::Qa, "qa-report", OutputKind::Report) }
}

fn report(links: bool, html: bool) -> Value {
    json!({
        "summary": "Read.", "findings": [], "not_covered": [],
        "checks": [
            {"name": "links", "passed": links, "evidence": "e"},
            {"name": "html", "passed": html, "evidence": "e"}
        ]
    })
}

#[test]
fn a_report_is_held_to_its_schema() {
    let inputs = [Input { name: "site".to_owned(), files: site("", "") }];
    let good = examine(&qa(), &report(true, true).to_string(), &inputs);
    assert!(good.is_clean(), "{good:?}");
    assert_eq!(good.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["qa-report.json", "qa-report.md"]);
    let mut bad = report(true, true);
    bad["findings"] = json!([{"title": "x", "severity": "awful"}]);
    bad["extra"] = json!(1);
    let bad = failures(&examine(&qa(), &bad.to_string(), &inputs));
    for told in ["/findings/0", "severity", "extra"] {
        assert!(bad.contains(told), "{told}: {bad}");
    }
    let own = Contract { schema: Some(json!({"type": "object", "required": ["verdict"]})), ..qa() };
    assert!(failures(&examine(&own, "{}", &inputs)).contains("verdict"));
    assert!(examine(&own, "{\"verdict\": 1}", &inputs).is_acceptable());
    for schema in [json!({"type": "nonsense"}), json!({"$ref": "https://example.org/schema.json"}), json!({"pattern": "(?=x)"})] {
        let broken = Contract { schema: Some(schema.clone()), ..qa() };
        assert!(failures(&examine(&broken, "{}", &inputs)).contains("not valid"), "{schema}");
    }
}

/// No model interprets whether work is good: what a report claims never changes the verdict.
#[test]
fn the_verdict_is_the_machines_whatever_a_report_claims() {
    let inputs = [Input { name: "site".to_owned(), files: site("", "<a href=gone.html>x</a>") }];
    let lying = examine(&qa(), &report(true, true).to_string(), &inputs);
    assert!(!lying.is_acceptable());
    assert!(failures(&lying).contains("contradicts the machine's check `links`"), "{}", failures(&lying));
    let honest = examine(&qa(), &report(false, true).to_string(), &inputs);
    assert!(honest.is_acceptable(), "{}", failures(&honest));
    assert!(!honest.is_clean(), "people must decide");
    assert!(honest.results().iter().any(|result| result.name == "links" && !result.passed));
    let silent = examine(&qa(), &json!({"summary": "s", "checks": [], "findings": [], "not_covered": []}).to_string(), &inputs);
    assert!(failures(&silent).contains("says nothing of the check `links`"));
}

/// A check without anything to look at never passes.
#[test]
fn checks_of_a_missing_site_fail() {
    for result in verify(&qa(), &[]) {
        assert!(!result.passed && result.failures[0].contains("no web site"), "{result:?}");
    }
    let empty = examine_files(&site_contract(), vec![File::text("README.md", "x")], &[]);
    assert!(
        empty
            .output
            .iter()
            .filter(|result| Check::ALL.iter().any(|check| check.is_of_site() && check.name() == result.name))
            .all(|r| !r.passed)
    );
}

#[test]
fn a_reply_that_cannot_be_read_fails_with_its_reason() {
    for kind in OutputKind::ALL {
        let contract = Contract::new(Craft::Builder, "x", kind);
        let examined = examine(&contract, "", &[]);
        assert!(!examined.is_acceptable() && examined.files.is_empty());
        assert!(failures(&examined).contains("empty"));
    }
}

/// A template's check always has a result, so that a missing one can count as failed.
#[test]
fn every_check_that_a_contract_names_has_a_result() {
    let site = [Input { name: "site".to_owned(), files: site("", "") }];
    for kind in OutputKind::ALL {
        for check in Check::ALL {
            let contract = Contract { checks: vec![check], ..Contract::new(Craft::Qa, "x", kind) };
            let results = examine_files(&contract, vec![File::text("x.md", "x")], &site).results();
            assert_eq!(results.iter().filter(|result| result.name == check.name()).count(), 1, "{check} of {kind}");
        }
    }
}

#[test]
fn names_of_checks_read_back() {
    for check in Check::ALL {
        assert_eq!(check.name().parse::<Check>().unwrap(), check);
        assert_eq!(serde_json::to_value(check).unwrap(), check.name());
    }
    assert!("lint".parse::<Check>().unwrap_err().to_string().contains("accessibility"));
}

/// Texts made to take long: each check reads them in about linear time.
#[test]
fn hostile_files_are_checked_in_reasonable_time() {
    let (done, finished) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        check_hostile_files(60_000);
        done.send(()).unwrap();
    });
    assert_eq!(finished.recv_timeout(std::time::Duration::from_mins(1)), Ok(()), "it takes too long, or a check failed");
}

fn check_hostile_files(n: usize) {
    let pages = [
        "<a href=#x>".repeat(n),
        "<a href=#x id=y>t".repeat(n / 2),
        format!("{}{}", (0..n / 4).map(|id| format!("<b id=i{id}>")).collect::<Vec<_>>().concat(), "<a href=#i1>x</a>".repeat(n / 4)),
        "<div>".repeat(n),
        "</div>".repeat(n),
        "<!--".repeat(n),
        "<script>".repeat(n),
        "<p style=url(".repeat(n),
        "ask-".repeat(n * 2),
        format!("sk-{} ", "a".repeat(40)).repeat(n / 40),
    ];
    for page in pages {
        let files =
            vec![File::text("index.html", page), File::text("a.css", "url(".repeat(n)), File::text("b.css", "@import \"".repeat(n / 2))];
        assert!(!examine_files(&site_contract(), files, &[]).is_acceptable());
    }
    let documents = [
        "<b>x ".repeat(n),
        "[a](#b)\n".repeat(n),
        "# a\n".repeat(n),
        "> ".repeat(n),
        "- ".repeat(n),
        "`".repeat(n),
        "[".repeat(n),
        "|a".repeat(n),
    ];
    for document in documents {
        let examined = examine(&Contract::new(Craft::Writer, "docs", OutputKind::Document), &document, &[]);
        assert!(!examined.files.is_empty());
    }
}

proptest! {
    #[test]
    fn any_page_and_style_sheet_get_a_verdict(page in "(<|</|>|/|!--|-->|a href=|id=|img src=|style=|url\\(|script|title|svg|h[1-6]|\"|'|=|&#?x?|\\.\\./|//|javascript:|\\PC|\n){0,60}", css in "(url\\(|@import|\"|'|\\)|\\PC){0,30}") {
        let files = vec![File::text("index.html", page.clone()), File::text("a.css", css), File::text("b.svg", page)];
        let examined = examine_files(&site_contract(), files, &[]);
        prop_assert!(!examined.is_acceptable());
    }

    #[test]
    fn any_reply_gets_a_verdict(reply in "(=== |file: |end|a.html|\\.\\./|\\{|\\}|\"|:|\\[|#|- |```|<b>|\\PC|\n){0,60}") {
        for kind in OutputKind::ALL {
            let examined = examine(&Contract { sections: vec!["Goals".to_owned()], ..Contract::new(Craft::Writer, "x", kind) }, &reply, &[]);
            prop_assert_eq!(examined.is_acceptable(), examined.failures().is_empty());
        }
    }
}
