// Amounts of US dollars, which the API sends as text so that no cent is lost.

/** `$0.84`; amounts below a cent that are not zero keep four places. */
export function dollars(amount: string): string {
  const value = Number(amount);
  if (!Number.isFinite(value)) return amount;
  return `$${value.toFixed(value !== 0 && Math.abs(value) < 0.01 ? 4 : 2)}`;
}

/** A sentence with its digests cut to the letters by which people tell them apart. */
export const shortDigests = (text: string) => text.replace(/\b(?:sha256:)?([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1…');

/** A digest short enough to read aloud: `9b47c278…e1`. The whole of it belongs beside it, as a tooltip. */
export const shortDigest = (digest: string) => digest.replace(/^(?:sha256:)?([0-9a-f]{8}).*(..)$/, '$1…$2');
