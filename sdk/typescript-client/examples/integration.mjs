// A shop that tells Dream.OS of an order, and hears what its rules make of it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, done, Forged, verify } from '@dreamos/client';

const { DREAMOS_URL: url = '', DREAMOS_TOKEN: token = '', SECRET: secret = '', PORT: port = '' } = process.env;

const receiver = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    const webhook = await verify(secret, request.headers, Buffer.concat(parts));
    response.writeHead(204).end();
    receiver.emit('heard', webhook);
  } catch (error) {
    response.writeHead(error instanceof Forged ? 401 : 500).end();
  }
});
receiver.listen(Number(port), '127.0.0.1');
await once(receiver, 'listening');
const heard = once(receiver, 'heard', { signal: AbortSignal.timeout(60_000) });

const { client, org } = await connect({ url, token });
const order = { type: 'order.paid', title: 'Order 42 was paid', labels: { amount: '12.50' } };
const taken = done(
  await client.POST('/api/v1/orgs/{org}/sources/{source}/events', { params: { path: { org, source: 'shop' } }, body: { events: [order] } }),
);
console.log(`published ${taken.ids[0]}`);

const [webhook] = await heard;
console.log(`heard ${webhook.type}: ${webhook.data.title} (by the rule ${webhook.data.rule})`);
receiver.close();
