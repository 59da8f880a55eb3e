//! An agent for measurements and tests: plain Agent Client Protocol and nothing of Dream.OS. It does what its task says: `hold` works without
//! end, `say N` says N lines, `ask N` asks for N permissions one after another and notes when each was answered.
#![forbid(unsafe_code)]

use std::fs;
use std::io::{self, BufRead as _, StdinLock, StdoutLock, Write as _};
use std::path::{Path, PathBuf};

use dream_clock::{Clock as _, SystemClock};
use serde_json::{Value, json};

/// How many lines go in one write.
const BLOCK: u64 = 100;

fn main() -> io::Result<()> {
    Agent { input: io::stdin().lock(), output: io::stdout().lock(), folder: PathBuf::new() }.run()
}

struct Agent<'a> {
    input: StdinLock<'a>,
    output: StdoutLock<'a>,
    folder: PathBuf,
}

impl Agent<'_> {
    fn run(&mut self) -> io::Result<()> {
        while let Some(message) = self.hear()? {
            let (method, id) = (message.get("method").and_then(Value::as_str), message.get("id"));
            let result = match method {
                Some("initialize") => {
                    json!({"protocolVersion": 1, "agentCapabilities": {}, "agentInfo": {"name": "bench", "version": "1"}})
                }
                Some("session/new") => {
                    self.folder = message.pointer("/params/cwd").and_then(Value::as_str).unwrap_or_default().into();
                    json!({"sessionId": "s"})
                }
                Some("session/prompt") => match self.prompted(&message.to_string())? {
                    Some(ended) => ended,
                    None => continue,
                },
                _ => json!({}),
            };
            if let (Some(_), Some(id)) = (method, id) {
                self.tell(&json!({"jsonrpc": "2.0", "id": id, "result": result}))?;
            }
        }
        Ok(())
    }

    /// Does what it is told to; `None` when it never ends.
    fn prompted(&mut self, told: &str) -> io::Result<Option<Value>> {
        if let Some(count) = number_after(told, "say ") {
            self.say(count)?;
        } else if let Some(count) = number_after(told, "ask ") {
            for number in 0..count {
                self.ask(number)?;
            }
        } else {
            self.say(1)?;
            return Ok(None);
        }
        let out = self.folder.join("out");
        fs::create_dir_all(&out)?;
        fs::write(out.join("RESULT.md"), "Done.\n")?;
        Ok(Some(json!({"stopReason": "end_turn"})))
    }

    fn say(&mut self, count: u64) -> io::Result<()> {
        let mut block = Vec::new();
        for number in 1..=count {
            let content = json!({"type": "text", "text": format!("line {number} of {count} that an agent says while it works\n")});
            let update = json!({"sessionUpdate": "agent_message_chunk", "content": content});
            let line = json!({"jsonrpc": "2.0", "method": "session/update", "params": {"sessionId": "s", "update": update}});
            writeln!(block, "{line}")?;
            if number.is_multiple_of(BLOCK) || number == count {
                self.output.write_all(&block)?;
                block.clear();
            }
        }
        self.output.flush()
    }

    fn ask(&mut self, number: u64) -> io::Result<()> {
        let id = format!("ask-{number}");
        let call =
            json!({"toolCallId": id, "title": "touch a file", "kind": "execute", "rawInput": {"command": format!("touch {number}")}});
        let options = json!([
            {"optionId": "yes", "name": "Yes", "kind": "allow_once"},
            {"optionId": "no", "name": "No", "kind": "reject_once"},
        ]);
        let params = json!({"sessionId": "s", "toolCall": call, "options": options});
        self.tell(&json!({"jsonrpc": "2.0", "id": id, "method": "session/request_permission", "params": params}))?;
        while let Some(message) = self.hear()? {
            if message.get("method").is_none() && message.get("id").and_then(Value::as_str) == Some(&id) {
                return note(&self.folder, number);
            }
        }
        Ok(())
    }

    fn hear(&mut self) -> io::Result<Option<Value>> {
        let mut line = String::new();
        if self.input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        Ok(Some(serde_json::from_str(&line)?))
    }

    fn tell(&mut self, message: &Value) -> io::Result<()> {
        writeln!(self.output, "{message}")?;
        self.output.flush()
    }
}

/// Notes when an answer came, in a file that is there whole or not at all.
fn note(folder: &Path, number: u64) -> io::Result<()> {
    let new = folder.join("answered.new");
    fs::write(&new, SystemClock.now().micros().to_string())?;
    fs::rename(new, folder.join(format!("answered-{number}")))
}

/// The number that follows a word.
fn number_after(text: &str, word: &str) -> Option<u64> {
    text.match_indices(word).find_map(|(at, _)| {
        let rest = text.get(at + word.len()..)?;
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end)?.parse().ok()
    })
}
