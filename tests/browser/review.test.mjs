// Answering as people do it over days: keys that are held down, reasons half typed, answers taken back, files of
// several people, a page that is heard or seen in forced colours.

import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { attested, dataOf, dayOf, fixture, leftOf, linesOf, run, save, testAtlas, withData } from './harness.mjs';

const atlas = testAtlas(fixture, '--answers', attested, '--reading', 'U-32=text');
const { onPage } = atlas;

const focusIs = (page, selector) => page.evaluate((at) => document.activeElement.matches(at), selector);
const plainOf = (page) => page.locator('.queue > li', { hasText: 'For those who recruit' }).first();
const assessedOf = (page) => page.locator('.queue > li', { hasText: 'Does it aim to distort' }).first();
const tray = (page) => page.textContent('.tray p');

/** Everybody's first step: the queue with one proposal accepted and saved. */
async function acceptAndSave(page) {
  await plainOf(page).getByRole('button', { name: /^Accept/ }).click();
  await save(page, 'Ada Löwe');
}

test('the command after saving names the answers and options of this map, and no file is overwritten', async () => {
  await onPage('#queue=all', async (page) => {
    await acceptAndSave(page);
    const [file, command] = [`Test-register-Ada-Löwe-${await dayOf(page)}.facts.jsonl`, await page.textContent('dialog code')];
    assert.match(await page.textContent('dialog .result'), new RegExp(`Saved 1 answer as ${file}`));
    for (const words of [`--answers ${attested}`, '--on 2026-11-21', '--known 2026-11-21', '--reading U-32=text', '--no-screen', "--title 'Test register'"]) {
      assert.ok(command.includes(words), `${command} lacks ${words}`);
    }
    assert.ok(command.startsWith(`actlas map ${fixture} --answers`) && command.endsWith(`--answers ${file} -o atlas`), command);
    await page.getByRole('button', { name: 'Close' }).click();
    await save(page, 'Bob');
    assert.match(await page.textContent('dialog .result'), /as Test-register-Bob-/);
  });
  const own = `Test-register-Ada-Löwe-${new Date().toLocaleDateString('sv')}`;
  const drawnWith = withData(atlas.page, (data) => { data.meta.redraw = ['map', "it's.csv", '--answers', `old/${own}.facts.jsonl`]; });
  await onPage('#queue=all', async (page) => {
    await acceptAndSave(page);
    assert.equal(await page.textContent('dialog code'),
      `actlas map 'it'\\''s.csv' --answers old/${own}.facts.jsonl --answers ${own}-2.facts.jsonl -o atlas`);
  }, {}, drawnWith);
});

test('the command that a page shows draws the map again', async () => {
  await onPage('#queue=all', async (page) => {
    const words = dataOf(atlas.page).meta.redraw;
    await plainOf(page).getByRole('button', { name: /^Accept/ }).click();
    const file = join(atlas.folder, 'of-ada.facts.jsonl');
    copyFileSync(await save(page, 'Ada Löwe'), file);
    const again = join(atlas.folder, 'again');
    run(...words, '--answers', file, '-o', again);
    const { meta, systems } = dataOf(join(again, 'atlas.html'));
    assert.deepEqual(meta.redraw.filter((word) => word !== '--answers' && word !== file), words.filter((word) => word !== '--answers'));
    const by = systems.flatMap(({ facts }) => facts.filter(({ layer }) => layer === 'attested').map((fact) => fact.by));
    assert.deepEqual(new Set(by), new Set(['Ada Löwe', 'M. Peeters']));
  });
});

