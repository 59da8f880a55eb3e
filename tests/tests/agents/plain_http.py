"""An agent of somebody else's making that reaches its tools over streamable HTTP, with the standard library alone.

It says that it can, opens a session of the Model Context Protocol at the address it is given, and hands its document in by a call.
"""

import http.client
import json
import sys
import urllib.parse

GOOD = """# Lending library

## Overview

Neighbours lend tools to each other over the network.

## Goals

- Share tools that stand unused.

## Out of scope

- Selling tools.

## Users

People of one street.

## Requirements

- R1: Everybody lists their tools on one page.

## Acceptance criteria

- R1: A page lists every tool.

## Risks

Tools get lost; the page says who had them last.

"""

servers = {}


def say(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def post(server, body, session=None):
    url = urllib.parse.urlsplit(server["url"])
    headers = {header["name"]: header["value"] for header in server["headers"]}
    headers |= {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    if session:
        headers |= {"Mcp-Session-Id": session, "MCP-Protocol-Version": "2025-11-25"}
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
    connection.request("POST", url.path, body=json.dumps({"jsonrpc": "2.0", **body}), headers=headers)
    answer = connection.getresponse()
    if answer.status not in (200, 202):
        raise RuntimeError(f"{answer.status}: {answer.read().decode()}")
    for line in answer:
        data = line.decode().removeprefix("data:").strip()
        if data.startswith("{") and json.loads(data).get("id") == body.get("id"):
            return json.loads(data)["result"], answer.getheader("Mcp-Session-Id")
    return None, None


def prompted(server):
    about = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "plain", "version": "1"}}
    _, session = post(server, {"id": 1, "method": "initialize", "params": about})
    post(server, {"method": "notifications/initialized"}, session)
    files = [{"path": "prd.md", "text": GOOD}]
    call = {"name": "publish_artifact", "arguments": {"name": "prd", "files": files}}
    result, _ = post(server, {"id": 2, "method": "tools/call", "params": call}, session)
    print(json.dumps(result), file=sys.stderr, flush=True)
    return {"stopReason": "end_turn"}


for line in sys.stdin:
    request = json.loads(line)
    method, parameters = request.get("method"), request.get("params") or {}
    if method == "initialize":
        capabilities = {"mcpCapabilities": {"http": True}}
        result = {"protocolVersion": 1, "agentCapabilities": capabilities, "agentInfo": {"name": "plain-http", "version": "1"}}
    elif method == "session/new":
        session = f"s{len(servers)}"
        [servers[session]] = parameters["mcpServers"]
        result = {"sessionId": session}
    elif method == "session/prompt":
        result = prompted(servers[parameters["sessionId"]])
    elif "id" in request:
        say({"id": request["id"], "error": {"code": -32601, "message": "unknown method"}})
        continue
    else:
        continue
    if "id" in request:
        say({"id": request["id"], "result": result})
