// One event stream per browser. The tab that holds a lock reads it and passes everything on to the others; when that tab
// goes, the lock goes to the next. Without locks (an insecure origin) each tab reads for itself.
import { follow } from './feed';

export interface LiveEvent {
  id: string;
  kind: string;
  stream: string;
  at: string;
  data: Record<string, unknown>;
}

type Note =
  | { type: 'open'; missed: boolean }
  | { type: 'closed'; status: number }
  | { type: 'event'; event: LiveEvent; position: string }
  | { type: 'ask' };

export type Freshness = 'connecting' | 'live' | 'stale';

type Listener = (event: LiveEvent | 'resync') => void;

/** The live view of one organisation. */
class Live {
  freshness = $state<Freshness>('connecting');
  /** Since when nothing new comes. */
  staleSince = $state<Date | null>(null);
  /** What to do when the server no longer knows who reads. */
  onsignedout: () => void = () => undefined;
  #listeners = new Set<Listener>();
  #stop: AbortController | null = null;
  #org = '';
  /** Where the stream was when something was heard last, by whichever tab reads it. */
  #position: string | null = null;

  /** Starts, or turns to another organisation. */
  start(org: string): void {
    if (org === this.#org) return;
    this.#stop?.abort();
    this.#org = org;
    this.#position = null;
    const stop = new AbortController();
    this.#stop = stop;
    const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(`dreamos-live-${org}`) : null;
    const lead = () => this.#lead(org, channel, stop.signal);
    stop.signal.addEventListener('abort', () => channel?.close());
    if (!channel || !navigator.locks) {
      void lead();
      return;
    }
    channel.onmessage = (message: MessageEvent<Note>) => this.#hear(message.data);
    channel.postMessage({ type: 'ask' } satisfies Note);
    // Rejected only when this view stops while it waits for its turn.
    navigator.locks.request(`dreamos-live-${org}`, { signal: stop.signal }, lead).catch(() => undefined);
  }

  /** Ends: what is shown is as it was. */
  stop(): void {
    this.#stop?.abort();
    this.#org = '';
    this.staleSince ??= new Date();
    this.freshness = 'stale';
  }

  /** Calls `listener` for every event from now on; returns how to stop that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #lead(org: string, channel: BroadcastChannel | null, signal: AbortSignal): Promise<void> {
    const tell = (note: Note) => {
      this.#hear(note);
      if (!signal.aborted) channel?.postMessage(note);
    };
    if (channel) {
      // A tab that opens later asks how things stand.
      channel.onmessage = (message: MessageEvent<Note>) => {
        if (message.data.type !== 'ask' || this.freshness === 'connecting') return;
        tell(this.freshness === 'live' ? { type: 'open', missed: false } : { type: 'closed', status: 0 });
      };
    }
    // What happened since another tab read is asked for. Where nothing says since when, everything is read anew: what a page read before
    // the stream was open may lack what happened meanwhile.
    let unknown = this.#position === null;
    await follow(
      `/api/v1/orgs/${org}/events`,
      {
        open: (missed) => {
          tell({ type: 'open', missed: missed || unknown });
          unknown = false;
        },
        closed: (status) => tell({ type: 'closed', status }),
        message: ({ id, data }) => tell({ type: 'event', event: JSON.parse(data) as LiveEvent, position: id }),
      },
      signal,
      this.#position,
    );
  }

  #hear(note: Note): void {
    if (note.type === 'open') {
      const wasStale = this.freshness === 'stale';
      this.freshness = 'live';
      this.staleSince = null;
      if (note.missed || wasStale) this.#tell('resync');
    } else if (note.type === 'closed') {
      this.staleSince ??= new Date();
      this.freshness = 'stale';
      if (note.status === 401) this.onsignedout();
    } else if (note.type === 'event') {
      if (note.position) this.#position = note.position;
      this.#tell(note.event);
    }
  }

  #tell(event: LiveEvent | 'resync'): void {
    for (const listener of this.#listeners) listener(event);
  }
}

export const live = new Live();
