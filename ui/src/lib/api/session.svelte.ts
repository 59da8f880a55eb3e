// Who is signed in here. The browser keeps the session in a cookie that no script can read.
import { answer, api, Failure, setCsrf, type Schemas } from './client';
import { live } from './live.svelte';

/** Who is signed in, as the server says it. */
export type Who = Schemas['CurrentSession'];

class Session {
  who = $state.raw<Who | undefined>();
  failure = $state.raw<Failure | undefined>();

  /** Asks the server. Without a session it sends the browser to the page where one signs in, and back here after that. */
  async begin(): Promise<void> {
    this.failure = undefined;
    try {
      const who = await answer(api.GET('/api/v1/session'));
      setCsrf(who.csrf_token ?? null);
      this.who = who;
      live.onsignedout = () => void this.begin();
      live.start(who.org);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.status === 401) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
      else this.failure = error;
    }
  }

  /** Ends the session here. */
  async end(): Promise<void> {
    await answer(api.POST('/api/v1/session/sign-out', { body: {} }));
    location.assign('/sign-in');
  }
}

export const session = new Session();
