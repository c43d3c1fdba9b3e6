// Every kind of page is held against axe: nothing it calls serious or critical may stand.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { attested, fixture, launch, makeAtlas, run } from './harness.mjs';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const DATES = ['--on', '2026-11-21', '--known', '2026-11-21'];
const example = (name) => resolve(import.meta.dirname, '../../examples/pact', name);
let browser;
let atlas;
let folder;

before(async () => {
  atlas = makeAtlas(fixture, '--answers', attested);
  folder = mkdtempSync(join(tmpdir(), 'actlas-axe-'));
  run('pact', 'site', '--story', example('story.yaml'), '--on', '2026-11-21', '-o', folder);
  run('pact', 'report', example('pledge.yaml'), '--register', example('systems.csv'), ...DATES, '-o', folder);
  run('ask', '--format', 'html', '-o', join(folder, 'questions.html'), fixture, ...DATES, '--no-screen');
  writeFileSync(join(folder, 'why.html'), run('why', 'cv-1', fixture, ...DATES, '--no-screen', '--format', 'html'));
  run('law', 'book', '-o', join(folder, 'book'));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  atlas?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** What axe finds on a page, in words; `steps` lead to the state that is looked at. */
async function found(file, hash = '', settings = {}, steps = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true, ...settings });
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href + hash);
    await page.waitForFunction(() => !document.getElementById('loading'));
    await steps(page);
    await page.evaluate(AXE);
    const { passes, violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.ok(passes.length > 5, 'axe looked at something');
    return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
      .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  } finally {
    await context.close();
  }
}

const LOOKS = [{}, { colorScheme: 'dark' }, { viewport: { width: 390, height: 844 } }];
const VIEWS = ['', '#rows=system', '#cv-1', '#two-uses', '#distort', '#silent', '#model', '#nobody', '#list=all',
  '#point=annex3.4a', '#list=all&only=settles'];

for (const view of VIEWS) {
  test(`axe has nothing serious against the atlas at ${view || 'the map'}`, async () => {
    for (const look of LOOKS) assert.deepEqual(await found(atlas.page, view, look), [], JSON.stringify(look));
  });
}

test('axe has nothing serious against an opened sheet and the answers before they are saved', async () => {
  const open = (page) => page.evaluate(() => {
    for (let closed = [1]; closed.length > 0;) {
      closed = [...document.querySelectorAll('details:not([open])')];
      closed.forEach((details) => { details.open = true; details.atlasBuild?.(); });
    }
  });
  assert.deepEqual(await found(atlas.page, '#two-uses', {}, open), []);
  const answer = async (page) => {
    await page.locator('.facts li').getByRole('button', { name: /^Accept/ }).first().click();
    await page.getByRole('button', { name: 'Review and save' }).click();
  };
  assert.deepEqual(await found(atlas.page, '#two-uses', {}, answer), []);
});

test('axe finds what it should', async () => {
  const spoil = (page) => page.evaluate(() => document.querySelector('main').append(document.createElement('button')));
  assert.match((await found(atlas.page, '', {}, spoil)).join(), /critical button-name/);
});

const PAGES = ['index.html', 'organisations.html', 'timeline.html', 'unknown.html', 'instrument-ai-pact.html',
  'organisation-meta.html', 'story-story.html', 'report.html', 'questions.html', 'why.html', 'book/index.html'];

for (const name of PAGES) {
  test(`axe has nothing serious against ${name}`, async () => {
    for (const look of LOOKS) assert.deepEqual(await found(join(folder, name), '', look), [], JSON.stringify(look));
  });
}

test('no page is wider than a phone, and each may load nothing', async () => {
  const names = [...PAGES, 'book/readings.html', 'book/art-005.html', 'why-all.html', 'draft.html'];
  writeFileSync(join(folder, 'why-all.html'), run('why', 'distort', fixture, ...DATES, '--no-screen', '--format', 'html'));
  writeFileSync(join(folder, 'draft.html'), run('draft', 'annex-iv', fixture, '--id', 'cv-1', ...DATES, '--no-screen', '--format', 'html'));
  const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
  try {
    const page = await context.newPage();
    for (const name of names) {
      await page.goto(pathToFileURL(join(folder, name)).href);
      const [wide, width, policy] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth,
        document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content]);
      assert.ok(wide <= width, `${name}: ${wide} > ${width}`);
      assert.match(policy || '', /default-src 'none'/, name);
    }
    await page.goto(pathToFileURL(join(folder, 'draft.html')).href);
    const words = await page.evaluate(() => document.body.innerText);
    assert.equal(words.match(/legal advice/gi).length, 1, 'a draft says once what it is not');
  } finally {
    await context.close();
  }
});
