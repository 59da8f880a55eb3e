// What to do where the events come from, once a source was made: a sentence for each kind, and a command to paste where one sends an event.
import type { Schemas } from '../../lib/api/client';
import { t } from '../../lib/text/en';
import sourceSteps from '../../lib/text/en/source_steps.json';

export interface Step {
  text: string;
  command?: string;
}

/** In single quotes, as a shell reads it literally. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** How curl proves who it is; null where the vendor signs, or the secret is not known here. */
function proofOf(proof: Schemas['SourceProof'], secret: string | null | undefined): string[] | null {
  if (proof.by === 'path') return [];
  if (!secret || proof.by === 'signature') return null;
  if (proof.by === 'basic') return [`--user ${quoted(`${proof.user}:${secret}`)}`];
  return [`--header ${quoted(proof.by === 'header' ? `${proof.name}: ${secret}` : `authorization: Bearer ${secret}`)}`];
}

const EXAMPLES: Partial<Record<Schemas['SourceKind'], { type: string; body: unknown }>> = sourceSteps.examples;

/** The steps for a source that was made, reached at `address`. */
export function steps({ source, secret }: Pick<Schemas['MadeSource'], 'source' | 'secret'>, address: string): Step[] {
  if (source.kind === 'publish') return [{ text: t.bridge.stepsOf.publish, command: `dreamos bridge source publish ${source.name} --event event.json` }];
  const signed = source.kind === 'slack' && source.proof.by === 'signature';
  const text = (signed ? t.bridge.slackSigned : t.bridge.stepsOf[source.kind]).replace('{rotate}', t.bridge.byNewSecret);
  const found: Step[] = [{ text }];
  const [example, proof] = [EXAMPLES[source.kind], proofOf(source.proof, secret)];
  if (example && proof) {
    const parts = ['curl --fail-with-body', ...proof, `--header ${quoted(`content-type: ${example.type}`)}`, `--data ${quoted(JSON.stringify(example.body))}`, quoted(address)];
    found.push({ text: t.bridge.stepSend, command: parts.join(' \\\n  ') });
  }
  return found;
}