test('a key that is held down answers once, and one with Caps Lock counts', async () => {
  await onPage('#queue=proposals', async (page) => {
    await plainOf(page).focus();
    // The second `down` without an `up` is what a held key sends.
    for (const key of ['r', 'a']) {
      for (let times = 0; times < 5; times += 1) await page.keyboard.down(key);
      await page.keyboard.up(key);
    }
    assert.deepEqual((await linesOf(page)).map(({ act }) => act), ['reject', 'attest']);
    const capitals = ['A', 'R'];
    for (const key of capitals) {
      await page.evaluate((letter) => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: letter, bubbles: true, cancelable: true })), key);
    }
    assert.deepEqual((await linesOf(page)).map(({ act }) => act).slice(2), ['attest', 'reject']);
    const at = () => page.evaluate(() => [...document.querySelectorAll('.queue > li')].indexOf(document.activeElement));
    const from = await at();
    for (let times = 0; times < 3; times += 1) await page.keyboard.down('k');
    assert.equal(await at(), from - 3, 'a held key walks');
  });
});

test('what is taken back after it was saved is told until it is out of the file', async () => {
  await onPage('#queue=proposals', async (page) => {
    page.on('dialog', (dialog) => dialog.accept());
    await acceptAndSave(page);
    await page.getByRole('button', { name: 'Close' }).click();
    assert.equal(await tray(page), '1 answer saved as a file');
    await plainOf(page).getByRole('button', { name: 'Take back' }).click();
    assert.equal(await tray(page), '1 answer taken back since it was saved: delete the file, which still holds it');
    await page.reload();
    await page.waitForSelector('.queue');
    assert.match(await tray(page), /^1 answer taken back/, 'a reload keeps it');
    await plainOf(page).getByRole('button', { name: /^Reject/ }).click();
    assert.equal(await tray(page), '1 answer not saved yet, 1 answer taken back since it was saved');
    await page.getByRole('button', { name: 'Review and save' }).click();
    await page.getByRole('button', { name: 'Save as a file' }).click();
    assert.match(await page.textContent('dialog .result'), /Delete the file that you saved before/);
    await page.locator('dialog').getByRole('button', { name: /^Take back/ }).click();
    await page.getByRole('button', { name: 'The file is deleted' }).click();
    assert.ok(await page.locator('.tray').isHidden());
  });
});

test('who hears the queue hears record, question, answer and quote, and the keys', async () => {
  const purpose = 'It ranks candidates for nursing jobs.';
  const changed = withData(atlas.page, (data) => {
    const system = data.systems.find(({ id }) => id === 'cv-1');
    system.texts = [['purpose', purpose]];
    const fact = system.facts.find(({ id }) => id === 'hiring_tasks');
    fact.quote = { field: 'purpose', start: 3, end: 19, text: 'ranks candidates' };
  });
  await onPage('#queue=all', async (page) => {
    const heard = await plainOf(page).evaluate((line) => ['labelledby', 'describedby'].map((by) =>
      line.getAttribute(`aria-${by}`).split(' ').map((id) => document.getElementById(id).textContent).join(' ')));
    assert.match(heard[0], /Bewerberlotse.*For those who recruit.*analysing or filtering/);
    assert.equal(heard[1], `Purpose: ${purpose}`);
    const accept = plainOf(page).getByRole('button', { name: /^Accept/ });
    assert.deepEqual(await accept.evaluate((at) => [at.getAttribute('aria-keyshortcuts'),
      at.getAttribute('aria-describedby').split(' ').some((id) => document.getElementById(id).textContent.includes('ranks candidates'))]), ['a', true]);
    assert.equal(await plainOf(page).getAttribute('aria-keyshortcuts'), 'j k a r');
    const nameless = await page.locator('.queue > li').evaluateAll((lines) => lines.filter((line) =>
      !line.getAttribute('aria-labelledby').split(' ').every((id) => document.getElementById(id)?.textContent.trim())).length);
    assert.equal(nameless, 0);
  }, {}, changed);
});

