// Pages of registers that hold what nobody should write into one, and names of all lengths.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dataOf, DATES, hashOf, run, testAtlas, testFolder } from './harness.mjs';

const TURN = '\u202e';
const STEERS = /[\u202a-\u202e\u2066-\u2069\u0007]/;
const records = [
  { id: 'turned', name: `invoice${TURN}gpj.exe\u0007`, organisation: `Amt${TURN}A`, purpose: `Chatbot ${TURN}that talks with citizens.` },
  { id: 'first', name: 'One', organisation: 'Stad Gent', purpose: 'Ranks applicants for a vacancy.', facts: { 'no_such': true } },
  { id: 'second', name: 'Two', organisation: 'STAD  GENT ', purpose: 'Sorts mail.' },
  { id: 'third', name: 'Three', organisation: 'Stad Gent', purpose: 'Sorts mail.', stage: 'somewhere' },
  { id: 'long', name: 'L'.repeat(300), organisation: 'A name of many words '.repeat(12), purpose: 'Sorts mail.' },
];
const rightToLeft = [
  { id: 'ar', name: 'نظام فرز السير الذاتية (النسخة 2)', organisation: 'وزارة العمل', country: 'DE', purpose: 'Ranks applicants for a vacancy by how well their CV fits.' },
  { id: 'he', name: 'מערכת לדירוג מועמדים (גרסה 3)', organisation: 'משרד העבודה', purpose: 'Ranks applicants for a vacancy by how well their CV fits.' },
  { id: 'en', name: 'Ranking of CVs', organisation: 'Ministry of Labour', purpose: 'Ranks applicants for a vacancy by how well their CV fits.' },
];
const lines = (all) => all.map((record) => `${JSON.stringify(record)}\n`).join('');
const at = testFolder('odd', (folder) => {
  writeFileSync(join(folder, 'odd.jsonl'), lines(records));
  writeFileSync(join(folder, 'one.jsonl'), lines([records[1]]));
  writeFileSync(join(folder, 'odd.facts.jsonl'), [false, true].map((value) =>
    `${JSON.stringify({ id: 'first', fact: 'performs_profiling', value, act: 'attest', by: 'Ann', at: '2026-11-20' })}\n`).join(''));
  const dates = DATES.slice(0, 4);
  run('map', join(folder, 'odd.jsonl'), '--answers', join(folder, 'odd.facts.jsonl'), ...dates, '-o', join(folder, 'atlas'));
  run('map', join(folder, 'one.jsonl'), ...DATES, '-o', join(folder, 'one'));
  writeFileSync(join(folder, 'model.jsonl'), lines([{ id: 'm', name: 'Model', kind: 'model', facts: { wide_range_of_tasks: true } }]));
  run('map', join(folder, 'model.jsonl'), ...DATES, '-o', join(folder, 'model'));
  writeFileSync(join(folder, 'rtl.jsonl'), lines(rightToLeft));
  run('map', join(folder, 'rtl.jsonl'), ...dates, '-o', join(folder, 'rtl'));
  run('ask', join(folder, 'odd.jsonl'), ...dates, '--format', 'html', '-o', join(folder, 'questions.html'));
  writeFileSync(join(folder, 'duties.html'), run('duties', join(folder, 'odd.jsonl'), ...dates, '--all', '--format', 'html'));
});

const onAtlas = (hash, steps, settings) => at.onPage('atlas/atlas.html', async (page) => {
  await page.waitForSelector('.map-view', { state: 'attached' });
  await page.evaluate((to) => { location.hash = to; }, hash);
  await steps(page);
}, settings);

const opened = (page) => page.evaluate(() => {
  for (const details of document.querySelectorAll('details')) {
    details.atlasBuild?.();
    details.open = true;
  }
});

/** Everything that is seen or read out. */
const shown = (page) => page.evaluate(() => [document.title, document.body.innerText,
  ...[...document.querySelectorAll('[aria-label], [title]')].flatMap((node) => [node.getAttribute('aria-label'), node.title])].join('\n'));

for (const hash of ['', '#rows=system', '#turned', '#list=all', '#queue=all']) {
  test(`nothing turns the direction of writing at ${hash || 'the map'}`, () => onAtlas(hash, async (page) => {
    await page.waitForFunction(() => document.body.innerText.includes('invoice') || document.body.innerText.includes('Amt'));
    await opened(page);
    const words = await shown(page);
    assert.doesNotMatch(words, STEERS);
    assert.match(words, hash ? /invoice gpj\.exe/ : /Amt A/);
  }));
}

