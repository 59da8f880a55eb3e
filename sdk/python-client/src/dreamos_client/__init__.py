"""Call Dream.OS from Python, and check the webhooks that it sends.

`connect` finds the server and says whose token it is; every operation of the API is a module below `dreamos_client.rest.api`, with a
function for each way to call it; `done` takes what was asked for out of an answer, or raises `Refused`. `verify` opens a webhook.
"""

from dreamos_client.connection import Connection, NoServer, connect
from dreamos_client.refused import Refused, done
from dreamos_client.webhooks import Forged, Webhook, verify

__all__ = ["Connection", "Forged", "NoServer", "Refused", "Webhook", "connect", "done", "verify"]
