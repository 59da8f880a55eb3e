#!/usr/bin/env node
// An agent in plain JavaScript on the official library of the Agent Client Protocol. It knows nothing of the server that starts it: it
// reads what the prompt asks for, and writes files in the folder it is given.

import { Readable, Writable } from 'node:stream';
import { agent, ndJsonStream, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk';
import { write } from './write.js';

const conversations = new Map();

function open(folder) {
  const id = crypto.randomUUID();
  conversations.set(id, { folder, turn: null });
  return id;
}

async function prompt({ sessionId, prompt: blocks }, client) {
  const conversation = conversations.get(sessionId);
  if (!conversation) throw RequestError.resourceNotFound(sessionId);
  conversation.turn?.abort();
  const turn = (conversation.turn = new AbortController());
  const say = (text) =>
    client.notify('session/update', {
      sessionId,
      update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } },
    });

  const asked = blocks.map((block) => block.text ?? block.resource?.text ?? '').join('\n\n');
  const written = await write(conversation.folder, asked, turn.signal);
  if (turn.signal.aborted) return { stopReason: 'cancelled' };
  await say(written.length > 0 ? `Wrote ${written.join(', ')}.` : 'The prompt names no document under out/, so there is nothing to write.');
  return { stopReason: 'end_turn' };
}

// The library wants the stream to write to first, then the one to read from.
const stream = ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin));

agent({ name: 'javascript-writer' })
  .onRequest('initialize', () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentCapabilities: {},
    agentInfo: { name: 'javascript-writer', version: '1.0.0' },
  }))
  .onRequest('session/new', ({ params }) => ({ sessionId: open(params.cwd) }))
  .onRequest('session/prompt', ({ params, client }) => prompt(params, client))
  .onNotification('session/cancel', ({ params }) => conversations.get(params.sessionId)?.turn?.abort())
  .connect(stream);
