import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dayOf, ELSEWHERE, run, SPACED, testFolder } from './harness.mjs';

const news = resolve(fileURLToPath(new URL('../../examples/pact/news', import.meta.url)));
const pages = testFolder('news', (folder) => {
  writeFileSync(join(folder, 'claims.jsonl'), run('pact', 'read', news));
  run('pact', 'review', join(folder, 'claims.jsonl'), '-o', join(folder, 'review.html'));
  run('pact', 'site', '--on', '2026-11-21', '--claims', join(folder, 'claims.jsonl'), '-o', join(folder, 'site'));
});
const { onPage } = pages;
const at = (name) => join(pages.folder, name);

async function save(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  await download.saveAs(at(name));
  return readFileSync(at(name), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
}

const claims = () => readFileSync(at('claims.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const idOf = (organisation, language) =>
  claims().find((line) => line.organisation === organisation && line.language === language && line.kind === 'claim').id;

test('every claim stands in its paragraph with its sentence marked', async () => {
  await onPage('review.html', async (page) => {
    const want = claims().filter((line) => line.kind === 'claim' || line.kind === 'event');
    assert.equal(await page.locator('.claim').count(), want.length);
    for (const line of want) {
      const card = page.locator(`.claim[data-id="${line.id}"]`).first();
      assert.equal(await card.locator('mark').textContent(), line.quote);
      assert.equal(await card.locator('blockquote').textContent(), line.paragraph);
    }
    assert.equal(await page.textContent('#done'), `0 of ${new Set(want.map((line) => line.id)).size} reviewed`);
  });
});

test('keys alone review, and the saved file is what the next run takes', async () => {
  await onPage('review.html', async (page) => {
    const meta = idOf('meta', 'en');
    await page.focus(`.claim[data-id="${meta}"]`);
    await page.keyboard.press('a');
    assert.equal(await page.getAttribute(`.claim[data-id="${meta}"]`, 'data-state'), 'attest');
    // The next card has the focus, so that `a` and `r` go down the list.
    await page.keyboard.press('r');
    assert.equal(await page.locator('.claim[data-state="reject"]').count(), 1);
    await page.keyboard.press('k');
    await page.keyboard.press('u');
    await page.keyboard.press('j');
    await page.click('#save');
    assert.match(await page.textContent('#status'), /name first/);
    await page.fill('#by', 'Ada Example');
    const lines = await save(page, 'reviewed.claims.jsonl');
    assert.ok(lines.every((line) => line.by === 'Ada Example' && /^\d{4}-\d\d-\d\d$/.test(line.at)));
    assert.deepEqual(lines.map((line) => [line.claim, line.act])[0], [meta, 'attest']);
    const said = run('pact', 'positions', '--org', 'Meta', '--claims', at('claims.jsonl'),
      '--reviewed', at('reviewed.claims.jsonl'));
    assert.match(said, /\[attested by Ada Example, /);
  });
});

test('a rejected claim is shown no more, and its reason is kept', async () => {
  await onPage('review.html', async (page) => {
    const amazon = idOf('amazon', 'en');
    const card = page.locator(`.claim[data-id="${amazon}"]`);
    await card.locator('text=Reject').click();
    await card.locator('.why').fill('the sentence is about another firm');
    await page.fill('#by', 'Ada Example');
    const lines = await save(page, 'no.claims.jsonl');
    assert.deepEqual(lines, [{ claim: amazon, act: 'reject', by: 'Ada Example', at: lines[0].at,
      why: 'the sentence is about another firm' }]);
    const said = run('pact', 'positions', '--org', 'Amazon', '--claims', at('claims.jsonl'), '--reviewed', at('no.claims.jsonl'));
    assert.doesNotMatch(said, /Read in news/);
    run('pact', 'review', at('claims.jsonl'), '--reviewed', at('no.claims.jsonl'), '-o', at('again.html'));
  });
  await onPage('again.html', async (page) => {
    const card = page.locator(`.claim[data-id="${idOf('amazon', 'en')}"]`);
    assert.equal(await card.getAttribute('data-state'), 'reject');
    assert.match(await card.textContent(), /Reviewed by Ada Example.*another firm/);
  });
});

test('the site shows claims of news apart, marked as proposed', async () => {
  await onPage('site/organisation-meta.html', async (page) => {
    const list = page.locator('.news');
    assert.match(await list.textContent(), /will not sign the EU AI Pact for now.*proposed/s);
    assert.ok(await list.locator('mark').count() >= 2);
    assert.match(await list.textContent(), /delays a release in the Union.*Reason as stated/s);
  });
  await onPage('site/timeline.html', async (page) => {
    assert.match(await page.locator('.years').textContent(), /proposed read in news/);
  });
});

test('the pages keep within a phone, in any font', async () => {
  for (const name of ['review.html', 'site/organisation-meta.html', 'site/instrument-ai-pact.html', 'site/timeline.html']) {
    await onPage(name, async (page) => {
      for (const content of ['', SPACED]) {
        if (content) await page.addStyleTag({ content });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name} is ${wide} px too wide ${content && 'with wider letters'}`);
      }
    }, { viewport: { width: 320, height: 740 }, bypassCSP: true });
  }
});

test('the review works from the keyboard: everything is reached, named and shown', async () => {
  await onPage('review.html', async (page) => {
    await page.focus('#by');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'save');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.matches('.claim')));
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
    const label = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    assert.match(label, /AI Pact.*1-launch/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.claim[data-state="attest"]').count(), 1);
    assert.match(await page.textContent('#status'), /accepted/);
    assert.equal(await page.locator('button[data-act="attest"][aria-pressed="true"]').count(), 1);
    // A letter typed into a reason is a letter.
    await page.locator('.why').first().fill('');
    await page.locator('.why').first().press('r');
    assert.equal(await page.locator('.claim[data-state="reject"]').count(), 0);
    const unnamed = await page.locator('input').evaluateAll((all) => all.filter((at) => !at.labels.length).length);
    assert.equal(unnamed, 0);
  });
});

test('markup in an article is text on the page', async () => {
  const sentence = 'Google <img src=x onerror=alert(1)> has signed the AI Pact.';
  writeFileSync(at('odd.txt'), `${sentence}\n`);
  writeFileSync(at('odd.jsonl'), run('pact', 'read', at('odd.txt')));
  run('pact', 'review', at('odd.jsonl'), '-o', at('odd.html'));
  await onPage('odd.html', async (page) => {
    assert.equal(await page.locator('img').count(), 0);
    assert.match(await page.textContent('main'), /onerror/);
  });
});

test('a reason that is changed after saving is not lost silently, and the day is the local one', async () => {
  await onPage('review.html', async (page) => {
    let asked = 0;
    page.on('dialog', () => { asked += 1; });
    const card = page.locator('.claim').first();
    await card.locator('text=Accept').click();
    await page.fill('#by', 'Ada Example');
    const [line] = await save(page, 'later.claims.jsonl');
    assert.equal(line.at, await dayOf(page));
    await page.fill('#by', 'Ada Example');
    await card.locator('.why').fill('seen in the paper itself');
    await page.reload();
    assert.equal(asked, 1);
  }, ELSEWHERE);
});
