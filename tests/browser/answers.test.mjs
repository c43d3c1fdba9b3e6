// Answers on the sheets of the atlas: several uses, numbers and days, marks where words were read.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { attested, dataOf, dayOf, ELSEWHERE, fixture, leftOf, linesOf, save, testAtlas, withData } from './harness.mjs';

const atlas = testAtlas(fixture, '--answers', attested);
const { onPage } = atlas;

/** The camera with two uses, of which one thing is asked. */
function oneQuestion() {
  return withData(atlas.page, (data) => {
    for (const system of data.systems) system.missing = [];
    data.questions.asked = {
      question: 'Is it asked?', help: '', kind: 'yes/no', of: 'use', options: [], unit: '', known_by: [], assessed: false,
    };
    data.systems.find(({ id }) => id === 'two-uses').missing = [{ fact: 'asked', settles: [] }];
  });
}

/** Saves the answers, and tells the uses that the file names for a fact. */
async function savedUses(page) {
  const lines = readFileSync(await save(page, 'Ada Löwe'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  return (wanted) => lines.filter(({ fact }) => fact === wanted).map(({ use }) => use);
}

test('a question about several uses waits until each is answered, and each answer is named', async () => {
  const file = oneQuestion();
  await onPage('#two-uses', async (page) => {
    const asked = page.locator('[data-fact="asked"]');
    const select = asked.getByLabel('For which use');
    assert.equal(await select.locator('option').count(), 3);
    await select.selectOption('gate');
    await asked.getByLabel('no', { exact: true }).check();
    await asked.getByRole('button', { name: 'Keep answer' }).click();
    assert.deepEqual(await asked.locator('.kept').allTextContents(), ['Your answer for use gate: no Take back']);
    assert.deepEqual(await select.locator('option').allTextContents(), ['street: Finds people in the street']);
    await page.evaluate(() => { location.hash = '#queue=questions'; });
    await page.waitForSelector('.queue-left');
    assert.equal(await leftOf(page), 1, 'the other use still waits');
    const line = page.locator('.queue > li', { hasText: 'Is it asked?' });
    await line.getByLabel('yes', { exact: true }).check();
    await line.getByRole('button', { name: 'Keep answer' }).click();
    assert.equal(await leftOf(page), 0);
    assert.equal(await line.locator('form').count(), 0);
    assert.deepEqual((await linesOf(page)).map(({ use, value }) => [use, value]), [['gate', false], ['street', true]]);
    await page.getByRole('button', { name: 'Review and save' }).click();
    assert.match(await page.textContent('dialog'), /Camera, use gate.*Camera, use street/s);
    await page.getByRole('button', { name: 'Close' }).click();
    await line.getByRole('button', { name: 'Take back the answer for use gate' }).click();
    assert.equal(await leftOf(page), 1);
    assert.deepEqual(await line.getByLabel('For which use').locator('option').allTextContents(), ['gate: Opens the gate for staff']);
  }, {}, file);
  await onPage('#two-uses', async (page) => {
    const asked = page.locator('[data-fact="asked"]');
    await asked.getByLabel('yes', { exact: true }).check();
    await asked.getByRole('button', { name: 'Keep answer' }).click();
    assert.deepEqual(await asked.locator('.kept').allTextContents(), ['Your answer for every use: yes Take back']);
    assert.equal(await asked.locator('form').count(), 0);
    const usesOf = await savedUses(page);
    assert.deepEqual(usesOf('asked'), ['gate', 'street']);
  }, {}, file);
});

test('“none of these” of several uses says that it is for any of them, and the file names each', () => onPage('#two-uses', async (page) => {
  await page.locator('.question', { hasText: 'faces, voices' }).getByRole('button', { name: 'None of these, for any use' }).click();
  const usesOf = await savedUses(page);
  assert.deepEqual(usesOf('compares_with_reference_database'), ['gate', 'street']);
  assert.deepEqual(usesOf('builds_face_database'), [undefined]);
}));

test('a number or a day that no reading takes is not kept, and the field says why', async () => {
  const file = withData(atlas.page, (data) => {
    const base = { help: '', of: 'system', options: [], known_by: [], assessed: false };
    data.questions.how_long = { ...base, question: 'How long?', kind: 'number', unit: 'years', spellings: ['years', 'year'] };
    data.questions.since = { ...base, question: 'Since when?', kind: 'date', unit: '' };
    data.systems.find(({ id }) => id === 'chat').missing = ['how_long', 'since'].map((fact) => ({ fact, settles: [] }));
  });
  await onPage('#chat', async (page) => {
    const check = async (fact, wrong, right, says) => {
      const asked = page.locator(`[data-fact="${fact}"]`);
      const field = asked.locator('input[type=text]').first();
      for (const text of wrong) {
        await field.fill(text);
        await asked.getByRole('button', { name: 'Keep answer' }).click();
        assert.match(await asked.locator('.choices .problem').textContent(), says, text);
        assert.equal(await field.getAttribute('aria-invalid'), 'true');
        assert.equal(await asked.locator('.kept').count(), 0, text);
      }
      await field.fill(right);
      await asked.getByRole('button', { name: 'Keep answer' }).click();
      assert.equal(await asked.locator('.kept').count(), 1, right);
    };
    await check('how_long', ['about 3 or maybe 4', '-5e999 years1', '1,5'], '> 3 years', /is not a number/);
    await check('since', ['2026-99-99', '2025-02-29', 'soon'], '2024-02-29', /no day of the calendar/);
    assert.deepEqual((await linesOf(page)).map(({ value }) => value), ['> 3 years', '2024-02-29']);
    assert.match(await page.locator('[data-fact="how_long"] .kept').textContent(), /Your answer: > 3 years Take back/);
  }, {}, file);
});

/** The chat with one fact, read from some field of the record. */
function quoting(field, text, start, name = 'Counter chat', change = () => {}) {
  return withData(atlas.page, (data) => {
    const system = data.systems.find(({ id }) => id === 'chat');
    const [fact] = data.systems.find(({ id }) => id === 'cv-1').facts;
    system.name = name;
    system.facts = [{ ...fact, layer: 'proposed', quote: { field, start, end: start + Buffer.byteLength(text), text } }];
    change(system);
  });
}

const explained = /Marked words are those a fact was read from/;

test('words are called marked only where they are, and a quote says where it stands', async () => {
  await onPage('#chat', async (page) => {
    assert.doesNotMatch(await page.textContent('.sheet'), explained);
    assert.match(await page.locator('.facts .quote').textContent(), /^Zweck: “nowhere”$/);
  }, {}, quoting('zweck', 'nowhere', 0));
  await onPage('#chat', async (page) => {
    assert.match(await page.textContent('.sheet'), explained);
    assert.equal(await page.locator('blockquote mark').textContent(), 'Answers');
  }, {}, quoting('purpose', 'Answers', 0));
});

test('words that were read from the name or the organisation are marked there', async () => {
  await onPage('#chat', async (page) => {
    assert.equal(await page.textContent('.sheet h2'), 'Counter chat');
    assert.equal(await page.locator('.sheet h2 mark').textContent(), 'chat');
    assert.doesNotMatch(await page.textContent('.sheet'), explained, 'none is in its texts');
    await page.locator('.sheet h2 mark a').click();
    assert.ok(await page.evaluate(() => document.activeElement.matches('.facts > li')));
    assert.match(await page.locator('.facts .quote').textContent(), /^Name: “chat”/);
  }, {}, quoting('name', 'chat', 8));
  await onPage('#chat', async (page) => {
    assert.equal(await page.locator('.sheet .kicker mark').textContent(), 'Ghent');
  }, {}, quoting('organisation', 'Ghent', 5));
  // `Ministry / Agency` is one field that the page shows as two.
  await onPage('#chat', async (page) => {
    assert.equal(await page.locator('.sheet .kicker mark').textContent(), 'Politie');
    assert.match(await page.textContent('.sheet .kicker'), /^Stad Ghent · Politie · BE/);
  }, {}, quoting('organisation', 'Politie', 13, 'Counter chat', (system) => { system.unit = 'Politie'; }));
});

test('an unbroken word in the place of a record breaks on a phone', async () => {
  const file = withData(atlas.page, (data) => {
    data.systems.find(({ id }) => id === 'chat').org = 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3);
  });
  await onPage('#chat', async (page) => {
    const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= width, `${wide} > ${width}`);
  }, { viewport: { width: 320, height: 700 } }, file);
});

