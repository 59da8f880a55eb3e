// What this agent is good at: a document for each Markdown file that the prompt names under out/, with every heading that it asks for.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FILE = /`(out\/(?:[\w.-]+\/)?[\w.-]+\.md)`/g;
const HEADINGS = /with the headings (.*)/;

/** Writes what `asked` names, below `folder`; the paths that were written. Stops between two files when `signal` is aborted. */
export async function write(folder, asked, signal) {
  const sources = await read(join(folder, 'in'));
  const written = [];
  for (const match of asked.matchAll(FILE)) {
    const [, path] = match;
    if (signal?.aborted) break;
    if (path.split('/').includes('..') || written.includes(path)) continue;
    const restOfLine = asked.slice(match.index).split('\n', 1)[0];
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), document(path, headings(restOfLine), sources));
    written.push(path);
  }
  return written;
}

/** The quoted headings that a line of the prompt asks for. */
function headings(line) {
  const listed = HEADINGS.exec(line)?.[1] ?? '';
  return [...listed.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
}

/** The texts below `folder`, by path. No folder is no text. */
async function read(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const texts = await Promise.all(files.sort().map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')]));
  return new Map(texts);
}

function document(path, wanted, sources) {
  const title = path.split('/').at(-1).replace(/\.md$/, '').replaceAll('-', ' ');
  const known = [...sources.values()].flatMap(sentences);
  const sections = wanted.map((heading, place) => `## ${heading}\n\n${known[place % (known.length || 1)] ?? 'Nothing was given to work from.'}\n`);
  const from = sources.size > 0 ? `It is made from ${[...sources.keys()].join(', ')}.` : 'It is made from the prompt alone.';
  return [`# ${title[0].toUpperCase()}${title.slice(1)}\n\n${from}\n`, ...sections].join('\n');
}

/** Plain sentences of a Markdown text, without headings, tables and code. */
function sentences(text) {
  const plain = text.replace(/```[\s\S]*?```/g, '').replace(/^\s*(?:#|\||>).*$/gm, '');
  return plain.split(/\n\s*\n/).map((part) => part.replace(/^[-*\d.\s]+/, '').replace(/\s+/g, ' ').trim()).filter((part) => part.length > 20);
}
