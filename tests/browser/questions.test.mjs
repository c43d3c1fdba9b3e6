// The answer sheet: what it lets people save, and that the file says what they ticked.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { classify, DATES, dayOf, ELSEWHERE, fixture, run, SPACED, testFolder, warnings } from './harness.mjs';

const sheet = testFolder('questions', (folder) => {
  run('ask', '--format', 'html', '-o', join(folder, 'questions.html'), fixture, ...DATES);
});
const onSheet = (steps, settings) => sheet.onPage('questions.html', steps, settings);
const setOf = (page, id, fact) => page.locator(`fieldset[data-id="${id}"][data-fact="${fact}"]`);
const button = (page) => page.getByRole('button', { name: 'Save the answers' });

async function save(page, name = 'Ada Löwe') {
  await page.fill('#by', name);
  const [download] = await Promise.all([page.waitForEvent('download'), button(page).click()]);
  const file = join(sheet.folder, download.suggestedFilename());
  await download.saveAs(file);
  return { file, lines: readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) };
}

/** Presses save and says that no file came of it. */
async function refused(page) {
  let came = false;
  page.once('download', () => { came = true; });
  await button(page).click();
  await page.waitForTimeout(150);
  assert.equal(came, false, 'no file is written');
}

test('“none of these” and an answer exclude each other, and what is ticked is what is saved', async () => {
  await onSheet(async (page) => {
    const set = setOf(page, 'silent', 'law_enforcement_purpose').or(setOf(page, 'silent', 'education_tasks')).first();
    const boxes = set.locator('input[type=checkbox]');
    const none = set.getByLabel('none of these');
    await boxes.first().check();
    await none.check();
    assert.equal(await set.locator('input:checked').count(), 1);
    await boxes.first().check();
    assert.equal(await none.isChecked(), false);
    // Whatever a browser restored, both together are refused.
    await none.evaluate((box) => { box.checked = true; });
    await page.fill('#by', 'Ada');
    await refused(page);
    assert.match(await set.textContent(), /ticked beside an answer/);
    assert.match(await page.textContent('#result'), /Nothing was saved: one answer needs another look/);
    await none.uncheck();
    const { lines } = await save(page);
    assert.deepEqual(lines.map((line) => line.value), [[await boxes.first().getAttribute('value')]]);
  });
});

test('of several uses each is asked about, under its purpose, and the file says which', async () => {
  await onSheet(async (page) => {
    const asked = page.locator('fieldset[data-id="two-uses"][data-use="gate"]').first();
    const heading = page.locator('h3', { hasText: 'Opens the gate for staff' });
    assert.match(await heading.textContent(), /^Use: Opens the gate for staff gate$/);
    assert.equal(await heading.evaluate((node) => node.nextElementSibling.dataset.use), 'gate');
    const fact = await asked.getAttribute('data-fact');
    const other = page.locator(`fieldset[data-id="two-uses"][data-use="street"][data-fact="${fact}"]`);
    await asked.locator('input').first().check();
    assert.equal(await other.locator('input:checked').count(), 0, 'the other use is another question');
    const { lines, file } = await save(page);
    assert.deepEqual(lines.map(({ id, use, fact: of }) => [id, use, of]), [['two-uses', 'gate', fact]]);
    assert.equal(warnings('classify', fixture, '--answers', file, ...DATES).includes('answer-'), false);
  });
});

test('an answer may say that there are no others', async () => {
  await onSheet(async (page) => {
    const set = setOf(page, 'silent', 'education_tasks');
    const only = set.getByLabel('and none of the others');
    const none = set.getByLabel('none of these');
    await only.check();
    await page.fill('#by', 'Ada');
    await refused(page);
    assert.match(await set.textContent(), /ticked without an answer/);
    await none.check();
    assert.equal(await only.isChecked(), false);
    await only.check();
    assert.equal(await none.isChecked(), false);
    await set.locator('[value=grading]').check();
    assert.equal(await only.isChecked(), true);
    const { lines, file } = await save(page);
    assert.deepEqual(lines.map(({ value }) => value), ['only grading']);
    const said = classify(fixture, '--answers', file).get('silent').evidence.find(({ fact }) => fact === 'education_tasks');
    assert.equal(said?.layer, 'attested');
  });
});

test('a legal assessment needs a reason, and a name of blanks is no name', async () => {
  await onSheet(async (page) => {
    const judged = setOf(page, 'silent', 'significant_harm_likely');
    await judged.getByLabel('yes', { exact: true }).check();
    await page.fill('#by', '   ');
    await refused(page);
    await page.fill('#by', 'Ada Löwe');
    await refused(page);
    assert.match(await judged.textContent(), /needs a reason/);
    await judged.locator('.why').fill('measured in a trial');
    const { lines, file } = await save(page);
    assert.deepEqual(lines.map(({ fact, value, why, by }) => [fact, value, why, by]),
      [['significant_harm_likely', 'yes', 'measured in a trial', 'Ada Löwe']]);
    assert.match(await page.textContent('#result'), /^Saved 1 answer as answers\.facts\.jsonl/);
    assert.deepEqual(classify(fixture, '--answers', file).get('silent').findings, []);
  });
});

