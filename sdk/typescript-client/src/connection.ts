// Speaking to the server with a token.
import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { done } from './refused.js';
import type { paths } from './generated/schema.js';

/** Where the server is, and with what it is called. */
export interface Options {
  /** Where the server is, such as `https://dream.example.org`. */
  url: string;
  /** A token: `dreamos token mint`. */
  token: string;
  /** What sends requests; the platform's own without it. */
  fetch?: (request: Request) => Promise<Response>;
}

/** A server, and whose token it is called with. */
export interface Connection {
  /** Every operation of the API: `client.GET('/api/v1/orgs/{org}/runs', { params: { path: { org } } })`. */
  client: Client<paths>;
  /** The organisation of the token: what paths name. */
  org: string;
}

/**
 * Connects to the server, and asks it whose token this is.
 *
 * @throws {Refused} The server does not take the token.
 */
export async function connect(options: Options): Promise<Connection> {
  const { url, token, fetch } = options;
  const client = createClient<paths>({ baseUrl: url.replace(/\/+$/, ''), headers: { Authorization: `Bearer ${token}` }, ...(fetch && { fetch }) });
  client.use(oneKeyEach);
  const { org } = done(await client.GET('/api/v1/whoami'));
  return { client, org };
}

/** The milliseconds since 1970, then random: keys made one after the other stand beside each other in the server's index. */
function freshKey(): string {
  return Date.now().toString(16).padStart(12, '0') + crypto.randomUUID().replaceAll('-', '').slice(12);
}

/** Gives every command that has none an idempotency key: a repetition on the way does it once. */
const oneKeyEach: Middleware = {
  onRequest({ request }) {
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', freshKey());
    }
    return request;
  },
};
