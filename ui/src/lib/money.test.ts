import { describe, expect, it } from 'vitest';
import { shortDigests } from './money';

const A = 'ba9690a6a1640e43b319c89622cfdd7641671b997258e6c33dff6f4b3ef11239';

describe('digests in a sentence', () => {
  it.each([
    [`you have seen sha256:${A}, but sha256:${A.replace('ba', 'ff')} is under review`, 'you have seen ba9690a6a164…, but ff9690a6a164… is under review'],
    [`the file ${A} is gone`, 'the file ba9690a6a164… is gone'],
    // What is longer or shorter is something else.
    [`request ${A.slice(0, 32)}, ${A}0`, `request ${A.slice(0, 32)}, ${A}0`],
  ])('%s', (text, short) => expect(shortDigests(text)).toBe(short));
});