test('Enter in a field saves nothing, and leaving with answers asks first', async () => {
  await onSheet(async (page) => {
    let asked = 0;
    page.on('dialog', () => { asked += 1; });
    const set = setOf(page, 'markup', 'nature_is_obvious');
    await set.getByLabel('yes', { exact: true }).check();
    await page.fill('#by', 'Ada');
    let came = false;
    page.once('download', () => { came = true; });
    await set.locator('.why').press('Enter');
    await page.locator('#by').press('Enter');
    await page.waitForTimeout(150);
    assert.equal(came, false);
    await page.reload();
    assert.equal(asked, 1, 'what is not saved is not lost silently');
    await page.fill('#by', 'Ada');
    await refused(page);
    assert.match(await page.textContent('#result'), /no question is answered yet/);
    await set.getByLabel('yes', { exact: true }).check();
    await save(page);
    await page.reload();
    assert.equal(asked, 1, 'what is saved can be left');
  });
});

test('numbers are checked where they are written', async () => {
  await onSheet(async (page) => {
    const set = setOf(page, 'model', 'training_compute');
    const field = set.getByLabel(/^Answer/);
    await page.fill('#by', 'Ada');
    for (const wrong of ['about 3 or maybe 4', '-5e999 years1', '1,5e25']) {
      await field.fill(wrong);
      await field.blur();
      assert.match(await set.locator('.problem').textContent(), /is not a number/);
      await refused(page);
    }
    await field.fill('2e25 FLOP');
    const { lines, file } = await save(page);
    assert.equal(lines[0].value, '2e25 FLOP');
    const said = classify(fixture, '--answers', file).get('model').evidence.find(({ fact }) => fact === 'training_compute');
    assert.equal(said?.layer, 'attested');
  });
});

test('the day of an answer is the day where it was given', async () => {
  await onSheet(async (page) => {
    await setOf(page, 'markup', 'nature_is_obvious').getByLabel('no', { exact: true }).check();
    const { lines } = await save(page);
    assert.equal(lines[0].at, await dayOf(page));
  }, ELSEWHERE);
});

test('what a page takes as a number or a day is what a reading takes', () => {
  const shared = readFileSync(new URL('../../crates/atlas/assets/shared.js', import.meta.url), 'utf8');
  const { isNumber, isDay } = runInNewContext(`${shared}; ({ isNumber, isDay })`);
  const numbers = ['12', ' 3.50 ', '-3', '1e25', '1.1E+25', '3.8×10^25', '3.8 x 10^25', '10^25', '10^25 FLOP', '2 YFLOP', '2 yflop', '1_000',
    '1 000 000', '>= 5', '> 1e25 FLOP', '≤3', '.5', '5.', '+7', '1,000', 'about 3', '3 or 4', '-5e999 years1', '1e', 'e5', '--3', '3 FLOPS', 'FLOP',
    '1.2.3', '0x10', '1e2.5', '٣', '- 5', '5 000.000 1', '>> 5'];
  const days = ['2026-07-27', '2026-07', '2026', '>= 2026-01', '2024-02-29', '2025-02-29', '2026-99-99', '2026-13', '2026-00-01', '2026-04-31',
    '1900-02-29', '2000-02-29', '26-07-27', '2026-7-27', '27.07.2026', '2026-07-27T10:00:00Z', '2026-07-27 10:00', '2026 or 2027', '2026-07T10:00',
    '2026-07-27-01', 'soon', '2026/07/27'];
  const file = join(sheet.folder, 'values.jsonl');
  const record = (id, kind, fact, text) => JSON.stringify({ id, name: id, kind, facts: { [fact]: text } });
  const records = [...numbers.map((text, at) => record(`n${at}`, 'model', 'training_compute', text)),
    ...days.map((text, at) => record(`d${at}`, 'system', 'first_placed_on', text))];
  let said = '';
  // Of one kind of warning only the first eight are said in full.
  for (let from = 0; from < records.length; from += 8) {
    writeFileSync(file, records.slice(from, from + 8).join('\n'));
    said += warnings('classify', file, ...DATES, '--format', 'jsonl');
  }
  assert.match(said, /fact-unreadable/);
  const isRead = (id) => !said.includes(`(\`${id}\`)`);
  const spellings = ['YFLOP', 'FLOPS', 'FLOPs', 'FLOP'];
  assert.deepEqual(numbers.filter((text) => isNumber(text, spellings)), numbers.filter((_, at) => isRead(`n${at}`)));
  // A register may write days as people do; a page writes them one way.
  const asPeopleDo = ['2026-7-27', '27.07.2026', '2026/07/27'];
  assert.deepEqual(days.filter((text) => isDay(text) || asPeopleDo.includes(text)), days.filter((_, at) => isRead(`d${at}`)));
});

test('the answer sheet asks nothing of the network, and fits a phone', async () => {
  await onSheet(async (page) => {
    assert.match(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content'), /default-src 'none'/);
    await page.addStyleTag({ content: SPACED });
    const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= width, `${wide} > ${width}`);
  }, { viewport: { width: 320, height: 800 }, bypassCSP: true });
});
