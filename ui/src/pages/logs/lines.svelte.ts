// The log lines on the screen: what a search found, older pages before it, and what is said from now on behind it.
import { answer, api, Failure, type Schemas } from '../../lib/api/client';
import { follow } from '../../lib/api/feed';

export type Line = Schemas['LogLine'];

export interface Asked {
  org: string;
  text?: string | undefined;
  regex?: string | undefined;
  level?: Schemas['LogLevel'] | undefined;
  stream?: string | undefined;
  source?: string | undefined;
  run?: string | undefined;
  task?: string | undefined;
  since?: string | undefined;
}

const PAGE = 500;
/** How many lines are kept; the oldest give way. */
const MOST = 100_000;

/** A place is one within its stream. */
const key = (line: Line) => `${line.stream} ${line.position}`;

export class Lines {
  count = $state(0);
  /** Another number whenever `list` was changed. */
  version = $state(0);
  /** By how much the first line has moved down: older ones came before it, or it gave way. */
  before = $state(0);
  /** How many lines gave way to newer ones. */
  dropped = $state(0);
  failure = $state.raw<Failure | undefined>();
  loading = $state(false);
  /** Whether there are older lines that were not read yet. */
  more = $state(false);
  problems = $state.raw<string[]>([]);
  list: Line[] = [];
  #asked: Asked | null = null;
  #older: string | null = null;
  #stop: AbortController | null = null;
  #waiting: Line[] = [];
  #frame = 0;
  /** What is here already: a search and the stream may both bring a line. */
  #known = new Set<string>();

  /** Begins anew with the newest lines that fit. */
  async search(asked: Asked): Promise<void> {
    this.#asked = asked;
    this.list = [];
    this.#waiting = [];
    this.#known.clear();
    this.#older = null;
    this.count = 0;
    this.before = 0;
    this.dropped = 0;
    // An answer to an older question is thrown away when it comes.
    this.loading = false;
    await this.older();
  }

  /** Puts the page of older lines before those that are here. */
  async older(): Promise<void> {
    const asked = this.#asked;
    if (!asked || this.loading || (this.list.length && !this.#older)) return;
    this.loading = true;
    this.failure = undefined;
    try {
      const { org, ...query } = asked;
      const page = await answer(api.GET('/api/v1/orgs/{org}/logs', { params: { path: { org }, query: { ...query, order: 'newest', cursor: this.#older ?? undefined, limit: PAGE } } }));
      if (asked !== this.#asked) return;
      const older = page.items.toReversed().filter((line) => this.#isNew(line));
      this.list = [...older, ...this.list];
      this.before += older.length;
      this.#older = page.next ?? null;
      this.more = this.#older !== null;
      this.problems = page.problems;
      this.count = this.list.length;
      this.version += 1;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.failure = error;
    } finally {
      if (asked === this.#asked) {
        this.loading = false;
        if (this.#waiting.length) this.#take();
      }
    }
  }

  /** Follows what is said from now on, until `stop`. */
  live(asked: Asked): void {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    const { org, since: _, ...query } = asked;
    const words = new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]));
    const address = `/api/v1/orgs/${org}/logs/follow?${words}`;
    void follow(address, { open: () => undefined, closed: () => undefined, message: ({ event, data }) => event === 'line' && this.#add(JSON.parse(data) as Line) }, stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
  }

  #isNew(line: Line): boolean {
    const known = this.#known.has(key(line));
    this.#known.add(key(line));
    return !known;
  }

  // What comes between two frames is drawn at once.
  #add(line: Line): void {
    this.#waiting.push(line);
    this.#frame ||= requestAnimationFrame(() => this.#take());
  }

  #take(): void {
    this.#frame = 0;
    // What is said while the first page is read is drawn with it.
    if (this.loading && !this.list.length) return;
    this.list.push(...this.#waiting.filter((line) => this.#isNew(line)));
    this.#waiting = [];
    const over = this.list.length - MOST;
    if (over > 0) {
      for (const line of this.list.splice(0, over)) this.#known.delete(key(line));
      this.dropped += over;
      this.before -= over;
    }
    this.count = this.list.length;
    this.version += 1;
  }
}