test('the chosen class is told apart in forced colours, and the mark of the order is whole', async () => {
  await onPage('#class=high_risk', async (page) => {
    const styles = await page.locator('.class-line').evaluateAll((lines) =>
      lines.map((line) => [line.getAttribute('aria-pressed'), getComputedStyle(line).outlineStyle]));
    for (const [pressed, outline] of styles) assert.equal(outline === 'none', pressed === 'false');
  }, { forcedColors: 'active' });
  for (const sort of ['shown', 'size', 'stated']) {
    await onPage(`#rows=org&sort=${sort}`, async (page) => {
      const [inside, whole] = await page.locator('.matrix .labels [aria-sort]').evaluate((head) => [head.clientWidth, head.scrollWidth]);
      assert.ok(whole <= inside, `${sort}: ${whole} > ${inside}`);
    });
  }
});

test('an answer carries the day where it was given', async () => {
  await onPage('#cv-1', async (page) => {
    await page.locator('.facts').getByRole('button', { name: /^Accept/ }).first().click();
    assert.equal((await linesOf(page))[0].at, await dayOf(page));
  }, ELSEWHERE);
});

test('what the atlas holds of its fixture is what these tests need', () => {
  const { systems } = dataOf(atlas.page);
  assert.deepEqual(systems.find(({ id }) => id === 'two-uses').uses.map(({ id }) => id), ['gate', 'street']);
});
