//! A server that answers each connection as it was told to, and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How one connection is answered.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// With a status, headers and a body.
    Whole { status: u16, headers: Vec<(&'static str, String)>, body: Vec<u8> },
    /// With a stream of events, in the pieces given.
    Stream { pieces: Vec<Vec<u8>>, end: End },
    /// By closing the connection.
    Nothing,
    /// Not at all: the connection stays open.
    Silence,
}

/// How a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// As it should.
    Clean,
    /// By closing the connection in the middle.
    Cut,
    /// It does not: nothing more comes.
    Silence,
    /// It does not: comments come for ever.
    Chatter,
}

/// What it was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

pub(crate) struct Fake {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    closed_by_client: watch::Receiver<bool>,
    streaming: watch::Receiver<bool>,
    task: JoinHandle<()>,
}

impl Answer {
    pub(crate) fn status(status: u16, body: &str) -> Self {
        Self::Whole { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    pub(crate) fn stream(text: &str) -> Self {
        Self::Stream { pieces: vec![text.as_bytes().to_vec()], end: End::Clean }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Whole { headers, .. } = &mut self {
            headers.push((name, value.into()));
        }
        self
    }
}

impl Fake {
    /// Answers the first connection with the first answer, and so on; a connection too many is closed.
    pub(crate) async fn serve(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (closed, closed_by_client) = watch::channel(false);
        let (started, streaming) = watch::channel(false);
        let remembered = Arc::clone(&asked);
        let task = tokio::spawn(async move {
            let mut answers = VecDeque::from(answers);
            while let Ok((mut socket, _)) = listener.accept().await {
                let Some(request) = read(&mut socket).await else { continue };
                remembered.lock().unwrap().push(request);
                let answer = answers.pop_front().unwrap_or(Answer::Nothing);
                write(&mut socket, answer, &started, &closed).await;
            }
        });
        Self { url, asked, closed_by_client, streaming, task }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Returns when the first piece of a stream was written.
    pub(crate) async fn streaming(&self) {
        self.streaming.clone().wait_for(|started| *started).await.unwrap();
    }

    /// Returns when the client closed a connection that was left open.
    pub(crate) async fn closed_by_client(&self) {
        self.closed_by_client.clone().wait_for(|closed| *closed).await.unwrap();
    }
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn read(socket: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes.get(..head_end).unwrap().to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let line = lines.next().unwrap_or_default().to_owned();
    let headers: Vec<_> =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = bytes.split_off(head_end + 4);
    while body.len() < length {
        if socket.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Asked { line, headers, body: String::from_utf8(body).unwrap() })
}

/// A client that gives up closes the connection, so a failed write is one of the things that tests are about.
async fn write(socket: &mut TcpStream, answer: Answer, started: &watch::Sender<bool>, closed: &watch::Sender<bool>) {
    match answer {
        Answer::Nothing => {}
        Answer::Silence => wait_for_close(socket, closed).await,
        Answer::Whole { status, headers, body } => {
            let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
            for (name, value) in headers {
                head.extend([name, ": ", &value, "\r\n"]);
            }
            let _ = socket.write_all(format!("{head}\r\n").as_bytes()).await;
            let _ = socket.write_all(&body).await;
        }
        Answer::Stream { pieces, end } => {
            let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n";
            let _ = socket.write_all(head.as_bytes()).await;
            for piece in pieces {
                let _ = chunk(socket, &piece).await;
                started.send_replace(true);
            }
            match end {
                End::Clean => drop(socket.write_all(b"0\r\n\r\n").await),
                End::Cut => {}
                End::Silence => wait_for_close(socket, closed).await,
                End::Chatter => {
                    let mut pace = tokio::time::interval(std::time::Duration::from_millis(5));
                    while chunk(socket, b": still here\n\n").await.is_ok() {
                        pace.tick().await;
                    }
                }
            }
        }
    }
}

async fn chunk(socket: &mut TcpStream, piece: &[u8]) -> std::io::Result<()> {
    socket.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
    socket.write_all(piece).await?;
    socket.write_all(b"\r\n").await?;
    socket.flush().await
}

async fn wait_for_close(socket: &mut TcpStream, closed: &watch::Sender<bool>) {
    let mut rest = [0_u8; 64];
    while matches!(socket.read(&mut rest).await, Ok(read) if read > 0) {}
    closed.send_replace(true);
}