test('the main buttons can be read in forced colours', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await onPage('#queue=all', async (page) => {
      await plainOf(page).getByRole('button', { name: /^Accept/ }).click();
      await page.getByRole('button', { name: 'Review and save' }).click();
      for (const name of ['Save as a file', 'Review and save']) {
        const [ink, ground] = await page.getByRole('button', { name, includeHidden: true }).evaluate((at) => {
          const { color, backgroundColor } = getComputedStyle(at);
          const probe = document.createElement('p');
          document.body.append(probe);
          const of = (word) => {
            probe.style.color = word;
            return getComputedStyle(probe).color;
          };
          return [[color, of('ButtonText')], [backgroundColor, of('ButtonFace')]];
        });
        assert.equal(ink[0], ink[1]);
        assert.equal(ground[0], ground[1]);
        assert.notEqual(ink[0], ground[0]);
      }
    }, { forcedColors: 'active', colorScheme });
  }
});

test('a typed reason stays: over a sheet, a reload and an answer that is taken back', async () => {
  await onPage('#queue=proposals', async (page) => {
    const [judged, told] = [assessedOf(page).getByLabel(/^Reason/), plainOf(page).getByLabel(/^Reason/)];
    await judged.fill('seen in a trial');
    await plainOf(page).getByRole('button', { name: 'Add a reason' }).click();
    await told.fill('the tender says so');
    await assessedOf(page).locator('h3 a').click();
    await page.waitForSelector('.sheet');
    assert.equal(await page.locator('.facts').getByLabel(/^Reason/).first().inputValue(), 'seen in a trial');
    await page.goBack();
    await page.waitForSelector('.queue');
    assert.equal(await judged.inputValue(), 'seen in a trial');
    await page.reload();
    await page.waitForSelector('.queue');
    assert.equal(await told.inputValue(), 'the tender says so');
    await plainOf(page).getByRole('button', { name: /^Accept/ }).click();
    assert.equal((await linesOf(page))[0].why, 'the tender says so');
    await plainOf(page).getByRole('button', { name: 'Take back' }).click();
    assert.equal(await told.inputValue(), 'the tender says so');
  });
});

test('Enter after the reason does what was asked for, and the field says what it lacks', async () => {
  await onPage('#queue=proposals', async (page) => {
    const judged = assessedOf(page);
    const field = judged.getByLabel(/^Reason/);
    assert.equal(await field.getAttribute('aria-required'), 'true');
    await judged.focus();
    await page.keyboard.press('a');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.match(await field.evaluate((at) => document.getElementById(at.getAttribute('aria-describedby')).textContent), /needs a reason/);
    await page.keyboard.press('Enter');
    assert.equal((await linesOf(page)).length, 0, 'still without a reason');
    await page.keyboard.type('measured');
    assert.equal(await field.getAttribute('aria-invalid'), 'false');
    await page.keyboard.press('Escape');
    assert.ok(await judged.evaluate((line) => line === document.activeElement), 'Escape leads to the item');
    await field.focus();
    await page.keyboard.press('Enter');
    assert.deepEqual((await linesOf(page)).map(({ act, why }) => [act, why]), [['attest', 'measured']]);
    assert.ok(await focusIs(page, '.queue > li'), 'on to what is open');
    // Nothing was asked for: Enter chooses nothing by itself.
    await plainOf(page).getByRole('button', { name: 'Add a reason' }).click();
    await page.keyboard.type('so');
    await page.keyboard.press('Enter');
    assert.equal((await linesOf(page)).length, 1);
    assert.ok(await focusIs(page, '.proposal button'));
  });
});

/** Many records of which one thing is asked. */
function many(count) {
  return withData(atlas.page, (data) => {
    const first = data.systems.find(({ missing }) => missing.length > 0);
    data.systems = Array.from({ length: count }, (_, at) => ({ ...first, id: `copy-${at}`, facts: [], missing: [{ ...first.missing[0], settles: [] }] }));
    data.meta.systems = count;
  });
}

