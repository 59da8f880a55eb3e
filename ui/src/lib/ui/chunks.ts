// What a gap of a long list is asked.

/** Asks a gap for its first change, or with a `detail` below 0 for its last: it is put into the page. Who found one prevents the default. */
export const SEEK = 'seek-change';
