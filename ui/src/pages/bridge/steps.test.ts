// The steps that a source is set up by.
import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../lib/api/client';
import { t } from '../../lib/text/en';
import { steps } from './steps';

const source = (kind: Schemas['SourceKind'], proof: Schemas['SourceProof']) => ({ name: 'ci', kind, proof }) as Schemas['Source'];
const ADDRESS = 'https://dream.example.org/hooks/src_1';

describe('steps', () => {
  it('say what to do for every kind of source', () => {
    for (const kind of Object.keys(t.bridge.kinds) as Schemas['SourceKind'][]) {
      const [first] = steps({ source: source(kind, { by: 'signature' }), secret: 's' }, ADDRESS);
      expect(first?.text.length, kind).toBeGreaterThan(20);
      expect(first?.text, kind).not.toContain('{');
    }
  });

  it('hold a command that proves who it is, where nothing has to be signed', () => {
    const proofs: [Schemas['SourceProof'], string | undefined, string][] = [
      [{ by: 'bearer' }, 'a s\'ecret', "--header 'authorization: Bearer a s'\\''ecret'"],
      [{ by: 'header', name: 'x-secret' }, 'abc', "--header 'x-secret: abc'"],
      [{ by: 'basic', user: 'ci' }, 'abc', "--user 'ci:abc'"],
      [{ by: 'path' }, undefined, `'${ADDRESS}'`],
    ];
    for (const [proof, secret, wanted] of proofs) {
      const command = steps({ source: source('generic', proof), secret }, ADDRESS)[1]?.command;
      expect(command).toContain(wanted);
      expect(command).toContain(ADDRESS);
    }
  });

  it('hold none that would be refused', () => {
    expect(steps({ source: source('github', { by: 'signature' }), secret: 'abc' }, ADDRESS)).toHaveLength(1);
    expect(steps({ source: source('generic', { by: 'bearer' }), secret: null }, ADDRESS)).toHaveLength(1);
    expect(steps({ source: source('publish', { by: 'bearer' }), secret: 'abc' }, ADDRESS)[0]?.command).toContain('source publish ci');
  });
});
