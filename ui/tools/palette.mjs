// Fails when two of the seven state colours come too close, for eyes that see all colours and for three kinds of colour blindness,
// or when a state's text is too faint on its ground. Colour distance is CIEDE2000 (Sharma et al. 2005); blindness is simulated
// after Machado et al. 2009 at full severity; contrast is that of WCAG 2.
import { readFileSync } from 'node:fs';

const STATES = ['queued', 'running', 'waiting', 'blocked', 'failed', 'done', 'cancelled'];
const LEAST_DISTANCE = 13;
const LEAST_SHAPE = 3;
const LEAST_TEXT = 4.5;
const EYES = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const linear = (hex) => [1, 3, 5].map((at) => {
  const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});
const luminance = (hex) => linear(hex).reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};
const seen = (hex, eyes) => EYES[eyes].map((row) => Math.min(1, Math.max(0, row.reduce((sum, f, at) => sum + f * linear(hex)[at], 0))));

function lab([r, g, b]) {
  const f = (t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const rad = (degrees) => (degrees * Math.PI) / 180;
const angle = (b, a) => (((Math.atan2(b, a) * 180) / Math.PI) % 360 + 360) % 360;

function distance([l1, a1, b1], [l2, a2, b2]) {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const [p1, p2] = [(1 + g) * a1, (1 + g) * a2];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const [h1, h2] = [angle(b1, p1), angle(b2, p2)];
  let turn = c1 * c2 === 0 ? 0 : h2 - h1;
  if (turn > 180) turn -= 360;
  if (turn < -180) turn += 360;
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const h = c1 * c2 === 0 ? h1 + h2 : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
  const t = 1 - 0.17 * Math.cos(rad(h - 30)) + 0.24 * Math.cos(rad(2 * h)) + 0.32 * Math.cos(rad(3 * h + 6)) - 0.2 * Math.cos(rad(4 * h - 63));
  const dl = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const dc = (c2 - c1) / (1 + 0.045 * c);
  const dh = (2 * Math.sqrt(c1 * c2) * Math.sin(rad(turn / 2))) / (1 + 0.015 * c * t);
  const rt = -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * Math.sin(rad(60 * Math.exp(-(((h - 275) / 25) ** 2))));
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rt * dc * dh);
}

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');
const theme = (selector) => {
  const block = css.slice(css.indexOf(selector));
  return Object.fromEntries([...block.slice(0, block.indexOf('}')).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name, hex]) => [name, hex]));
};

const wrong = [];
for (const [name, selector] of [['light', '[data-theme=light]'], ['dark', '[data-theme=dark]']]) {
  const colours = theme(selector);
  for (const eyes of Object.keys(EYES)) {
    let least = Infinity;
    for (const [at, one] of STATES.entries()) {
      for (const other of STATES.slice(at + 1)) {
        const found = distance(lab(seen(colours[one], eyes)), lab(seen(colours[other], eyes)));
        least = Math.min(least, found);
        if (found < LEAST_DISTANCE) wrong.push(`${name}, ${eyes}: ${one} and ${other} are only ${found.toFixed(1)} apart`);
      }
    }
    console.log(`${name.padEnd(5)} ${eyes.padEnd(12)} least distance ${least.toFixed(1)}`);
  }
  for (const state of STATES) {
    const shape = contrast(colours[state], colours.bg);
    const text = contrast(colours[`${state}-fg`], colours[`${state}-bg`]);
    if (shape < LEAST_SHAPE) wrong.push(`${name}: the shape of ${state} has contrast ${shape.toFixed(1)}`);
    if (text < LEAST_TEXT) wrong.push(`${name}: the word of ${state} has contrast ${text.toFixed(1)}`);
  }
}
for (const line of wrong) console.error(line);
if (wrong.length) process.exit(1);
