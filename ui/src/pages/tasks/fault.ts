// What a worker said about its failure, as a person reads it. Programs hand in JSON: their own, or what another one answered them.

export interface Fault {
  /** A stable word for what went wrong, where there is one. */
  code: string | null;
  message: string;
  /** The JSON that it was read from. */
  raw: string | null;
}

type Facts = Record<string, unknown>;

const CODES = ['code', 'error_code', 'type', 'kind', 'name', 'status'];
const MESSAGES = ['message', 'detail', 'error_description', 'description', 'reason', 'title', 'error'];
/** In which of its facts an error tells the one that it is about. */
const WITHIN = ['error', 'data', 'cause', 'errors'];
const DEEPEST = 4;

const facts = (value: unknown): Facts | null => {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'object' && one !== null ? (one as Facts) : null;
};

const first = (of: Facts, names: string[]): string | null => {
  const name = names.find((one) => (typeof of[one] === 'string' && of[one]) || typeof of[one] === 'number');
  return name === undefined ? null : String(of[name]);
};

/** The code and the message of an error: those nearest to its outside. */
function read(of: Facts, depth = 0): { code: string | null; message: string | null } {
  const inner = depth < DEEPEST ? WITHIN.map((name) => facts(of[name])).find((one) => one !== null) : null;
  const below = inner ? read(inner, depth + 1) : { code: null, message: null };
  const message = first(of, MESSAGES) ?? below.message;
  // An envelope such as `{"type": "error", "error": {…}}` says nothing by its own.
  const own = first(of, CODES);
  return { code: own === 'error' || own === null || (below.code !== null && message === below.message) ? (below.code ?? own) : own, message };
}

/** Reads what was said about a failure. `text` may have words before its JSON. */
export function faultOf(text: string): Fault {
  const said = text.trim();
  const at = said.search(/[{[]/);
  let value: unknown;
  try {
    value = at < 0 ? null : JSON.parse(said.slice(at));
  } catch {
    value = null;
  }
  const of = facts(value);
  if (!of) return { code: null, message: said, raw: null };
  const { code, message } = read(of);
  const before = said.slice(0, at).trim().replace(/:$/, '');
  return { code, message: [before, message].filter(Boolean).join(': '), raw: JSON.stringify(value, null, 2) };
}
