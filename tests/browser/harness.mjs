// Makes an atlas from the fixture and opens it in a real browser, from disk.

import { deepEqual } from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const actlas = resolve(here, process.env.ACTLAS || '../../target/debug/actlas');
// The fixture states its facts; what is read into prose is tested where it is read.
export const DATES = ['--on', '2026-11-21', '--known', '2026-11-21', '--no-screen'];

/** Which fonts a machine has is not ours to choose: the spacing of WCAG 1.4.12 stands for the wider ones. */
export const SPACED = '* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }';

export const fixture = join(here, 'fixture.jsonl');
export const attested = join(here, 'attested.facts.jsonl');

export function run(...parameters) {
  return execFileSync(actlas, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What the binary says beside its answer: warnings and errors. */
export function warnings(...parameters) {
  return spawnSync(actlas, parameters, { encoding: 'utf8', maxBuffer: 1e8 }).stderr;
}

/** A folder for the tests, with the atlas of `input` in it. */
export function makeAtlas(input, ...parameters) {
  const folder = mkdtempSync(join(tmpdir(), 'actlas-browser-'));
  run('map', input, ...parameters, ...DATES, '--title', 'Test register', '-o', folder);
  return { folder, page: join(folder, 'atlas.html'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What `classify` says of each system, by id. */
export function classify(...parameters) {
  const lines = run('classify', ...parameters, ...DATES, '--format', 'jsonl').trim().split('\n');
  return new Map(lines.map((line) => JSON.parse(line)).map((outcome) => [outcome.id, outcome]));
}

const DATA = /(<script id="data"[^>]*>)([^<]*)/;

export function dataOf(file) {
  const [, , packed] = DATA.exec(readFileSync(file, 'utf8'));
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')));
}

/** The same page with other data, for what no input can make yet. */
export function withData(file, change) {
  const data = dataOf(file);
  change(data);
  const packed = deflateRawSync(Buffer.from(JSON.stringify(data))).toString('base64');
  const other = file.replace(/\.html$/, '-changed.html');
  writeFileSync(other, readFileSync(file, 'utf8').replace(DATA, (_, open) => open + packed));
  return other;
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** Opens a page from disk. `troubles` gathers what no atlas may do: complain, or ask the network. */
export async function open(browser, file, hash = '', settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (url.split('#')[0] !== pathToFileURL(file).href && !url.startsWith('blob:')) troubles.push(`request: ${url}`);
  });
  await page.goto(pathToFileURL(file).href + hash);
  await page.waitForSelector('.map-view, [role="alert"]', { state: 'attached' });
  return { page, troubles, close: () => context.close() };
}

/** Opens a page of a folder from disk; it may neither complain nor ask for anything outside the folder. */
export async function visit(browser, folder, name, steps, settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(pathToFileURL(folder).href) && !url.startsWith('blob:')) troubles.push(url);
  });
  page.on('dialog', (dialog) => dialog.accept());
  await page.goto(pathToFileURL(join(folder, name)).href);
  try {
    await steps(page);
    deepEqual(troubles, []);
  } finally {
    await context.close();
  }
}

/** A browser for the tests of a file and what `make` makes for them, both gone after the last. */
function testWith(make) {
  const at = {};
  before(async () => {
    Object.assign(at, make());
    at.browser = await launch();
  });
  after(async () => {
    await at.browser?.close();
    at.remove?.();
  });
  return at;
}

/** The atlas of `input` for the tests of a file. `onPage` opens it, and it may neither complain nor ask the network. */
export function testAtlas(input, ...parameters) {
  const atlas = testWith(() => makeAtlas(input, ...parameters));
  atlas.onPage = async (hash, steps, settings, file = atlas.page) => {
    const { page, troubles, close } = await open(atlas.browser, file, hash, settings);
    try {
      await steps(page);
      deepEqual(troubles, []);
    } finally {
      await close();
    }
  };
  return atlas;
}

/** The same for a folder of pages, which `make` fills. */
export function testFolder(name, make) {
  const at = testWith(() => {
    const folder = mkdtempSync(join(tmpdir(), `actlas-${name}-`));
    make(folder);
    return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
  });
  at.onPage = (page, steps, settings) => visit(at.browser, at.folder, page, steps, settings);
  return at;
}

export const hashOf = (page) => page.evaluate(() => location.hash);
/** The answers that the atlas keeps. */
export const linesOf = (page) => page.evaluate(() => Object.values(sessionStorage).map((kept) => JSON.parse(kept))
  .flatMap(({ lines = [] }) => lines.map(([, line]) => line)));
/** Saves the answers of a page in a name, and gives the file. */
export async function save(page, name) {
  await page.getByRole('button', { name: 'Review and save' }).click();
  await page.getByLabel(/Your name/).fill(name);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  return (await download).path();
}

/** All that is left, whether or not a point hangs on it. */
export const leftOf = async (page) => {
  const [, telling, apart = '0'] = /^(\d+) .*left(?:, and (\d+) that no point hangs on)?\.$/.exec(await page.textContent('.queue-left'));
  return Number(telling) + Number(apart);
};

/** A place where it is another day than by universal time. */
export const ELSEWHERE = { timezoneId: new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago' };
export const dayOf = (page) => page.evaluate(() => new Date().toLocaleDateString('sv'));
