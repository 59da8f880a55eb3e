// One thing at a time: what is pressed again while it is under way is not sent a second time.

export class Busy {
  /** Whether something is under way: the buttons that would begin it are disabled. */
  now = $state(false);

  /** Does `work`, unless something is under way: then nothing is done, and nothing returned. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.now) return undefined;
    this.now = true;
    try {
      return await work();
    } finally {
      this.now = false;
    }
  }
}
