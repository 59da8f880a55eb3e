// Who is signed in here. The browser keeps the session in a cookie that no script can read.
import { answer, api, Failure, setCsrf, type Schemas } from './client';
import { live } from './live.svelte';

/** Who is signed in, as the server says it. */
export type Who = Schemas['CurrentSession'];

class Session {
  who = $state.raw<Who | undefined>();
  failure = $state.raw<Failure | undefined>();
  /** Whether the session ended while the pages were open. They stay as they are: what was typed is not taken away. */
  ended = $state(false);
  #asking = false;

  /** Asks the server. Without a session it sends the browser to the page where one signs in, and back here after that. */
  async begin(): Promise<void> {
    this.failure = undefined;
    try {
      const who = await answer(api.GET('/api/v1/session'));
      setCsrf(who.csrf_token ?? null);
      this.who = who;
      live.onsignedout = () => void this.doubt();
      live.start(who.org);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.status === 401) location.assign(signIn());
      else this.failure = error;
    }
  }

  /** The server refused a call for want of a session: asks whether it is over. */
  async doubt(): Promise<void> {
    if (!this.who || this.ended || this.#asking) return;
    this.#asking = true;
    try {
      await answer(api.GET('/api/v1/session'));
    } catch (error) {
      // Any other failure says nothing of the session.
      if (!(error instanceof Failure) || error.status !== 401) return;
      this.ended = true;
      live.stop();
    } finally {
      this.#asking = false;
    }
  }

  /** Ends the session here. */
  async end(): Promise<void> {
    await answer(api.POST('/api/v1/session/sign-out', { body: {} }));
    location.assign('/sign-in');
  }
}

export const session = new Session();

/** Where one signs in, and comes back from to where one is. */
export const signIn = () => `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;

api.use({
  onResponse({ response }) {
    if (response.status === 401) void session.doubt();
  },
});
