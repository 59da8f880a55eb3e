//! Packing a closed segment, and reading what was packed.
//!
//! A packed file is zstd frames of whole lines, about 1 MiB each, and then one skippable frame (RFC 8878, section 3.1.2) that holds the
//! manifest, its length and a mark: any zstd tool unpacks the file, and a file without the mark was never finished.

use crate::LogError;
use crate::blocks::{BLOCK_BYTES, Blocks};
use crate::index::{Frame, Holds, Manifest};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::Path;

/// The compression level: logs are written once, rarely read, and packed beside the server's work.
const LEVEL: i32 = 3;
/// The magic number of a skippable frame.
const SKIPPABLE: u32 = 0x184D_2A5D;
/// The mark at the end of a finished file.
const MARK: &[u8; 8] = b"DreamLg1";
/// The most bytes that a manifest may have: frames of 1 MiB of a segment of a few GiB.
const LARGEST_MANIFEST: u64 = 64 << 20;

/// Packs `blocks` into a new file at `path`; it is on disk when this returns. Whatever is at `path` was never finished.
pub(crate) fn pack(segment: u64, blocks: &mut Blocks, path: &Path) -> Result<Manifest, LogError> {
    let disk = |doing| LogError::disk(doing, path);
    let file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(disk("making"))?;
    let mut out = BufWriter::new(file);
    let mut manifest = Manifest::new(segment);
    let mut packer = zstd::bulk::Compressor::new(LEVEL).map_err(disk("packing"))?;
    packer.include_checksum(true).map_err(disk("packing"))?;
    for number in 0..blocks.count() {
        let block = blocks.read(number)?;
        if block.bytes.is_empty() {
            continue;
        }
        let packed = packer.compress(block.bytes).map_err(disk("packing"))?;
        out.write_all(&packed).map_err(disk("writing"))?;
        let (raw, length) = (size(block.bytes.len()), size(packed.len()));
        let holds = Holds::of(block.bytes);
        let at = manifest.packed_bytes;
        manifest.frames.push(Frame { packed_offset: at, packed_bytes: length, raw_offset: block.offset, raw_bytes: raw, holds });
        manifest.packed_bytes += length;
        manifest.raw_bytes = block.offset + raw;
    }
    let trailer = trailer(&manifest);
    out.write_all(&trailer).map_err(disk("writing"))?;
    manifest.packed_bytes += size(trailer.len());
    let file = out.into_inner().map_err(|error| disk("writing")(error.into_error()))?;
    file.sync_all().map_err(disk("saving"))?;
    Ok(manifest)
}

/// The skippable frame. The manifest in it counts the bytes before it.
fn trailer(manifest: &Manifest) -> Vec<u8> {
    // A manifest has numbers and texts alone: it always becomes JSON.
    let json = serde_json::to_vec(manifest).unwrap_or_default();
    let length = u32::try_from(json.len()).unwrap_or(u32::MAX);
    let mut trailer = Vec::with_capacity(json.len() + 20);
    trailer.extend_from_slice(&SKIPPABLE.to_le_bytes());
    trailer.extend_from_slice(&length.saturating_add(12).to_le_bytes());
    trailer.extend_from_slice(&json);
    trailer.extend_from_slice(&length.to_le_bytes());
    trailer.extend_from_slice(MARK);
    trailer
}

/// The manifest of a packed file; `None` when it was never finished, or is damaged at its end.
pub(crate) fn manifest(path: &Path) -> Result<Option<Manifest>, LogError> {
    let disk = |doing| LogError::disk(doing, path);
    let file = File::open(path).map_err(disk("opening"))?;
    let whole = file.metadata().map_err(disk("reading"))?.len();
    let mut end = [0_u8; 12];
    let Some(end_at) = whole.checked_sub(12) else { return Ok(None) };
    file.read_exact_at(&mut end, end_at).map_err(disk("reading"))?;
    let Some((length, mark)) = end.split_first_chunk::<4>() else { return Ok(None) };
    let length = u64::from(u32::from_le_bytes(*length));
    if mark != MARK || length > LARGEST_MANIFEST {
        return Ok(None);
    }
    let Some(start) = end_at.checked_sub(length) else { return Ok(None) };
    let mut json = vec![0; usize::try_from(length).unwrap_or(0)];
    file.read_exact_at(&mut json, start).map_err(disk("reading"))?;
    Ok(Manifest::read(&json).map(|manifest| Manifest { packed_bytes: whole, ..manifest }))
}

/// The manifest of a packed file whose own is damaged, made from its frames: those before the first that cannot be read. What follows the last
/// of a whole file is the skippable frame, or what is left of it.
pub(crate) fn rebuild(segment: u64, path: &Path) -> Result<Manifest, LogError> {
    let bytes = std::fs::read(path).map_err(LogError::disk("reading", path))?;
    let mut manifest = Manifest { packed_bytes: size(bytes.len()), ..Manifest::new(segment) };
    let mut at = 0;
    manifest.broken_off = true;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if SKIPPABLE.to_le_bytes().iter().zip(rest).all(|(wanted, found)| wanted == found) {
            manifest.broken_off = false;
            break;
        }
        let Ok(length) = zstd::zstd_safe::find_frame_compressed_size(rest) else { break };
        let Some(Ok(lines)) = rest.get(..length).map(|frame| zstd::bulk::decompress(frame, 2 * BLOCK_BYTES)) else { break };
        if !lines.is_empty() {
            let (raw_offset, raw_bytes, holds) = (manifest.raw_bytes, size(lines.len()), Holds::of(&lines));
            manifest.frames.push(Frame { packed_offset: size(at), packed_bytes: size(length), raw_offset, raw_bytes, holds });
            manifest.raw_bytes += raw_bytes;
        }
        at += length;
    }
    Ok(manifest)
}

pub(crate) fn size(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
