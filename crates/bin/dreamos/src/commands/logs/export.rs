//! Lines into a file, or onto stdout.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use dream_client::LogFilter;
use serde_json::Value;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// The source of the last line of an export that lacks some: written by the server in the stream `server`, to which nobody else writes.
const INCOMPLETE: &str = "log.export.incomplete";
/// No line is longer; of a longer one the end is not kept.
const LONGEST: usize = 1 << 20;

pub(super) async fn run(context: &Context, filter: LogFilter, output: Option<&Path>) -> Result<Exit, CliError> {
    let mut download = context.client()?.export_logs(&filter).await?;
    let Some(path) = output else {
        let (mut sink, mut last) = (unpacker(Vec::new())?, LastLine::default());
        while let Some(piece) = download.chunk().await? {
            sink.write_all(&piece).and_then(|()| sink.flush()).map_err(io(None))?;
            context.printer.data(sink.get_ref())?;
            last.write_all(sink.get_ref()).map_err(io(None))?;
            sink.get_mut().clear();
        }
        return Ok(ended(context, &last));
    };
    let mut last = unpacker(LastLine::default())?;
    let bar = context.printer.bytes("exporting", download.length());
    let file = File::create(path).map_err(io(Some(path)))?;
    let synced = file.try_clone().map_err(io(Some(path)))?;
    let packed = path.extension().is_some_and(|ending| ending == "zst");
    let mut sink = if packed { Sink::Packed(file) } else { Sink::Plain(unpacker(file)?) };
    while let Some(piece) = download.chunk().await? {
        bar.inc(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        sink.write(&piece).map_err(io(Some(path)))?;
        last.write_all(&piece).and_then(|()| last.flush()).map_err(io(None))?;
    }
    synced.sync_all().map_err(io(Some(path)))?;
    bar.finish_and_clear();
    context.printer.note(&format!("written to {}", path.display()));
    Ok(ended(context, last.get_ref()))
}

/// Tells what the server could not read, if its last line says so.
fn ended(context: &Context, last: &LastLine) -> Exit {
    let problems = last.problems();
    for problem in &problems {
        context.printer.note(problem);
    }
    if problems.is_empty() {
        return Exit::Done;
    }
    context.printer.note("the export is not whole, as its last line says too");
    Exit::Partial
}

/// Keeps the last whole line of what is written to it.
#[derive(Default)]
struct LastLine {
    whole: Vec<u8>,
    begun: Vec<u8>,
}

impl LastLine {
    fn problems(&self) -> Vec<String> {
        let Ok(line) = serde_json::from_slice::<Value>(&self.whole) else { return Vec::new() };
        if line.get("source").and_then(Value::as_str) != Some(INCOMPLETE) || line.get("stream").and_then(Value::as_str) != Some("server") {
            return Vec::new();
        }
        let problems = line.pointer("/fields/problems").and_then(Value::as_array);
        problems.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

impl Write for LastLine {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let room = LONGEST.saturating_sub(self.begun.len()).min(part.len());
            self.begun.extend_from_slice(part.get(..room).unwrap_or_default());
            if part.ends_with(b"\n") {
                self.whole = std::mem::take(&mut self.begun);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Where the compressed pieces go.
enum Sink {
    /// As they come.
    Packed(File),
    /// Unpacked.
    Plain(zstd::stream::write::Decoder<'static, File>),
}

impl Sink {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Packed(to) => to.write_all(piece),
            Self::Plain(to) => to.write_all(piece).and_then(|()| to.flush()),
        }
    }
}

fn unpacker<W: Write>(to: W) -> Result<zstd::stream::write::Decoder<'static, W>, CliError> {
    zstd::stream::write::Decoder::new(to).map_err(io(None))
}

fn io(path: Option<&Path>) -> impl FnOnce(std::io::Error) -> CliError {
    let doing = path.map_or_else(|| "unpacking the lines".to_owned(), |path| format!("writing {}", path.display()));
    move |source| CliError::Io { doing, source }
}
