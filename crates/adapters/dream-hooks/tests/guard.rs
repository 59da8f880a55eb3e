//! The guard against a hostile address, a hostile name server and a hostile receiver (trap 48), seen from the listeners that must not be reached.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use async_trait::async_trait;
use dream_bridge::outgoing::Allowance;
use dream_hooks::{Hooks, Resolve};
use dream_ports::{Hook, HookAnswer, HookFault, HookRequest};
use dream_secret::Secret;
use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A name server that gives each answer once, and the last one from then on.
struct Names(Mutex<VecDeque<Vec<IpAddr>>>);

#[async_trait]
impl Resolve for Names {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.0.lock().unwrap();
        let next = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        next.ok_or_else(|| io::Error::other("no such name"))
    }
}

fn names(answers: &[&[&str]]) -> Arc<Names> {
    let ips = |texts: &&[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
    Arc::new(Names(Mutex::new(answers.iter().map(ips).collect())))
}

/// A receiver on 127.0.0.1 that answers everybody with `answer`, and counts who connects.
async fn receiver(answer: Vec<u8>) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, count) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut buffer = [0_u8; 4096];
                // Whatever was asked, and whether the other side still listens, the answer is the same.
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(&answer).await;
                if answer.is_empty() {
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    (port, count)
}

fn hooks(port: u16, inside: bool, names: Arc<Names>) -> Hooks {
    // Another test of this process may have installed it.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let networks = if inside { vec![("127.0.0.1".parse().unwrap(), 32)] } else { Vec::new() };
    Hooks::new(Allowance { networks, ports: vec![port], plain_http: true }, names).unwrap()
}

async fn post(hooks: &Hooks, url: String) -> Result<HookAnswer, HookFault> {
    let request = HookRequest { url: Secret::new(url), headers: Vec::new(), body: b"{}".to_vec(), timeout: Duration::from_millis(500) };
    hooks.post(request).await
}

#[tokio::test]
async fn trap_48_no_form_of_an_address_inside_is_connected_to() {
    let (port, count) = receiver(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    let hooks = hooks(port, false, names(&[&["127.0.0.1"]]));
    let hosts = [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "[::]",
        "localhost",
        "LOCALHOST.",
        "169.254.169.254",
        "10.0.0.1",
        "192.168.1.1",
        "[fe80::1]",
        "[fd00::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "１２７.０.０.１",
        "127。0。0。1",
        "rebound.example.com",
    ];
    for host in hosts {
        let answer = post(&hooks, format!("http://{host}:{port}/")).await;
        assert!(matches!(answer, Err(HookFault::Refused(_))), "{host}: {answer:?}");
    }
    assert!(matches!(post(&hooks, format!("http://user:pass@example.com:{port}/")).await, Err(HookFault::Refused(_))));
    assert!(matches!(post(&hooks, "file:///etc/passwd".to_owned()).await, Err(HookFault::Refused(_))));
    assert!(matches!(hooks.get(&format!("http://127.0.0.1:{port}/"), 10, Duration::from_secs(1)).await, Err(HookFault::Refused(_))));
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn trap_48_a_name_that_leads_elsewhere_a_moment_later_leads_nowhere() {
    let (port, count) = receiver(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    // The check of the moment before saw a public address; what is connected to is what this answer says, and it is refused.
    let hooks = hooks(port, false, names(&[&["127.0.0.1"], &["203.0.113.9", "127.0.0.1"], &["::ffff:127.0.0.1"]]));
    for _ in 0..3 {
        hooks.check(&format!("http://example.com:{port}/")).unwrap();
        let answer = post(&hooks, format!("http://example.com:{port}/")).await;
        assert!(matches!(answer, Err(HookFault::Refused(_))), "{answer:?}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn trap_48_a_redirect_is_an_answer_and_is_not_followed() {
    let (secret, seen) = receiver(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    for status in [301, 302, 303, 307, 308] {
        let answer = format!("HTTP/1.1 {status} Moved\r\nlocation: http://127.0.0.1:{secret}/\r\ncontent-length: 0\r\n\r\n");
        let (port, _) = receiver(answer.into_bytes()).await;
        let hooks = hooks(port, true, names(&[&["127.0.0.1"]]));
        assert_eq!(post(&hooks, format!("http://example.com:{port}/")).await.unwrap().status, status);
    }
    assert_eq!(seen.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn what_a_receiver_says_is_cut_and_its_wait_is_read() {
    let mut long = b"HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-encoding: gzip\r\ncontent-length: 1000000\r\n\r\n".to_vec();
    long.extend(std::iter::repeat_n(b'x', 1_000_000));
    let (port, _) = receiver(long).await;
    let hooks = hooks(port, true, names(&[&["127.0.0.1"]]));
    let answer = post(&hooks, format!("http://example.com:{port}/")).await.unwrap();
    assert_eq!((answer.status, answer.retry_after, answer.body_start.len()), (503, Some(Duration::from_secs(7)), 1_024));
    let fetched = hooks.get(&format!("http://example.com:{port}/"), 4_096, Duration::from_secs(1)).await;
    assert_eq!(fetched.unwrap_err(), HookFault::TooLarge { most: 4_096 });
}

#[tokio::test]
async fn silence_is_lost_and_nobody_there_is_not_sent() {
    let (port, _) = receiver(Vec::new()).await;
    let silent = hooks(port, true, names(&[&["127.0.0.1"]]));
    assert!(matches!(post(&silent, format!("http://example.com:{port}/?token=hidden")).await, Err(HookFault::Lost(_))));
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let nobody = hooks(closed, true, names(&[&["127.0.0.1"]]));
    match post(&nobody, format!("http://example.com:{closed}/?token=hidden")).await {
        Err(HookFault::NotSent(why)) => assert!(!why.contains("hidden"), "{why}"),
        other => panic!("{other:?}"),
    }
}
