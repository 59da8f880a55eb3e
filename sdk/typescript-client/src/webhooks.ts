// Opening webhooks that the server sent: Standard Webhooks 1.0. It needs no more than Web Crypto, and so runs wherever fetch does.

/** How many seconds a webhook's time may be away from ours. */
const TOLERANCE = 300;

/** It cannot be known that the server sent this, just now. Answer with 401, and do nothing. */
export class Forged extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Forged';
  }
}

/** A webhook that the server sent. */
export interface Webhook {
  /** The same for every repetition: remember it, and do the same thing once. */
  id: string;
  /** What happened. */
  type: string;
  /** When it happened (RFC 3339). */
  timestamp: string;
  /** More about it. */
  data: Record<string, unknown>;
}

/** The headers of a request: those of fetch, or the lowercase ones of node:http. */
export type Headed = Headers | Record<string, string | string[] | undefined>;

/**
 * Opens a webhook.
 *
 * @param secrets The subscription's secret, `whsec_…`; while it is being replaced both.
 * @param headers The request's headers.
 * @param body Its body, byte for byte.
 * @param now Seconds since 1970; the clock's without it.
 * @throws {Forged} A header is missing, no signature fits, or it was signed more than five minutes ago.
 */
export async function verify(secrets: string | readonly string[], headers: Headed, body: Uint8Array | string, now = Date.now() / 1000): Promise<Webhook> {
  const [id, at, signatures] = [header(headers, 'webhook-id'), header(headers, 'webhook-timestamp'), header(headers, 'webhook-signature')];
  if (!/^\d{1,12}$/.test(at)) {
    throw new Forged('webhook-timestamp is no time');
  }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const head = new TextEncoder().encode(`${id}.${at}.`);
  const signed = new Uint8Array(head.length + bytes.length);
  signed.set(head);
  signed.set(bytes, head.length);
  const given = signatures.split(' ').flatMap((one) => (one.startsWith('v1,') ? decoded(one.slice(3)) : []));
  const keys = await Promise.all([secrets].flat().map(key));
  // Web Crypto compares in constant time: how long it takes tells nothing.
  const fits = await Promise.all(keys.flatMap((one) => given.map((signature) => crypto.subtle.verify('HMAC', one, signature, signed))));
  if (!fits.includes(true)) {
    throw new Forged("no signature fits: is this the subscription's secret?");
  }
  if (Math.abs(now - Number(at)) > TOLERANCE) {
    throw new Forged('it was signed more than five minutes away from now: a repetition, or a clock that is wrong');
  }
  const told = JSON.parse(new TextDecoder().decode(bytes)) as Omit<Webhook, 'id'>;
  return { id, type: told.type, timestamp: told.timestamp, data: told.data };
}

function header(headers: Headed, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  if (typeof value !== 'string' || value === '') {
    throw new Forged(`${name} is missing`);
  }
  return value;
}

async function key(secret: string): Promise<CryptoKey> {
  const [bytes] = secret.startsWith('whsec_') ? decoded(secret.slice(6)) : [];
  if (bytes === undefined) {
    throw new TypeError('a secret is base64 behind whsec_');
  }
  return await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** The bytes of a base64 text, or none when it is no such text. */
function decoded(text: string): Uint8Array<ArrayBuffer>[] {
  try {
    return [Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))];
  } catch {
    // A signature that is no base64 fits nothing; a secret is looked at where it is used.
    return [];
  }
}
