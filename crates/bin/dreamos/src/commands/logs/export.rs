//! Lines into a file, or onto stdout.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use dream_client::LogFilter;
use std::fs::File;
use std::io::Write;
use std::path::Path;

pub(super) async fn run(context: &Context, filter: LogFilter, output: Option<&Path>) -> Result<Exit, CliError> {
    let mut download = context.client()?.export_logs(&filter).await?;
    let Some(path) = output else {
        let mut sink = Sink::Plain(unpacker(Vec::new())?);
        while let Some(piece) = download.chunk().await? {
            sink.write(&piece).map_err(io(None))?;
            if let Sink::Plain(unpacker) = &mut sink {
                context.printer.data(unpacker.get_ref())?;
                unpacker.get_mut().clear();
            }
        }
        return Ok(Exit::Done);
    };
    let bar = context.printer.bytes("exporting", download.length());
    let file = File::create(path).map_err(io(Some(path)))?;
    let synced = file.try_clone().map_err(io(Some(path)))?;
    let packed = path.extension().is_some_and(|ending| ending == "zst");
    let mut sink = if packed { Sink::Packed(file) } else { Sink::Plain(unpacker(file)?) };
    while let Some(piece) = download.chunk().await? {
        bar.inc(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        sink.write(&piece).map_err(io(Some(path)))?;
    }
    synced.sync_all().map_err(io(Some(path)))?;
    bar.finish_and_clear();
    context.printer.note(&format!("written to {}", path.display()));
    Ok(Exit::Done)
}

/// Where the compressed pieces go.
enum Sink<W: Write> {
    /// As they come.
    Packed(W),
    /// Unpacked.
    Plain(zstd::stream::write::Decoder<'static, W>),
}

impl<W: Write> Sink<W> {
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
