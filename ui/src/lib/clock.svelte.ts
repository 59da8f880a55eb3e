// The present, for texts that say how long ago something was.

/** How often they are said anew, in milliseconds. */
const BEAT = 10_000;

class Clock {
  now = $state(Date.now());

  constructor() {
    setInterval(() => (this.now = Date.now()), BEAT);
  }
}

export const clock = new Clock();