test('words with such signs are still marked where they stand', () => onAtlas('#turned', async (page) => {
  await page.waitForSelector('.text mark');
  assert.match((await page.locator('.text mark').allTextContents()).join(''), /Chatbot/);
  assert.match(dataOf(join(at.folder, 'atlas/atlas.html')).systems.find(({ id }) => id === 'turned').name, STEERS, 'the data is as it was read');
}));

test('one organisation is one row, however its name is written, and its list holds all of it', () => onAtlas('', async (page) => {
  const row = page.locator('.matrix tbody tr', { has: page.locator('th', { hasText: /^Stad Gent$/ }) });
  assert.equal(await row.count(), 1);
  assert.match(await row.locator('th').getAttribute('aria-label'), /3 systems/);
  await row.locator('th').click();
  await page.waitForSelector('.list-view');
  assert.match(await hashOf(page), /row=Stad\+Gent/);
  assert.equal(await page.locator('.records li').count(), 3);
  await page.evaluate(() => { location.hash = '#by=org&row=stad+GENT'; });
  await page.waitForFunction(() => document.querySelector('.list-view h2')?.textContent === 'stad GENT');
  assert.equal(await page.locator('.records li').count(), 3, 'another spelling leads there too');
}));

test('a finding says which fact and where, and nothing twice', () => onAtlas('#first', async (page) => {
  await page.waitForSelector('.findings');
  const findings = await page.locator('.findings li').allInnerTexts();
  const conflict = findings.find((text) => text.includes('facts-conflict'));
  assert.match(conflict, /performs_profiling/);
  assert.ok(findings.some((text) => /^Warning: no fact `no_such`\. /.test(text)), findings.join('\n'));
  for (const text of findings) assert.ok((text.match(/no_such|performs_profiling/g) || []).length <= 1, text);
}));

for (const width of [390, 1280]) {
  test(`letters over the columns stand apart at ${width} pixels`, () => onAtlas('', async (page) => {
    await page.waitForSelector('.matrix .labels');
    const close = await page.evaluate(() => {
      const heads = [...document.querySelectorAll('.matrix .labels th[data-column]')];
      const texts = heads.map((head) => {
        const range = document.createRange();
        range.selectNodeContents(head);
        return [head.textContent, range.getBoundingClientRect()];
      });
      return texts.slice(1).filter(([, { left }], at) => left - texts[at][1].right < 2).map(([words]) => words);
    });
    assert.deepEqual(close, []);
  }, { viewport: { width, height: 900 } }));
}

