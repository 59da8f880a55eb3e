//! A monitor's end of the connection with the server.

use super::system::read_all;
use crate::descriptors::receive_descriptors;
use crate::wire::{Doing, Refusal, Spec, Told};
use std::io::{Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;

/// The connection.
pub(super) struct Channel(UnixStream);

/// What comes with the command: its specification and its standard streams.
pub(super) struct Delivery {
    pub(super) spec: Spec,
    pub(super) streams: [OwnedFd; 3],
    /// Where a socket of its own namespaces is handed to the server.
    pub(super) handover: UnixStream,
}

impl Channel {
    pub(super) fn new(connection: UnixStream) -> Self {
        Self(connection)
    }

    /// Waits for the command.
    pub(super) fn receive(&self) -> Result<Delivery, Refusal> {
        let (_, descriptors) = receive_descriptors(self.0.as_fd()).doing("receiving the command")?;
        let [document, input, output, errors, handover] = <[OwnedFd; 5]>::try_from(descriptors).map_err(|got| {
            Refusal::failed("receiving the command", &std::io::Error::other(format!("{} descriptors instead of 5", got.len())))
        })?;
        let text = read_all(document).doing("reading the command")?;
        let spec = serde_json::from_slice(&text).doing("understanding the command")?;
        Ok(Delivery { spec, streams: [input, output, errors], handover: handover.into() })
    }

    /// Tells the server. A server that is gone is seen where this process waits for it.
    pub(super) fn tell(&self, told: &Told) {
        if let Ok(mut line) = serde_json::to_vec(told) {
            line.push(b'\n');
            // Nobody is left to hear it when this fails.
            let _ = (&self.0).write_all(&line);
        }
    }

    /// What the server asked for: `None` at the end of the connection.
    pub(super) fn asked(&self) -> Option<u8> {
        let mut byte = [0];
        match (&self.0).read(&mut byte) {
            Ok(1) => byte.first().copied(),
            _ => None,
        }
    }
}

impl AsFd for Channel {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
