// Rules on trial: checked a moment after each change, and asked about the event that was chosen. Nothing is sent by it.
import { answer, api, Failure, type Schemas } from '../../lib/api/client';
import { t } from '../../lib/text/en';
import { faultsOf, type Fault } from './bridge';

/** How long a pause in typing is, in milliseconds. */
const PAUSE = 400;

/** What rules are tried on: something that came in, a payload of one's own, or nothing yet. */
export type Subject =
  | { by: 'received'; id: string }
  | { by: 'payload'; kind: Schemas['SourceKind']; type: string; text: string };

export class Trial {
  subject = $state.raw<Subject | null>(null);
  faults = $state.raw<Fault[] | null>(null);
  warnings = $state.raw<string[]>([]);
  /** Whether the newest text was looked at. */
  checked = $state(false);
  result = $state.raw<Schemas['TestedEvent'][] | null>(null);
  /** Why it could not be tried. */
  problem = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;

  /** Looks at `text` once nobody has changed it for a moment. */
  look(org: string, text: string): void {
    clearTimeout(this.#timer);
    this.checked = false;
    this.#number += 1;
    const number = this.#number;
    this.#timer = setTimeout(() => void this.#run(org, text, number), PAUSE);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#number += 1;
  }

  async #run(org: string, text: string, number: number): Promise<void> {
    const params = { path: { org } };
    let [faults, warnings, result, problem]: [Fault[] | null, string[], Schemas['TestedEvent'][] | null, string] = [null, [], null, ''];
    try {
      ({ warnings } = await answer(api.POST('/api/v1/orgs/{org}/rules/check', { params, body: { text } })));
      const tried = text && this.subject ? this.#body(this.subject, text) : null;
      if (typeof tried === 'string') problem = tried;
      else if (tried) result = (await answer(api.POST('/api/v1/orgs/{org}/rules/test', { params, body: tried }))).events;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      faults = faultsOf(error);
      if (!faults) problem = error.message;
    }
    // An answer about an older text says nothing of this one.
    if (number !== this.#number) return;
    this.faults = faults;
    this.warnings = warnings;
    this.result = result;
    this.problem = problem;
    this.checked = !problem || result !== null;
  }

  #body(subject: Subject, text: string): Schemas['TestRules'] | string {
    if (subject.by === 'received') return { text, received: subject.id };
    try {
      return { text, event: { kind: subject.kind, source: 'test', event_type: subject.type.trim() || null, payload: JSON.parse(subject.text) as Record<string, never> } };
    } catch (error) {
      return t.bridge.notJson(error instanceof Error ? error.message : String(error));
    }
  }
}
