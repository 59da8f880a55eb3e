//! Letters handed to a server that stands in for the real ones: it takes them, refuses them, or hangs up.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use dream_mail::{MailConfig, MailConfigError, Security, Smtp};
use dream_ports::{Letter, Mail, MailFault};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

fn config(host: &str, port: u16) -> MailConfig {
    MailConfig {
        host: host.to_owned(),
        port: Some(port),
        security: Security::None,
        login: None,
        from: "Dream.OS <dreamos@example.org>".to_owned(),
    }
}

fn letter() -> Letter {
    let subject = "Waits for your review: Überblick\r\nBcc: everybody@example.org".to_owned();
    Letter { to: "ada@example.org".to_owned(), subject, text: "Read it.\n.\nThen decide.\n".to_owned(), key: "ntf_1.1".to_owned() }
}

/// A server for one connection, which answers `RCPT` as told. What was sent to it.
async fn server(answer: &'static str) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let (read, mut write) = socket.into_split();
        let (mut lines, mut heard, mut in_data) = (BufReader::new(read).lines(), String::new(), false);
        write.write_all(b"220 post.example.org\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            heard.push_str(&line);
            heard.push('\n');
            let said = match line.split(' ').next().unwrap_or_default() {
                "." if in_data => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => continue,
                "RCPT" => answer,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                _ => "250 post.example.org",
            };
            write.write_all(format!("{said}\r\n").as_bytes()).await.unwrap();
        }
        heard
    });
    (port, served)
}

#[tokio::test]
async fn a_letter_arrives_whole_with_one_recipient_and_a_key_that_stays() {
    let (port, served) = server("250 known").await;
    let smtp = Smtp::new(config("127.0.0.1", port)).unwrap();
    smtp.send(letter()).await.unwrap();
    drop(smtp);
    let heard = served.await.unwrap();
    assert!(heard.contains("MAIL FROM:<dreamos@example.org>") && heard.contains("RCPT TO:<ada@example.org>"), "{heard}");
    assert!(heard.contains("Message-ID: <ntf_1.1@example.org>"), "{heard}");
    assert_eq!(heard.matches("RCPT TO").count(), 1);
    assert!(!heard.lines().any(|line| line.starts_with("Bcc:")), "a subject made a header: {heard}");
    assert!(heard.contains("\n..\nThen decide."), "a dot alone ended the letter early: {heard}");
}

#[tokio::test]
async fn what_a_server_refuses_is_given_up_and_what_it_cannot_take_now_is_not() {
    for (answer, forever) in [("550 nobody of that name", true), ("451 later", false)] {
        let (port, served) = server(answer).await;
        let smtp = Smtp::new(config("127.0.0.1", port)).unwrap();
        let fault = smtp.send(letter()).await.unwrap_err();
        assert_eq!(matches!(fault, MailFault::Refused(_)), forever, "{fault}");
        assert!(!fault.to_string().contains("ada@"), "{fault}");
        drop(smtp);
        served.await.unwrap();
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let fault = Smtp::new(config("127.0.0.1", nobody)).unwrap().send(letter()).await.unwrap_err();
    assert!(matches!(fault, MailFault::NotNow(_)), "{fault}");
    let wrong = Letter { to: "nobody".to_owned(), ..letter() };
    let fault = Smtp::new(config("127.0.0.1", nobody)).unwrap().send(wrong).await.unwrap_err();
    assert!(matches!(fault, MailFault::Refused(_)), "{fault}");
}

#[tokio::test]
async fn what_cannot_work_is_refused_before_any_letter() {
    let plain = Smtp::new(config("mail.example.org", 25)).map(drop).unwrap_err();
    assert_eq!(plain, MailConfigError::Plain("mail.example.org".to_owned()));
    let from = MailConfig { from: "nobody".to_owned(), ..config("127.0.0.1", 25) };
    assert_eq!(Smtp::new(from).map(drop).unwrap_err(), MailConfigError::From("nobody".to_owned()));
}
