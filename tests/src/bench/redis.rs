//! A peer of the messages on streams: Redis' own streams, each entry synced to disk before it is answered, pipelined on one connection.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::messages::LENGTH;
use super::sample::rate;
use super::{Figure, Sample};
use crate::{Failure, Outcome};

const MEASURED: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(20);

/// A Redis with nothing in it. Dropped, it is ended.
struct Redis {
    child: Child,
    port: u16,
}

impl Drop for Redis {
    fn drop(&mut self) {
        // Fails only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Redis {
    /// Starts one in `folder`; `None` where there is no such program.
    fn start(folder: &Path) -> Outcome<Option<Self>> {
        std::fs::create_dir(folder).map_err(Failure::system("making a folder"))?;
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(Failure::system("looking for a free port"))?.port();
        let mut command = Command::new("redis-server");
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--appendonly", "yes", "--appendfsync", "always", "--save", ""]);
        command.args(["--daemonize", "no", "--dir"]).arg(folder);
        match command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            Ok(child) => Ok(Some(Self { child, port })),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::system("starting redis-server")(error)),
        }
    }

    /// A connection, once it takes them.
    fn connect(&self) -> Outcome<Connection> {
        let begun = Instant::now();
        loop {
            match TcpStream::connect(("127.0.0.1", self.port)) {
                Ok(stream) => return Connection::over(stream),
                Err(error) if begun.elapsed() > PATIENCE => return Err(Failure::system("connecting to redis-server")(error)),
                Err(_) => std::thread::park_timeout(Duration::from_millis(20)),
            }
        }
    }
}

/// What is measured of it.
pub(crate) fn beside(folder: &Path) -> Outcome<Vec<Figure>> {
    let Some(redis) = Redis::start(&folder.join("redis"))? else {
        return Ok(vec![Figure::new("  beside it Redis streams", "no redis-server: see docs/testing.md", "", None)]);
    };
    let mut figures = Vec::new();
    for in_flight in [64, 256] {
        let begun = Instant::now();
        let times = redis.connect()?.add_until(in_flight, begun + MEASURED)?;
        let per_second = rate(times.len(), begun.elapsed());
        let what = format!("  beside it Redis, XADD synced, {in_flight} in flight");
        figures.push(Figure::new(what, format!("{per_second:.0} /s"), "", None));
        figures.push(Figure::new("    their time, p50 / p99", times.show(), "", None));
    }
    Ok(figures)
}

/// One connection: commands go out, and their answers come back in order.
struct Connection {
    writer: TcpStream,
    reader: BufReader<TcpStream>,
    line: String,
}

impl Connection {
    fn over(stream: TcpStream) -> Outcome<Self> {
        let io = || Failure::system("setting up the connection to redis-server");
        stream.set_nodelay(true).map_err(io())?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(io())?;
        let writer = stream.try_clone().map_err(io())?;
        Ok(Self { writer, reader: BufReader::with_capacity(64 << 10, stream), line: String::new() })
    }

    /// Adds entries with so many in flight; how long each took.
    fn add_until(&mut self, in_flight: usize, until: Instant) -> Outcome<Sample> {
        let (entry, mut sent, mut times) = (entry(), VecDeque::new(), Vec::new());
        let mut room = in_flight;
        loop {
            let now = Instant::now();
            if now >= until {
                break;
            }
            self.writer.write_all(&entry.repeat(room)).map_err(Failure::system("writing to redis-server"))?;
            sent.extend(std::iter::repeat_n(now, room));
            room = self.answers(&mut sent, &mut times)?;
        }
        while !sent.is_empty() {
            self.answers(&mut sent, &mut times)?;
        }
        Ok(Sample::new(times))
    }

    /// Takes the next answer and those that came with it; how many they were.
    fn answers(&mut self, sent: &mut VecDeque<Instant>, times: &mut Vec<Duration>) -> Outcome<usize> {
        let mut taken = 0;
        while taken == 0 || !self.reader.buffer().is_empty() {
            self.answer()?;
            times.extend(sent.pop_front().map(|at| at.elapsed()));
            taken += 1;
        }
        Ok(taken)
    }

    /// One answer: the length of an entry's id, and the id.
    fn answer(&mut self) -> Outcome {
        for begins in ["$", ""] {
            self.line.clear();
            self.reader.read_line(&mut self.line).map_err(Failure::system("reading from redis-server"))?;
            if self.line.is_empty() || !self.line.starts_with(begins) {
                return Err(Failure::broken(format!("redis-server answered {:?}", self.line)));
            }
        }
        Ok(())
    }
}

/// The command that adds one entry as long as our messages are, as the Redis serialization protocol (RESP2) has it.
fn entry() -> Vec<u8> {
    let words = ["XADD", "bench", "*", "body", &"x".repeat(LENGTH)];
    let mut bytes = format!("*{}\r\n", words.len()).into_bytes();
    for word in words {
        bytes.extend(format!("${}\r\n{word}\r\n", word.len()).into_bytes());
    }
    bytes
}
