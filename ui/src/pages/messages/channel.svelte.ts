// One channel's messages: its history, and what is sent from now on.
import { answer, api, Failure, type Schemas } from '../../lib/api/client';
import { follow } from '../../lib/api/feed';

export type Message = Schemas['Message'];
const PAGE = 200;
/** After how long a history that was behind is read again, each time in milliseconds. */
const LATER = [200, 400, 800, 1600, 3200];

export class Conversation {
  list = $state.raw<Message[]>([]);
  /** Another number whenever the list was changed. */
  version = $state(0);
  /** How many older messages came before the first one. */
  before = $state(0);
  /** What was said last while it was followed. */
  latest = $state.raw<Message | null>(null);
  failure = $state.raw<Failure | undefined>();
  loaded = $state(false);
  more = $state<string | null>(null);
  #stop = new AbortController();
  #reading = false;

  constructor(
    readonly org: string,
    readonly channel: string,
  ) {
    void this.older();
    const address = `/api/v1/orgs/${org}/channels/${encodeURIComponent(channel)}/stream`;
    void follow(address, { open: () => undefined, closed: () => undefined, message: ({ data }) => this.#hear(JSON.parse(data) as Message) }, this.#stop.signal);
  }

  /** Adds older messages before those that are here. */
  async older(): Promise<void> {
    if (this.#reading || (this.loaded && !this.more && !this.failure)) return;
    this.#reading = true;
    try {
      const first = !this.loaded;
      const page = await this.#read(this.more ?? undefined);
      this.more = page.next ?? null;
      this.#take(page.items);
      this.failure = undefined;
      if (first && page.index.behind) void this.#catchUp();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.failure = error;
    } finally {
      this.loaded = true;
      this.#reading = false;
    }
  }

  #read(cursor?: string): Promise<Schemas['History']> {
    const query = { channel: this.channel, limit: PAGE, cursor };
    return answer(api.GET('/api/v1/orgs/{org}/messages', { params: { path: { org: this.org }, query } }));
  }

  /** What was sent to many channels just now comes into the history a moment later, and the stream tells of what comes after it. */
  async #catchUp(): Promise<void> {
    for (const wait of LATER) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (this.#stop.signal.aborted) return;
      const page = await this.#read().catch(() => null);
      if (page) this.#take(page.items);
      if (page?.index.behind === 0) return;
    }
  }

  /** Sends a message here. */
  async send(body: string): Promise<void> {
    this.#take([await answer(api.POST('/api/v1/orgs/{org}/messages', { params: { path: { org: this.org } }, body: { channel: this.channel, body } }))]);
  }

  /** Shows a message as it is now. */
  put(message: Message): void {
    this.#take([message]);
  }

  stop(): void {
    this.#stop.abort();
  }

  #hear(message: Message): void {
    this.#take([message]);
    if (this.list.at(-1) === message) this.latest = message;
  }

  // The stream and the history may both bring a message; the newer state of it counts.
  #take(messages: Message[]): void {
    const all = new Map(this.list.map((message) => [message.sequence, message]));
    for (const message of messages) all.set(message.sequence, message);
    const begin = this.list[0]?.sequence ?? -Infinity;
    this.before += messages.filter((message) => message.sequence < begin).length;
    this.list = [...all.values()].sort((a, b) => a.sequence - b.sequence);
    this.version += 1;
  }
}
