// Permissions in the one vocabulary of states, and who may say something about them.
import type { Schemas } from './api/client';
import { stateOfAsked } from './asked';
import { t } from './text/en';

/** The state of a permission as its chip says it. `mine`: this person may decide it. */
export const stateOf = (permission: Pick<Schemas['Permission'], 'status'>, mine: boolean) =>
  stateOfAsked(permission.status, t.permission.decision[permission.status], mine);

const DECIDES: Schemas['Role'][] = ['reviewer', 'maintainer', 'owner'];

/**
 * Whether somebody with this role in the organisation may say something about it. Who has a role in projects alone is shown those
 * projects' permissions only, and the page of each says whether they may.
 */
export function mine(permission: Pick<Schemas['Permission'], 'kind'>, role: Schemas['Role'] | null | undefined): boolean {
  if (!role) return true;
  return DECIDES.includes(role) || (permission.kind === 'question' && role === 'contributor');
}

/** Letters that are not seen, or turn the direction of writing, so that a text looks like another: each is shown by its number. */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** What an agent wrote, to the last letter, with nothing in it that hides or moves another. */
export const plain = (text: string) => text.replace(HIDDEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * Canonical JSON with a line for each member, for reading; the letters are the same but for white space between values. A text that is no
 * JSON stays as it is.
 */
export function readable(canonical: string): string {
  try {
    return JSON.stringify(JSON.parse(canonical), null, 2);
  } catch {
    return canonical;
  }
}
