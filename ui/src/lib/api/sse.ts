// Reads server-sent events from a fetch body: EventSource shows neither the status nor the body of a refusal.

export interface Message {
  id: string;
  event: string;
  data: string;
}

/** Cuts a text stream into messages. Feed it pieces; it keeps what is not whole yet. */
export class SseParser {
  #rest = '';
  #id = '';
  #event = '';
  #data: string[] = [];
  #place = '';

  /** Where the stream stands after what was whole: also said by an id alone, without a message. */
  get place(): string {
    return this.#place;
  }

  /** The messages that `piece` completes. */
  take(piece: string): Message[] {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): Message[] {
    if (line === '') return this.#end();
    const colon = line.indexOf(':');
    if (colon === 0) return [];
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id') this.#id = value;
    return [];
  }

  #end(): Message[] {
    const whole = this.#data.length > 0;
    this.#place = this.#id;
    const message = { id: this.#id, event: this.#event || 'message', data: this.#data.join('\n') };
    this.#event = '';
    this.#data = [];
    return whole ? [message] : [];
  }
}
