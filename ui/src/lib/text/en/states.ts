// The words of the one vocabulary of states. Discord says them too, so they are in `states.json`.
import type { Schemas } from '../../api/client';
import states from './states.json';

export const state = states.state;

export const reason = states.reason satisfies Record<Schemas['Reason'], string> as Record<string, string>;
