// Duties on the sheets of the atlas, its calendar, and the page of duties.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dataOf, DATES, run, SPACED, testAtlas } from './harness.mjs';

const input = (name) => resolve(fileURLToPath(new URL('../../crates/cli/tests/input', import.meta.url)), name);
const register = input('duties.jsonl');
const answers = ['--answers', input('duties.facts.jsonl')];
const atlas = testAtlas(register, ...answers);
let owed;

before(() => {
  owed = new Map(run('duties', register, ...answers, ...DATES, '--format', 'jsonl').trim().split('\n')
    .map((line) => JSON.parse(line)).map((of) => [of.id, of.duties]));
});

const onSheet = (id, steps, settings) => atlas.onPage(`#${id}`, async (page) => {
  await page.waitForSelector('.duties');
  await steps(page);
}, settings);

async function openAll(page) {
  for (const of of ['.duties > .rest > summary', '.duties .role-duties > summary', '.duties .duty > summary']) {
    for (const summary of await page.$$(of)) {
      if (!(await summary.evaluate((node) => node.parentElement.open))) await summary.press('Enter');
    }
    // What is opened is drawn a moment later.
    await page.waitForFunction((all) => [...document.querySelectorAll(all)].every(({ parentElement: { open, childElementCount } }) => open && childElementCount > 1), of);
  }
}

test('a sheet lists every duty that the command lists, in words', () => onSheet('bank-scoring', async (page) => {
  await openAll(page);
  const lines = await page.$$eval('.duties .duty > summary', (nodes) => nodes.map((node) => node.textContent));
  assert.equal(lines.length, owed.get('bank-scoring').length);
  for (const duty of owed.get('bank-scoring')) {
    assert.ok(lines.some((line) => line.includes(duty.title) && line.includes(duty.cite)), duty.title);
  }
  const text = await page.textContent('.duties');
  assert.match(text, /evidence expired/);
  assert.match(text, /Named by Ben Example on 24 December 2026; not yet on the day asked about/);
  assert.match(text, /at most EUR\s15\s000\s000 or 3\s%/);
  assert.doesNotMatch(text, /compliant/i);
}));

test('an address is a link and a file is none', () => onSheet('bank-scoring', async (page) => {
  await openAll(page);
  const links = await page.$$eval('.duties a', (nodes) => nodes.map((node) => node.getAttribute('href')));
  assert.ok(links.length > 0 && links.every((href) => href.startsWith('https://')), links.join());
}));

test('it fits a phone with wide letters', () => onSheet('cv-ranking', async (page) => {
  await page.addStyleTag({ content: SPACED }).catch(() => {});
  await openAll(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${wide}`);
}, { viewport: { width: 320, height: 700 } }));

test('texts and lists stand in the page once', () => {
  const { duties } = dataOf(atlas.page);
  const texts = duties.texts.map((text) => JSON.stringify(text));
  assert.equal(new Set(texts).size, texts.length);
  const lists = duties.lists.map((list) => JSON.stringify(list));
  assert.equal(new Set(lists).size, lists.length);
  assert.deepEqual(Object.keys(duties.of).sort(), [...owed.keys()].sort());
});

test('the calendar opens on the map and is the one of the command', () => atlas.onPage('', async (page) => {
  await page.click('.due summary');
  const drawn = await page.textContent('.due svg');
  const svg = run('calendar', register, ...answers, ...DATES, '--format', 'svg', '--title', 'What begins and falls due');
  // What it was asked with stands at the foot of the picture, and on the map at the foot of the page.
  const labels = [...svg.matchAll(/<text x="12"([^>]*)>([^<]*)</g)].filter(([, style]) => !style.includes('font-size="11"'));
  assert.notEqual(labels.length, 0);
  for (const [, , label] of labels) assert.ok(drawn.includes(label), label);
}));

test('the page of duties reads on a phone and asks the network nothing', async () => {
  const file = join(atlas.folder, 'duties.html');
  run('duties', register, ...answers, ...DATES, '--format', 'html', '-o', file);
  assert.match(readFileSync(file, 'utf8'), /default-src 'none'/);
  const context = await atlas.browser.newContext({ viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.addStyleTag({ content: SPACED });
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
  assert.equal(asked.length, 1);
  await context.close();
});
