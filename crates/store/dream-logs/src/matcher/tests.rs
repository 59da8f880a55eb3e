//! What is found is what looking at each line alone finds.

use super::*;
use crate::{Line, StreamName};
use dream_clock::Timestamp;
use proptest::prelude::*;

fn line(second: i64, level: Level, source: &str, message: &str) -> Line {
    let run: dream_id::RunId = "run_01jd3kz5e8f0vs1m7q2w9x4t6b".parse().unwrap();
    let stream = if second % 2 == 0 { StreamName::Run(run) } else { StreamName::Server };
    let mut line = Line::new(Timestamp::from_micros(second * 1_000_000), level, stream, source, message).with("n", second);
    line.run = (second % 2 == 0).then_some(run);
    line
}

fn block() -> Vec<u8> {
    let lines = [
        line(0, Level::Info, "dream_app", "a call was made"),
        line(1, Level::Warn, "dream_http", "say \"hi\" to them"),
        line(2, Level::Error, "dream_http", "the disk is full"),
        line(3, Level::Debug, "dream_app", "Größe 12"),
        line(4, Level::Info, "dream_app", "run_01jd3kz5e8f0vs1m7q2w9x4t6b is named only"),
    ];
    lines.into_iter().flat_map(Line::encode).collect()
}

fn found(filter: &Filter) -> Vec<u64> {
    let (matcher, mut found) = (Matcher::new(filter).unwrap(), Vec::new());
    let block = block();
    let _ = matcher.scan(&block, &mut |_, line| {
        found.push(serde_json::from_slice::<Line>(line).unwrap().fields["n"].as_u64().unwrap());
        ControlFlow::Continue(())
    });
    found
}

#[test]
fn filters_find_what_they_say() {
    let text = |text: &str| Filter { pattern: Some(Pattern::Text(text.to_owned())), ..Filter::default() };
    let regex = |text: &str| Filter { pattern: Some(Pattern::Regex(text.to_owned())), ..Filter::default() };
    let run = "run_01jd3kz5e8f0vs1m7q2w9x4t6b".parse().unwrap();
    let at = |second: i64| Some(Timestamp::from_micros(second * 1_000_000));
    for (filter, expected) in [
        (Filter::default(), vec![0, 1, 2, 3, 4]),
        (Filter { level: Some(Level::Warn), ..Filter::default() }, vec![1, 2]),
        (Filter { from: at(1), until: at(3), ..Filter::default() }, vec![1, 2]),
        (Filter { run: Some(run), ..Filter::default() }, vec![0, 2, 4]),
        (Filter { stream: Some(StreamName::Server), ..Filter::default() }, vec![1, 3]),
        (Filter { source: Some("dream_h".to_owned()), ..Filter::default() }, vec![1, 2]),
        (Filter { fields: vec![("n".to_owned(), "3".to_owned())], ..Filter::default() }, vec![3]),
        (Filter { visible: Some(BTreeSet::from([run])), level: Some(Level::Error), ..Filter::default() }, vec![2]),
        (Filter { visible: Some(BTreeSet::new()), ..Filter::default() }, vec![]),
        (text("say \"hi\""), vec![1]),
        (text("größe"), vec![]),
        (Filter { ignore_case: true, ..text("GRÖSSE") }, vec![]),
        (Filter { ignore_case: true, ..text("gröẞe") }, vec![3]),
        (regex("(disk|call)"), vec![0, 2]),
        (regex(r"\d{2}\D{0,4}$"), vec![]),
        (regex(r"^\{.*12"), vec![0, 1, 2, 3, 4].into_iter().filter(|n| *n == 3).collect()),
        (regex(r"\A\{.*full"), vec![2]),
        (regex("full[^x]*named"), vec![]),
        (regex("x*"), vec![0, 1, 2, 3, 4]),
    ] {
        assert_eq!(found(&filter), expected, "{filter:?}");
    }
}

#[test]
fn hostile_patterns_are_refused_or_harmless() {
    for text in ["(", "\\p{Nonsense}", "(a{1000}){1000}", &"a".repeat(2_000), "(a)\\1"] {
        let filter = Filter { pattern: Some(Pattern::Regex(text.to_owned())), ..Filter::default() };
        assert!(matches!(Matcher::new(&filter), Err(QueryError::Pattern(_))), "{text}");
    }
    // It blows up where patterns are tried by going back; here it takes time linear in the text.
    let filter = Filter { pattern: Some(Pattern::Regex("(a*)*(a*)*(a*)*!$".to_owned())), ..Filter::default() };
    let text: Vec<u8> = line(0, Level::Info, "s", &"a".repeat(5_000)).encode().repeat(3);
    let _ = Matcher::new(&filter).unwrap().scan(&text, &mut |_, _| panic!("nothing ends so"));
}

proptest! {
    /// Looking over whole blocks finds what looking at each line alone finds, whatever the pattern.
    #[test]
    fn blocks_and_lines_agree(
        messages in proptest::collection::vec("[ab \"\\\\é]{0,12}", 1..20),
        pattern in "(a|b|\\.|\\[\\^b\\]|\\\\s|\\^|\\$|a\\*|b\\+|\"){1,5}",
    ) {
        let filter = Filter { pattern: Some(Pattern::Regex(pattern.clone())), ..Filter::default() };
        if let Ok(matcher) = Matcher::new(&filter) {
            let lines: Vec<Vec<u8>> = messages.iter().map(|message| line(1, Level::Info, "s", message).encode()).collect();
            let block = lines.concat();
            let mut of_block = Vec::new();
            let _ = matcher.scan(&block, &mut |_, line| { of_block.push(line.to_vec()); ControlFlow::Continue(()) });
            let alone = RegexBuilder::new(&pattern).multi_line(true).build().unwrap();
            let of_lines: Vec<Vec<u8>> =
                lines.iter().map(|line| line[..line.len() - 1].to_vec()).filter(|line| alone.is_match(line)).collect();
            prop_assert_eq!(of_block, of_lines);
        }
    }
}
