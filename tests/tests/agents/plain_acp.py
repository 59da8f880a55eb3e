"""An agent of somebody else's making: plain Agent Client Protocol on its input and output, and nothing of Dream.OS.

It writes what its prompt asks for into its folder: first a document that does not pass the checks, and, told so, one that does.
"""

import json
import os
import sys

GOOD = """# Lending library

## Overview

Neighbours lend tools to each other and know where each tool is.

## Goals

- Share tools that stand unused.

## Out of scope

- Selling tools.

## Users

People of one street.

## Requirements

- R1: Everybody lists their tools on one page.
- R2: Everybody sees who has a tool now.

## Acceptance criteria

- R1: A page lists every tool.
- R2: The page names the borrower of each tool.

## Risks

Tools get lost; the page says who had them last.

"""

folders, turns = {}, {}


def say(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def prompted(session):
    turns[session] = turns.get(session, 0) + 1
    out = os.path.join(folders[session], "out", "prd")
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "prd.md"), "w") as file:
        file.write("Not yet.\n" if turns[session] == 1 else GOOD)
    update = {"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": "I wrote it.\n"}}
    say({"method": "session/update", "params": {"sessionId": session, "update": update}})
    return {"stopReason": "end_turn"}


for line in sys.stdin:
    request = json.loads(line)
    method, parameters = request.get("method"), request.get("params") or {}
    if method == "initialize":
        result = {"protocolVersion": 1, "agentCapabilities": {}, "agentInfo": {"name": "plain", "version": "1"}}
    elif method == "session/new":
        session = f"s{len(folders)}"
        folders[session] = parameters["cwd"]
        result = {"sessionId": session}
    elif method == "session/prompt":
        result = prompted(parameters["sessionId"])
    elif "id" in request:
        say({"id": request["id"], "error": {"code": -32601, "message": "unknown method"}})
        continue
    else:
        continue
    if "id" in request:
        say({"id": request["id"], "result": result})