for (const width of [320, 1280]) {
  test(`a name of 300 letters widens no page at ${width} pixels`, async () => {
    for (const name of ['questions.html', 'duties.html', 'atlas/atlas.html']) {
      await at.onPage(name, async (page) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name}: ${wide}`);
      }, { viewport: { width, height: 800 } });
    }
  });
}

test('no line of the page of duties is broken in an amount, and on a phone no duty is beyond the edge', () => at.onPage('duties.html', async (page) => {
  const figures = await page.evaluate(() => document.body.textContent.match(/EUR\s[\d\s]*\d(?:\sor\s\d\s%)?/g));
  assert.ok(figures.length > 0);
  for (const figure of figures) assert.match(figure, /^EUR\u00a0\d{1,3}(\u00a0\d{3})*( or \d\u00a0%)?$/);
  const beyond = await page.evaluate(() => [...document.querySelectorAll('td')].filter((cell) => cell.getBoundingClientRect().right > innerWidth).length);
  assert.equal(beyond, 0);
  assert.ok(await page.getByRole('cell').count() > 5, 'it is a table still');
}, { viewport: { width: 390, height: 800 } }));

test('a map made without reading prose does not say that none was found in it', () => at.onPage('one/atlas.html', async (page) => {
  await page.waitForSelector('.map-view');
  const words = await page.textContent('.overview');
  assert.match(words, /no fact was looked for in their words/);
  assert.doesNotMatch(words, /read in their words|words that were read so/);
}));

test('one proposal or question waits, several wait, and none is not counted', () => at.onPage('one/atlas.html', async (page) => {
  await page.waitForSelector('.map-view');
  const entry = page.locator('.queue-entry');
  if (await entry.count() === 0) return;
  const words = await entry.textContent();
  assert.doesNotMatch(words, /\b0 /);
  assert.match(words, /^1 [a-z]+ waits for|^[^1].* wait for|^1 [a-z]+ and .* wait for/);
}));

for (const width of [390, 1280]) {
  for (const rows of ['org', 'system']) {
    test(`names in Arabic and Hebrew begin where all names begin, rows by ${rows} at ${width} pixels`, () => at.onPage('rtl/atlas.html', async (page) => {
      await page.waitForSelector('.map-view', { state: 'attached' });
      await page.evaluate((to) => { location.hash = `rows=${to}`; }, rows);
      await page.waitForFunction((wanted) => document.querySelector('.matrix tbody')?.textContent.includes(wanted), rows === 'org' ? 'وزارة' : 'نظام');
      const lefts = await page.evaluate(() => [...document.querySelectorAll('.matrix tbody .name')].map((name) => {
        const range = document.createRange();
        range.selectNodeContents(name);
        return Math.round(range.getBoundingClientRect().left - name.closest('th').getBoundingClientRect().left);
      }));
      assert.ok(lefts.length > 3);
      assert.deepEqual(lefts.filter((left) => Math.abs(left - lefts[0]) > 1), [], lefts.join(' '));
      assert.equal(await page.locator('.matrix tbody .name').filter({ hasText: /[\u0590-\u06ff]/ }).first().evaluate((node) => getComputedStyle(node).direction), 'rtl', 'they keep their own direction');
    }, { viewport: { width, height: 900 } }));
  }
}

test('no two columns of one heading have the same letters', () => onAtlas('', async (page) => {
  await page.waitForSelector('.matrix .labels');
  const heads = await page.evaluate(() => {
    const groups = [...document.querySelectorAll('.matrix .groups th')].flatMap((head) => Array(head.colSpan).fill(head.title));
    return [...document.querySelectorAll('.matrix .labels th[data-column]')].map((head, at) => `${groups[at]}: ${head.innerText.replace(/\s+/g, ' ')}`);
  });
  const lettered = heads.filter((head) => !head.endsWith(': '));
  assert.equal(new Set(lettered).size, lettered.length, heads.join('; '));
  assert.ok(heads.some((head) => head.endsWith('(4) fake')) && heads.some((head) => head.endsWith('(4) text')), heads.join('; '));
}));

test('a record is named once where several things in a row wait for an answer about it', () => at.onPage('rtl/atlas.html', async (page) => {
  await page.waitForSelector('.map-view', { state: 'attached' });
  await page.evaluate(() => { location.hash = 'queue=all'; });
  await page.waitForSelector('.queue > li');
  const heads = await page.locator('.queue > li > h3 a').evaluateAll((links) => links.map((link) => ({ to: link.getAttribute('href'), words: link.textContent, said: link.getAttribute('aria-label') })));
  assert.ok(heads.length > 4);
  for (const [place, head] of heads.entries()) {
    const isAgain = place > 0 && heads[place - 1].to === head.to;
    assert.equal(head.words === 'The same record', isAgain, `${place}: ${head.words}`);
    if (isAgain) assert.match(head.said, /^.+, as before$/);
  }
  assert.ok(heads.some(({ words }) => words === 'The same record'));
}));

test('no question of a sheet speaks of a product before the one that asks for it', () => at.onPage('questions.html', async (page) => {
  const sheets = await page.evaluate(() => {
    const by = new Map();
    for (const set of document.querySelectorAll('fieldset')) {
      if (!by.has(set.dataset.id)) by.set(set.dataset.id, []);
      by.get(set.dataset.id).push(set.querySelector('legend').textContent);
    }
    return [...by.values()];
  });
  let spoken = 0;
  for (const questions of sheets) {
    const speaks = questions.findIndex((words) => /that product/.test(words));
    if (speaks < 0) continue;
    spoken += 1;
    const asks = questions.findIndex((words) => /product-safety law covers/.test(words));
    assert.ok(asks >= 0 && asks < speaks, questions.join('\n'));
  }
  assert.ok(spoken > 0);
}));

test('columns without letters need no words, for which they have no room', () => at.onPage('model/atlas.html', async (page) => {
  await page.waitForSelector('.matrix .labels');
  const heads = await page.evaluate(() => [...document.querySelectorAll('.matrix .labels th[data-column]')].map((head) => [head.getAttribute('aria-label'), head.innerText.trim()]));
  const ofModels = heads.filter(([name]) => /general-purpose|systemic/i.test(name));
  assert.equal(ofModels.length, 2, heads.join('; '));
  assert.deepEqual(ofModels.map(([, text]) => text), ['', '']);
}));
