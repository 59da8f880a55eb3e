// What the server refuses, as an exception.
import type { components } from './generated/schema.js';

/** A problem (RFC 9457) with a code that stays. */
export type Problem = components['schemas']['Problem'];

/** The server refused or failed. Its message says what happened, why, and what to do next. */
export class Refused extends Error {
  /** The whole problem. */
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail || problem.title}`);
    this.name = 'Refused';
    this.problem = problem;
  }

  /** What it is, in a word that stays. */
  get code(): string {
    return this.problem.code;
  }
}

/**
 * What was asked for.
 *
 * @throws {Refused} The answer is a problem.
 */
export function done<Answer>(answer: { data?: Answer; error?: Problem; response: Response }): Answer {
  if (answer.error !== undefined) {
    throw new Refused(answer.error);
  }
  return answer.data as Answer;
}
