// Going through a diff with keys: from change to change, and from line to line where notes are taken.
import { tick } from 'svelte';
import { SEEK } from '../chunks';

/** What the bar above a file covers of it, in pixels. */
const COVERED = 120;
/** Nearer than this is the same place. */
const CLOSE = 4;

const isGap = (place: HTMLElement) => place.hasAttribute('data-gap');
const isStart = (place: HTMLElement) => !place.previousElementSibling?.hasAttribute('data-change');

export class Steps {
  #last: HTMLElement | null = null;

  /** Shows the next change, or the one before. Where notes are taken its line has the focus then. */
  async toChange(body: HTMLElement | undefined, by: 1 | -1): Promise<void> {
    if (!body) return;
    const scroller = scrolling(body);
    let next = this.#following(body, scroller, by);
    // A part that was left out is in the page after this, so that the search ends.
    while (next && isGap(next)) {
      await tick();
      next = this.#following(body, scroller, by);
    }
    if (!next) return;
    this.#last = next;
    scroller.scrollBy({ top: next.getBoundingClientRect().top - line(scroller), behavior: 'instant' });
    numberOf(next)?.focus({ preventScroll: true });
  }

  #following(body: HTMLElement, scroller: Element, by: 1 | -1): HTMLElement | undefined {
    const places = [...body.querySelectorAll<HTMLElement>('[data-change], [data-gap]')];
    const from = this.#last && isSeen(this.#last, scroller) ? places.indexOf(this.#last) : -1;
    const here = line(scroller);
    const lies = (place: HTMLElement, at: number) => {
      if (from >= 0) return by > 0 ? at > from : at < from;
      const { top, bottom } = place.getBoundingClientRect();
      return by > 0 ? (isGap(place) ? bottom : top) > here + CLOSE : top < here - CLOSE;
    };
    const fits = (place: HTMLElement, at: number) => lies(place, at) && (isGap(place) ? !place.dispatchEvent(new CustomEvent(SEEK, { cancelable: true, detail: by })) : isStart(place));
    return by > 0 ? places.find(fits) : places.findLast(fits);
  }
}

/** Gives the focus to the number of the first line that is seen; its keys are those of `alongLines`. */
export function toLine(body: HTMLElement | undefined): void {
  if (!body) return;
  const lines = numbers(body);
  const here = line(scrolling(body)) - CLOSE;
  (lines.find((one) => one.getBoundingClientRect().top >= here) ?? lines.at(-1))?.focus();
}

/** From the number of a line to the next one and the one before. */
export function alongLines(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || !(event.target instanceof HTMLElement) || !event.target.matches('button.gutter')) return;
  const lines = numbers(event.currentTarget as HTMLElement);
  event.preventDefault();
  lines[lines.indexOf(event.target) + by]?.focus();
}

/** The first number of a change: a line that was taken out has none. */
function numberOf(change: HTMLElement): HTMLElement | null {
  for (let row: Element | null = change; row?.hasAttribute('data-change'); row = row.nextElementSibling) {
    const found = row.querySelector<HTMLElement>('button.gutter');
    if (found) return found;
  }
  return null;
}

const numbers = (body: HTMLElement) => [...body.querySelectorAll<HTMLElement>('button.gutter')];
const line = (scroller: Element) => Math.max(0, scroller.getBoundingClientRect().top) + COVERED;

function isSeen(place: HTMLElement, scroller: Element): boolean {
  const { top, bottom } = place.getBoundingClientRect();
  return place.isConnected && bottom > Math.max(0, scroller.getBoundingClientRect().top) && top < innerHeight;
}

/** What scrolls when `body` does. */
export function scrolling(body: HTMLElement): Element {
  for (let at = body.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight) return at;
  }
  return document.scrollingElement ?? document.documentElement;
}
