// Lists of any length, answered in the server's place.

/** Answers as the server would if it had all of `rows`; returns how to end that, which leaves every page. */
export async function answerWith(context, name, rows) {
  const address = new RegExp(`/api/v1/orgs/[^/]+/${name}\\?`);
  await context.route(address, (route) => {
    const query = new URL(route.request().url()).searchParams;
    const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit'))];
    const end = from + limit;
    // A history says besides how far it is behind.
    return route.fulfill({ json: { items: rows.slice(from, end), next: end < rows.length ? String(end) : null, index: { behind: 0, behind_since: null } } });
  });
  return async () => {
    // A page that still reads the rest would ask the server for a cursor that is none of its own.
    for (const page of context.pages()) await page.goto('about:blank');
    await context.unroute(address);
  };
}
