//! The end of a server: nobody new is let in, live views end, requests under way are answered, and the process can go.

use crate::contract::served;
use crate::house::{House, served_on_both_engines};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

served_on_both_engines!(a_request_under_way_is_answered_and_views_end, what_takes_too_long_is_cut_off);

fn address(url: &str) -> String {
    url.trim_start_matches("http://").to_owned()
}

/// A request whose last bytes are still to come.
async fn half_sent(house: &House, address: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: h\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: 12\r\nexpect: 100-continue\r\n\r\n",
        house.at("teams"),
        house.owner
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body once the handler reads it: from then on the request is under way.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).await.unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

async fn a_request_under_way_is_answered_and_views_end(house: &House) {
    let (client, stop, server) = served(house, Duration::from_secs(10)).await;
    let mut feed = client.feed(None);
    feed.connect().await.unwrap();
    let mut stream = half_sent(house, &address(client.url())).await;
    stop.send(()).unwrap();
    assert!(feed.next().await.is_err(), "the view ends, and there is nobody to connect to again");
    stream.write_all(b"{\"name\":\"t\"}").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    tokio::time::timeout(Duration::from_secs(9), server).await.expect("the server waits for nobody").unwrap();
}

async fn what_takes_too_long_is_cut_off(house: &House) {
    let (client, stop, server) = served(house, Duration::from_millis(300)).await;
    let mut stream = half_sent(house, &address(client.url())).await;
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(9), server).await.expect("the grace has an end").unwrap();
    let mut answer = Vec::new();
    // A reset is as good an end as none.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.is_empty());
}
