// Channels by their names: who reads them.

/** Whether segments of a pattern stand for a name: a `*` for one segment, and as the last one for one or more. */
function stands(pattern: string, name: string): boolean {
  const [wanted, parts] = [pattern.split('.'), name.split('.')];
  const open = wanted.at(-1) === '*' && parts.length > wanted.length;
  return (open || parts.length === wanted.length) && wanted.every((segment, at) => segment === '*' || segment === parts[at]);
}

/** Whether who reads `pattern` is handed the messages of `channel`, as the server holds it: with an agent's channel its orders. */
export function covers(pattern: string, channel: string): boolean {
  if (pattern === '*') return !channel.startsWith('reply/');
  const [kind = '', name = '', orders] = channel.split('/');
  const [ofKind, ofName = '', ofOrders] = pattern.split('/');
  if (kind !== ofKind || (ofOrders && !orders)) return false;
  return pattern.includes('*') ? (kind === 'agent' || kind === 'topic') && stands(ofName, name) : ofName === name;
}
