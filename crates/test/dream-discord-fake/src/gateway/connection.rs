//! One connection, from hello to its end.

use super::hub::{NotBegun, Order};
use crate::fake::{Shared, held};
use crate::world::{BOT, GUILD, bot_user};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use dream_clock::Timestamp;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The most bytes a client may send at once.
const MOST_BYTES: usize = 4_096;
/// The most messages a client may send within a minute.
const MOST_MESSAGES: usize = 120;

/// How a connection goes on.
enum Next {
    /// It goes on.
    Stay,
    /// It is closed with this code.
    Close(u16),
    /// It breaks.
    Break,
}

struct Connection<'s> {
    shared: &'s Shared,
    socket: WebSocket,
    orders: UnboundedSender<Order>,
    session: Option<String>,
    sent: VecDeque<Timestamp>,
}

/// Serves a connection to its end.
pub(super) async fn serve(shared: &Arc<Shared>, socket: WebSocket, understood: bool) {
    let (orders, inbox) = unbounded_channel();
    let mut connection = Connection { shared, socket, orders, session: None, sent: VecDeque::new() };
    let code = if understood { connection.run(inbox).await } else { Some(4012) };
    if let Some(code) = code {
        let frame = CloseFrame { code, reason: "".into() };
        // The client may be gone already.
        let _ = connection.socket.send(Message::Close(Some(frame))).await;
    }
    if let Some(session) = &connection.session {
        shared.hub.disconnected(session, &connection.orders);
    }
}

impl Connection<'_> {
    /// Until its end: the code to close with, unless the client closed or the connection broke.
    async fn run(&mut self, mut inbox: UnboundedReceiver<Order>) -> Option<u16> {
        let interval = self.shared.options.heartbeat;
        let millis = u64::try_from(interval.as_millis()).unwrap_or(u64::MAX);
        self.send(&json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": millis}})).await?;
        loop {
            let next = tokio::select! {
                order = inbox.recv() => self.order(order?).await?,
                received = tokio::time::timeout(interval + interval / 2, self.socket.recv()) => match received {
                    Err(_) => Next::Close(4009),
                    Ok(None | Some(Err(_))) => return None,
                    Ok(Some(Ok(message))) => self.message(message).await?,
                },
            };
            match next {
                Next::Stay => {}
                Next::Close(code) => return Some(code),
                Next::Break => return None,
            }
        }
    }

    async fn send(&mut self, value: &Value) -> Option<()> {
        self.socket.send(Message::text(value.to_string())).await.ok()
    }

    async fn order(&mut self, order: Order) -> Option<Next> {
        match order {
            Order::Send(event) => self.send(&event).await?,
            Order::Reconnect => self.send(&json!({"op": 7, "d": null, "s": null, "t": null})).await?,
            Order::Close(Some(code)) => return Some(Next::Close(code)),
            Order::Close(None) => return Some(Next::Break),
        }
        Some(Next::Stay)
    }

    async fn message(&mut self, message: Message) -> Option<Next> {
        let text = match message {
            Message::Text(text) => text.to_string(),
            Message::Binary(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Message::Ping(_) | Message::Pong(_) => return Some(Next::Stay),
            Message::Close(frame) => {
                // A client that says goodbye ends its session; one that only breaks off may come back.
                let goodbye = frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                if let Some(session) = self.session.as_ref().filter(|_| goodbye) {
                    self.shared.hub.ended(session);
                }
                return None;
            }
        };
        let now = self.shared.now();
        self.sent.retain(|sent| now.since(*sent) < Duration::from_mins(1));
        self.sent.push_back(now);
        if self.sent.len() > MOST_MESSAGES {
            return Some(Next::Close(4008));
        }
        let payload = serde_json::from_str::<Value>(&text).ok().filter(|_| text.len() <= MOST_BYTES);
        let Some(payload) = payload else { return Some(Next::Close(4002)) };
        self.operation(&payload).await
    }

    async fn operation(&mut self, payload: &Value) -> Option<Next> {
        let data = &payload["d"];
        match (payload["op"].as_u64(), self.session.is_some()) {
            (Some(1), _) => {
                self.send(&json!({"op": 11, "d": null, "s": null, "t": null})).await?;
                Some(Next::Stay)
            }
            (Some(2 | 6), true) => Some(Next::Close(4005)),
            (Some(2), false) => self.identify(data).await,
            (Some(6), false) => self.resume(data).await,
            (Some(3 | 4 | 8 | 31), true) => Some(Next::Stay),
            (Some(3 | 4 | 8 | 31), false) => Some(Next::Close(4003)),
            _ => Some(Next::Close(4001)),
        }
    }

    fn is_token(&self, data: &Value) -> bool {
        let shown = data["token"].as_str().unwrap_or_default();
        shown.strip_prefix("Bot ").unwrap_or(shown) == *held(&self.shared.token)
    }

    async fn invalid_session(&mut self, resumable: bool) -> Option<Next> {
        self.send(&json!({"op": 9, "d": resumable, "s": null, "t": null})).await?;
        Some(Next::Stay)
    }

    async fn identify(&mut self, data: &Value) -> Option<Next> {
        if !self.is_token(data) {
            return Some(Next::Close(4004));
        }
        let Some(intents) = data["intents"].as_u64() else { return Some(Next::Close(4013)) };
        let now = self.shared.now();
        let session = match self.shared.hub.identify(intents, self.orders.clone(), now) {
            Ok(session) => session,
            Err(NotBegun::Close(code)) => return Some(Next::Close(code)),
            Err(NotBegun::Later) => return self.invalid_session(false).await,
        };
        let shard = data.get("shard").filter(|shard| shard.is_array()).cloned().unwrap_or(json!([0, 1]));
        let ready = json!({"v": 10, "user": bot_user(), "guilds": [{"id": GUILD, "unavailable": true}], "session_id": session, "session_type": "normal", "shard": shard,
            "resume_gateway_url": format!("ws://{}/gateway", self.shared.address), "application": {"id": BOT, "flags": 0}});
        let guild = held(&self.shared.world).guild(now);
        self.shared.hub.dispatch_to(&session, "READY", &ready);
        self.shared.hub.dispatch_to(&session, "GUILD_CREATE", &guild);
        self.session = Some(session);
        Some(Next::Stay)
    }

    async fn resume(&mut self, data: &Value) -> Option<Next> {
        if !self.is_token(data) {
            return Some(Next::Close(4004));
        }
        let session = data["session_id"].as_str().unwrap_or_default().to_owned();
        let sequence = data["seq"].as_u64().unwrap_or(0);
        let Some(missed) = self.shared.hub.resume(&session, sequence, self.orders.clone()) else {
            return self.invalid_session(false).await;
        };
        for event in missed {
            self.send(&event).await?;
        }
        self.shared.hub.dispatch_to(&session, "RESUMED", &json!({}));
        self.session = Some(session);
        Some(Next::Stay)
    }
}
