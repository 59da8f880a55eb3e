// Notes that a reader has written and not sent yet. The server keeps them while they are written; other tabs of this browser are told.
import { answer, api, Failure, type Schemas } from '../../lib/api/client';
import { t } from '../../lib/text/en';
import { toasts } from '../../lib/toast.svelte';
import { byLine, type Clash, type FileNotes, type Note } from '../../lib/ui/diff/notes';

type Seen = Schemas['DraftAsSeen'];

export class Drafts {
  list = $state.raw<readonly Note[]>([]);
  #clashes = $state.raw<ReadonlyMap<string, Clash>>(new Map());
  #org: string;
  #review: string;
  #channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('dreamos-drafts') : null;
  /** One change after the other, so that each names the one before. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(org: string, review: string) {
    this.#org = org;
    this.#review = review;
    // Whatever was written elsewhere, the server says what stands.
    if (this.#channel) this.#channel.onmessage = () => void this.load();
  }

  /** Reads what stands. */
  async load(): Promise<void> {
    try {
      this.list = (await answer(api.GET('/api/v1/orgs/{org}/reviews/{review}/drafts', { params: { path: this.#path } }))).items;
    } catch (error) {
      this.#say(error);
    }
  }

  end(): void {
    this.#channel?.close();
    this.#channel = null;
  }

  /** The notes as they are seen here, once everything that was typed is kept. */
  async asSeen(): Promise<Seen[]> {
    await this.#turn;
    return this.list.map(({ id, edit }) => ({ draft: id, edit }));
  }

  /** The notes that no line of what is under review shows. */
  get adrift(): readonly Note[] {
    return this.list.filter((note) => note.line == null);
  }

  of(artifact: string): (path: string) => FileNotes {
    // Read here, so that whoever shows them asks again when they change.
    const list = this.list;
    const lines = new Map<string, Map<number, Note[]>>();
    const there = (path: string) => {
      let found = lines.get(path);
      if (!found) lines.set(path, (found = byLine(list.filter((note) => note.artifact === artifact && note.path === path))));
      return found;
    };
    return (path) => ({
      at: (line) => there(path).get(line) ?? [],
      save: (line, text, id) => this.save({ artifact, path, line }, text, id),
      remove: (id) => void this.remove(id),
      clash: (id) => this.clash(id),
      settle: (id, mine) => this.settle(id, mine),
    });
  }

  clash(id: string): Clash | undefined {
    return this.#clashes.get(id);
  }

  save(at: Omit<Schemas['BeginDraft'], 'text'>, text: string, id: string | null): Promise<string | null> {
    return this.#next(async () => (id === null ? await this.#begin(at, text) : await this.#change(id, text)));
  }

  remove(id: string): Promise<unknown> {
    return this.#next(async () => {
      const known = this.#find(id);
      if (!known) return;
      const left = await answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/drafts/{draft}/discard', { params: { path: { ...this.#path, draft: id } }, body: { edit: known.edit } }));
      this.list = left.items;
    });
  }

  settle(id: string, mine: boolean): void {
    const clash = this.#clashes.get(id);
    this.#clashes = new Map([...this.#clashes].filter(([one]) => one !== id));
    if (clash && mine) void this.#next(() => this.#change(id, clash.mine));
  }

  get #path() {
    return { org: this.#org, review: this.#review };
  }

  #find(id: string): Note | undefined {
    return this.list.find((note) => note.id === id);
  }

  async #begin(at: Omit<Schemas['BeginDraft'], 'text'>, text: string): Promise<string> {
    const made = await answer(api.POST('/api/v1/orgs/{org}/reviews/{review}/drafts', { params: { path: this.#path }, body: { ...at, text } }));
    this.list = [...this.list, made];
    return made.id;
  }

  async #change(id: string, text: string): Promise<string | null> {
    const known = this.#find(id);
    if (!known) return null;
    if (known.text === text) return id;
    try {
      const changed = await answer(api.PUT('/api/v1/orgs/{org}/reviews/{review}/drafts/{draft}', { params: { path: { ...this.#path, draft: id } }, body: { edit: known.edit, text } }));
      this.list = this.list.map((note) => (note.id === id ? changed : note));
      return id;
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'draft_changed') throw error;
      const theirs = String(error.problem['text'] ?? '');
      this.#clashes = new Map([...this.#clashes, [id, { theirs, mine: text }]]);
      await this.load();
      return null;
    }
  }

  #next<T>(work: () => Promise<T>): Promise<T | null> {
    const done = this.#turn.then(async () => {
      try {
        const result = await work();
        this.#channel?.postMessage(this.#review);
        return result;
      } catch (error) {
        this.#say(error);
        await this.load();
        return null;
      }
    });
    this.#turn = done;
    return done;
  }

  #say(error: unknown): void {
    toasts.say(error instanceof Failure ? error.message : t.review.draftLost, 'failed');
  }
}
