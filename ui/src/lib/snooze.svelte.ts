// What this person told this browser to leave alone, for each organisation and person. It wakes up by itself once it changes.

interface Asleep {
  place: string;
  ids: ReadonlySet<string>;
}

const key = (place: string) => `snoozed ${place}`;
const read = (place: string): ReadonlySet<string> => new Set((localStorage.getItem(key(place)) ?? '').split(' ').filter(Boolean));

let latest = $state.raw<Asleep>({ place: '', ids: new Set() });

/** What sleeps for `place`: an organisation and a person. */
export const asleep = (place: string): ReadonlySet<string> => (latest.place === place ? latest.ids : read(place));

/** Puts something to sleep, or wakes it. What no longer waits is forgotten. */
export function snooze(place: string, id: string, on: boolean, open: string[]): void {
  const ids = new Set([...read(place)].filter((one) => open.includes(one)));
  if (on) ids.add(id);
  else ids.delete(id);
  localStorage.setItem(key(place), [...ids].join(' '));
  latest = { place, ids };
}
