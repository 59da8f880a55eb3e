"""A shop that tells Dream.OS of an order, and hears what its rules make of it."""

import os
import queue
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from dreamos_client import Forged, Webhook, connect, done, verify
from dreamos_client.rest.api.bridge import publish_events
from dreamos_client.rest.models import PublishEvents

heard: queue.Queue[Webhook] = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            heard.put(verify(os.environ["SECRET"], self.headers, body))
            self.send_response(204)
        except Forged:
            self.send_response(401)
        self.end_headers()


receiver = HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()

dream = connect()
order = {"type": "order.paid", "title": "Order 41 was paid", "labels": {"amount": "12.50"}}
taken = done(publish_events.sync(dream.org, "shop", client=dream.client, body=PublishEvents.from_dict({"events": [order]})))
print(f"published {taken.ids[0]}")

webhook = heard.get(timeout=60)
print(f"heard {webhook.type}: {webhook.data['title']} (by the rule {webhook.data['rule']})")
