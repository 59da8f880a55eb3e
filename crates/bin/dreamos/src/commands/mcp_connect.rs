//! `dreamos mcp-connect SOCKET`: an agent's way to its tools. What the agent writes goes to the socket, what the socket says comes back.
//!
//! It runs inside the agent's sandbox, once for each conversation, so it is kept small: no runtime, no configuration, one thread beside
//! the first.

use crate::error::CliError;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;

/// The word of the command, which no help lists.
const WORD: &str = "mcp-connect";
/// How many bytes are passed on at once.
const PIECE: usize = 64 * 1024;

/// Runs the command if it is this one that the process was started with.
pub(crate) fn run_if_asked(arguments: impl IntoIterator<Item = OsString>) -> Option<Result<(), CliError>> {
    let mut arguments = arguments.into_iter().skip(1);
    if arguments.next().as_deref() != Some(OsStr::new(WORD)) {
        return None;
    }
    Some(match (arguments.next(), arguments.next()) {
        (Some(socket), None) => run(Path::new(&socket)),
        _ => Err(CliError::usage(format!("{WORD} takes the path of one socket"), "agents are started with it by the server")),
    })
}

fn run(socket: &Path) -> Result<(), CliError> {
    let failed = |doing: &str| {
        let doing = format!("{doing} {}", socket.display());
        move |source| CliError::Io { doing, source }
    };
    let stream = connect(socket).map_err(failed("connecting to"))?;
    pump(stream, io::stdin(), &mut io::stdout().lock()).map_err(failed("passing on messages of"))
}

/// Connects to `socket`; from its folder where its path is longer than the address of a socket may be.
fn connect(socket: &Path) -> io::Result<UnixStream> {
    match UnixStream::connect(socket) {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            let (Some(folder), Some(name)) = (socket.parent(), socket.file_name()) else { return Err(error) };
            std::env::set_current_dir(folder)?;
            UnixStream::connect(name)
        }
        other => other,
    }
}

/// Passes `input` on to `stream`, and what comes from there to `output`, until the other side ends it.
fn pump(mut stream: UnixStream, input: impl Read + Send + 'static, output: &mut impl Write) -> io::Result<()> {
    let to = stream.try_clone()?;
    std::thread::Builder::new().name("input".to_owned()).stack_size(256 * 1024).spawn(move || forward(input, to))?;
    let mut piece = vec![0; PIECE];
    loop {
        let count = match stream.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(()),
            Err(error) => return Err(error),
        };
        output.write_all(piece.get(..count).unwrap_or_default())?;
        output.flush()?;
    }
}

fn forward(mut input: impl Read, mut to: UnixStream) {
    // When either side ends, the other is told by the end of what it reads.
    let _ = io::copy(&mut input, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    fn asked(arguments: &[&str]) -> Option<Result<(), CliError>> {
        run_if_asked(arguments.iter().map(OsString::from))
    }

    #[test]
    fn other_commands_are_left_to_others() {
        assert!(asked(&["dreamos"]).is_none());
        assert!(asked(&["dreamos", "up", "mcp-connect"]).is_none());
        assert!(asked(&["dreamos", "mcp-connect"]).unwrap().is_err());
        assert!(asked(&["dreamos", "mcp-connect", "a", "b"]).unwrap().is_err());
        assert!(asked(&["dreamos", "mcp-connect", "/nowhere/mcp.sock"]).unwrap().is_err());
    }

    #[test]
    fn what_goes_in_comes_out_at_the_other_end_both_ways() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mcp.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let message = vec![b'x'; 300_000];
        let expected = message.clone();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut read = Vec::new();
            stream.read_to_end(&mut read).unwrap();
            stream.write_all(b"answer\n").unwrap();
            read
        });
        let mut output = Vec::new();
        pump(connect(&path).unwrap(), io::Cursor::new(message), &mut output).unwrap();
        assert_eq!(output, b"answer\n");
        assert_eq!(server.join().unwrap(), expected);
    }
}
