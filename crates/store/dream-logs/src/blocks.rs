//! The lines of a segment, block by block: about 1 MiB of whole lines at a time, wherever the segment is kept.

use crate::index::{Frame, Manifest};
use crate::pack::size;
use crate::segment::{Place, Segment};
use crate::{LogError, MAX_LINE_BYTES};
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::sync::Arc;

/// How many bytes of lines begin in one block.
pub(crate) const BLOCK_BYTES: usize = 1 << 20;

/// Some whole lines.
pub(crate) struct Block<'b> {
    /// Where the first of them begins in the segment, uncompressed.
    pub(crate) offset: u64,
    /// The lines, each with its line break.
    pub(crate) bytes: &'b [u8],
}

/// Reads a segment's blocks, in any order.
pub(crate) struct Blocks {
    source: Source,
    buffer: Vec<u8>,
}

enum Source {
    Raw { file: File, path: PathBuf, bytes: u64 },
    Packed { packed: Packed, manifest: Arc<Manifest>, unpacker: zstd::bulk::Decompressor<'static>, compressed: Vec<u8> },
}

/// Where packed bytes are.
enum Packed {
    File { file: File, path: PathBuf },
    Memory(Vec<u8>),
}

impl Blocks {
    /// Opens a segment that is on this disk; an archived one needs `blob`, its packed bytes.
    ///
    /// # Errors
    /// [`LogError::Disk`]; its file may have been packed or archived since `segment` was looked up.
    pub(crate) fn open(segment: &Segment, blob: Option<Vec<u8>>) -> Result<Self, LogError> {
        let unpacker = || zstd::bulk::Decompressor::new().map_err(LogError::disk("unpacking", "memory"));
        let source = match &segment.place {
            Place::Raw { path, bytes, .. } => {
                Source::Raw { file: File::open(path).map_err(LogError::disk("opening", path))?, path: path.clone(), bytes: *bytes }
            }
            Place::Packed { path, manifest } => {
                let packed = Packed::File { file: File::open(path).map_err(LogError::disk("opening", path))?, path: path.clone() };
                Source::Packed { packed, manifest: Arc::clone(manifest), unpacker: unpacker()?, compressed: Vec::new() }
            }
            Place::Archived { manifest, .. } => {
                let packed = Packed::Memory(blob.unwrap_or_default());
                Source::Packed { packed, manifest: Arc::clone(manifest), unpacker: unpacker()?, compressed: Vec::new() }
            }
        };
        Ok(Self { source, buffer: Vec::new() })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        match &self.source {
            Source::Raw { bytes, .. } => usize::try_from(bytes.div_ceil(size(BLOCK_BYTES))).unwrap_or(usize::MAX),
            Source::Packed { manifest, .. } => manifest.frames.len(),
        }
    }

    /// The number of the block in which the line at `offset` begins.
    pub(crate) fn number_of(&self, offset: u64) -> usize {
        match &self.source {
            Source::Raw { .. } => usize::try_from(offset / size(BLOCK_BYTES)).unwrap_or(usize::MAX),
            Source::Packed { manifest, .. } => manifest.frames.partition_point(|frame| frame.raw_offset + frame.raw_bytes <= offset),
        }
    }

    /// Where the lines of a block begin: no line of it before, none of an earlier block at or after.
    pub(crate) fn begin_of(&self, number: usize) -> u64 {
        match &self.source {
            Source::Raw { bytes, .. } => size(number).saturating_mul(size(BLOCK_BYTES)).min(*bytes),
            Source::Packed { manifest, .. } => manifest.frames.get(number).map_or(manifest.raw_bytes, |frame| frame.raw_offset),
        }
    }

    /// What is known of a block without reading it.
    pub(crate) fn frame(&self, number: usize) -> Option<&Frame> {
        match &self.source {
            Source::Raw { .. } => None,
            Source::Packed { manifest, .. } => manifest.frames.get(number),
        }
    }

    /// Reads a block.
    ///
    /// # Errors
    /// [`LogError::Disk`], also for a frame that was damaged: the others can still be read.
    pub(crate) fn read(&mut self, number: usize) -> Result<Block<'_>, LogError> {
        match &mut self.source {
            Source::Raw { file, path, bytes } => {
                let (offset, range) = raw(file, *bytes, number, &mut self.buffer).map_err(LogError::disk("reading", &*path))?;
                Ok(Block { offset, bytes: self.buffer.get(range).unwrap_or_default() })
            }
            Source::Packed { packed, manifest, unpacker, compressed } => {
                let Some(frame) = manifest.frames.get(number) else { return Ok(Block { offset: manifest.raw_bytes, bytes: &[] }) };
                let path = packed.fetch(frame, compressed)?;
                self.buffer.clear();
                self.buffer.reserve(usize::try_from(frame.raw_bytes).unwrap_or(0).min(4 * BLOCK_BYTES));
                unpacker.decompress_to_buffer(compressed, &mut self.buffer).map_err(LogError::disk("unpacking", path))?;
                Ok(Block { offset: frame.raw_offset, bytes: &self.buffer })
            }
        }
    }
}

impl Packed {
    /// Brings the bytes of a frame into `compressed`; gives the path to name in an error.
    fn fetch(&self, frame: &Frame, compressed: &mut Vec<u8>) -> Result<PathBuf, LogError> {
        let length = usize::try_from(frame.packed_bytes).unwrap_or(usize::MAX);
        let cut_off = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        compressed.clear();
        match self {
            Self::File { file, path } => {
                let whole = file.metadata().map_err(LogError::disk("reading", path))?.len();
                if frame.packed_offset.saturating_add(frame.packed_bytes) > whole {
                    return Err(LogError::disk("reading", path)(cut_off()));
                }
                compressed.resize(length, 0);
                file.read_exact_at(compressed, frame.packed_offset).map_err(LogError::disk("reading", path))?;
                Ok(path.clone())
            }
            Self::Memory(bytes) => {
                let start = usize::try_from(frame.packed_offset).unwrap_or(usize::MAX);
                let piece = bytes.get(start..).and_then(|rest| rest.get(..length));
                compressed.extend_from_slice(piece.ok_or_else(cut_off).map_err(LogError::disk("reading", "an archived segment"))?);
                Ok(PathBuf::from("an archived segment"))
            }
        }
    }
}

/// The lines that begin between `number` and `number + 1` times the block size; where the first begins, and where they are in `buffer`.
fn raw(file: &File, whole: u64, number: usize, buffer: &mut Vec<u8>) -> std::io::Result<(u64, std::ops::Range<usize>)> {
    let block = size(BLOCK_BYTES);
    let begin = size(number).saturating_mul(block).min(whole);
    let end = begin.saturating_add(block).min(whole);
    // One byte before: a line begins after a line break.
    let from = begin.saturating_sub(1);
    let to = end.saturating_add(size(MAX_LINE_BYTES)).min(whole);
    buffer.resize(usize::try_from(to - from).unwrap_or(0), 0);
    file.read_exact_at(buffer, from)?;
    let after_break = |at: u64| -> u64 {
        if at == 0 {
            return 0;
        }
        let start = usize::try_from(at - 1 - from).unwrap_or(usize::MAX);
        let found = buffer.get(start..).and_then(|rest| memchr::memchr(b'\n', rest));
        found.map_or(to, |found| at + size(found))
    };
    let (first, last) = (after_break(begin), after_break(end));
    let place = |at: u64| usize::try_from(at - from).unwrap_or(usize::MAX);
    Ok((first, place(first)..place(last.max(first))))
}