test('who comes back goes on at the first item that is not answered', async () => {
  await onPage('#queue=all', async (page) => {
    page.on('dialog', (dialog) => dialog.accept());
    const answered = 60;
    await page.evaluate((count) => {
      const key = `actlas ${location.pathname} Test register`;
      const { fact } = document.querySelector('.question').dataset;
      const lines = Array.from({ length: count }, (_, at) => {
        const line = { id: `copy-${at}`, fact, value: true, words: 'yes', act: 'attest', question: 'Asked?' };
        return [JSON.stringify([line.id, '', '', fact, null]), line];
      });
      sessionStorage.setItem(key, JSON.stringify({ by: '', lines }));
    }, answered);
    await page.reload();
    await page.waitForSelector('.queue');
    const at = () => page.evaluate(() => [...document.querySelectorAll('.queue > li')].indexOf(document.activeElement));
    assert.equal(await at(), answered);
    assert.ok(await page.locator('.queue > li').nth(answered).evaluate((line) => line.getBoundingClientRect().top < window.innerHeight));
    await page.keyboard.press('j');
    assert.equal(await at(), answered + 1);
    await page.evaluate(() => { location.hash = ''; });
    await page.waitForSelector('.queue-entry');
    await page.click('.queue-entry a');
    await page.waitForSelector('.queue');
    assert.equal(await at(), answered, 'from the map too');
    await page.evaluate(() => document.querySelector('.queue-view h2').focus());
    await page.keyboard.press('j');
    assert.equal(await at(), answered);
  }, {}, many(90));
});

test('a printed queue says how much of it is printed, and what can be answered', async () => {
  await onPage('#queue=all', async (page) => {
    await page.emulateMedia({ media: 'print' });
    assert.match(await page.locator('.queue-view .only-print').innerText(), /^The first 40 of 90 are printed here/);
    assert.ok(await page.locator('.queue .choice').first().isVisible());
    assert.equal(await page.locator('.queue :is(button, input, select):visible').count(), 0);
  }, {}, many(90));
  await onPage('#queue=proposals', async (page) => {
    await plainOf(page).getByRole('button', { name: /^Accept/ }).click();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.queue :is(button, input):visible').count(), 0);
    assert.equal(await page.locator('.queue-view .only-print').textContent(), '', 'all of it is');
  });
});

test('Escape leads back from the choices of a question, and not while somebody writes', async () => {
  await onPage('', async (page) => {
    await page.click('.queue-entry a');
    await page.waitForSelector('.queue');
    await page.locator('.queue input[type="radio"]').first().focus();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => location.hash === '');
  });
});

test('a record whose name cannot be seen is called by its id', async () => {
  const changed = withData(atlas.page, (data) => { data.systems.find(({ id }) => id === 'cv-1').name = '\u200b\u2060\u3164'; });
  await onPage('#queue=all', async (page) => {
    await page.locator('.queue h3 a', { hasText: 'cv-1' }).first().click();
    await page.waitForSelector('.sheet');
    assert.equal(await page.textContent('.sheet h2'), 'cv-1');
    await page.locator('.facts').getByRole('button', { name: /^Accept/ }).first().click();
    await page.getByRole('button', { name: 'Review and save' }).click();
    assert.match(await page.locator('.answers li').textContent(), /^cv-1/);
    assert.equal((await linesOf(page))[0].name, '\u200b\u2060\u3164', 'the file names the record as the register does');
  }, {}, changed);
});

test('after saving many answers, what became of them is in view', async () => {
  await onPage('#queue=all', async (page) => {
    await page.locator('.queue > li').first().focus();
    const all = await leftOf(page);
    await page.evaluate(() => {
      for (const button of document.querySelectorAll('.queue .proposal button[aria-keyshortcuts="r"]')) button.click();
    });
    assert.ok(await leftOf(page) < all - 8);
    await save(page, 'Ada Löwe');
    const [top, bottom, inside] = await page.locator('dialog .result').evaluate((at) => {
      const [result, dialog] = [at.getBoundingClientRect(), at.closest('dialog').getBoundingClientRect()];
      return [result.top, result.bottom, [dialog.top, dialog.bottom]];
    });
    assert.ok(top >= inside[0] && bottom <= inside[1], `${top}–${bottom} in ${inside}`);
  }, { viewport: { width: 900, height: 480 } });
});
