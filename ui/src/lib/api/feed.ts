// Follows a stream of server-sent events and tries again for ever, from the message after the last one seen.
import { SseParser, type Message } from './sse';

export interface FeedSink {
  /** The stream is open. `missed` says that events may have been lost since the last time. */
  open(missed: boolean): void;
  message(message: Message): void;
  /** The stream broke, or was refused with `status`. */
  closed(status: number): void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** Runs until `signal` aborts, from the message after `from` where that is known. */
export async function follow(address: string, sink: FeedSink, signal: AbortSignal, from: string | null = null): Promise<void> {
  let last = from;
  let opened = false;
  let wait = FIRST_WAIT;
  while (!signal.aborted) {
    const headers: Record<string, string> = last === null ? {} : { 'Last-Event-ID': last };
    let status = 0;
    try {
      const response = await fetch(address, { headers, signal, credentials: 'same-origin' });
      status = response.status;
      if (response.ok && response.body) {
        sink.open(opened && last === null);
        opened = true;
        wait = FIRST_WAIT;
        last = await read(response.body, sink, last);
      }
    } catch {
      // A broken stream and an unreachable server are the same to us: say so below, and try again.
    }
    if (signal.aborted) return;
    sink.closed(status);
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

async function read(body: ReadableStream<Uint8Array>, sink: FeedSink, last: string | null): Promise<string | null> {
  const parser = new SseParser();
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  for (;;) {
    let piece;
    try {
      piece = await reader.read();
    } catch {
      // The connection broke: what was seen until now counts.
      return last;
    }
    if (piece.done) return last;
    parser.take(piece.value).forEach((message) => sink.message(message));
    if (parser.place) last = parser.place;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
