// Times in words, in the zone of whoever reads.

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its two largest units: `2 h 14 m`. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < MINUTE) return `${seconds} s`;
  const two = (large: number, small: number, names: [string, string]) => {
    const rest = Math.floor((seconds % large) / small);
    return `${Math.floor(seconds / large)} ${names[0]}${rest ? ` ${rest} ${names[1]}` : ''}`;
  };
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} m`;
  return seconds < DAY ? two(HOUR, MINUTE, ['h', 'm']) : two(DAY, HOUR, ['d', 'h']);
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const zoned = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

/** `14:03` today, `3 Nov 14:03` this year, else with the year. */
export function moment(at: string | Date, now = new Date()): string {
  const date = new Date(at);
  if (date.toDateString() === now.toDateString()) return clock.format(date);
  return `${(date.getFullYear() === now.getFullYear() ? day : dayYear).format(date)} ${clock.format(date)}`;
}

/** With seconds, for logs. */
export const precise = (at: string) => clockSeconds.format(new Date(at));

/** Day and second, where the zone stands beside it. */
export const instant = (at: string | Date) => `${dayYear.format(new Date(at))} ${clockSeconds.format(new Date(at))}`;

/** The whole instant, for whoever points at a short one. */
export const full = (at: string | Date) => `${instant(at)} ${zoneName(new Date(at))}`;

/** How the zone is called at that time: `CET`, `GMT+1`. */
export function zoneName(at = new Date()): string {
  return zoned.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
