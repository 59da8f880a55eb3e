//! A log line as people and scripts read it.

use crate::printer::{Paint, Style, printable};
use dream_api::{LogLevel, LogLine};
use serde_json::Value;

/// One line, line break included: short on a terminal, whole and separated by tabs elsewhere.
pub(super) fn line(style: &Style, line: &LogLine) -> String {
    let fields: Vec<String> = line.fields.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect();
    if !style.is_terminal() {
        let mark = if line.context { "-" } else { "" };
        let cells = [line.at.to_string(), format!("{mark}{}", line.level), line.stream.clone(), line.source.clone()];
        let cells = cells.into_iter().chain([line.message.clone(), fields.join(" ")]);
        return cells.map(|cell| one_line(&cell)).collect::<Vec<_>>().join("\t") + "\n";
    }
    let at = line.at.to_string();
    let time = at.get(11..23).unwrap_or(&at);
    let level = format!("{:5}", line.level.as_str());
    let level = level_paint(line.level).map_or_else(|| level.clone(), |paint| style.paint(paint, &level));
    let whose = if line.stream == "server" { String::new() } else { format!("{} ", short(&line.stream)) };
    let faint = style.paint(Paint::Faint, &one_line(&format!("{} {}", line.source, fields.join(" "))));
    let message = one_line(&line.message);
    let message = if line.context { style.paint(Paint::Faint, &message) } else { message };
    format!("{} {level} {whose}{message}  {faint}\n", style.paint(Paint::Faint, time))
}

/// The colour of a level.
pub(super) fn level_paint(level: LogLevel) -> Option<Paint> {
    match level {
        LogLevel::Error => Some(Paint::Bad),
        LogLevel::Warn => Some(Paint::Warning),
        LogLevel::Trace | LogLevel::Debug => Some(Paint::Faint),
        LogLevel::Info | LogLevel::Unknown => None,
    }
}

/// A stream's name, its id cut to the end that tells two apart.
fn short(stream: &str) -> String {
    match stream.split_once('_') {
        Some((before, id)) if id.len() > 8 => format!("{before}_…{}", id.get(id.len() - 6..).unwrap_or(id)),
        _ => stream.to_owned(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn one_line(text: &str) -> String {
    printable(text).replace('\n', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_clock::Timestamp;

    fn shown(terminal: bool) -> String {
        let line: LogLine = serde_json::from_value(serde_json::json!({
            "position": "1-0", "at": "2026-11-21T14:00:00.123456Z", "level": "warn", "stream": "run/run_01jd3kz5e8f0vs1m7q2w9x4t6b",
            "source": "dream_app::work", "run": null, "task": null, "message": "a\nb\u{1b}[2J", "fields": { "n": 7 }, "context": false
        }))
        .unwrap();
        super::line(&Style::new(false, terminal, None, Timestamp::from_micros(0)), &line)
    }

    #[test]
    fn lines_are_short_for_people_and_whole_for_programs() {
        assert_eq!(shown(true), "14:00:00.123 warn  run/run_…9x4t6b a\u{fffd}b\u{fffd}[2J  dream_app::work n=7\n");
        let expected =
            "2026-11-21T14:00:00.123456Z\twarn\trun/run_01jd3kz5e8f0vs1m7q2w9x4t6b\tdream_app::work\ta\u{fffd}b\u{fffd}[2J\tn=7\n";
        assert_eq!(shown(false), expected);
    }
}
