import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { attested, classify, dataOf, fixture, leftOf, linesOf, save, SPACED, testAtlas, withData } from './harness.mjs';

const atlas = testAtlas(fixture, '--answers', attested);
const { onPage } = atlas;

const currentOf = (page) => page.evaluate(() => [...document.querySelectorAll('.queue > li')].indexOf(document.activeElement));

/** Proposals that say the same of the same subject are one, and none waits that the fixture's answers attest. */
function waiting() {
  const { systems, questions } = dataOf(atlas.page);
  const keysOf = (system, layer) => system.facts.filter((fact) => fact.layer === layer)
    .map((fact) => JSON.stringify([system.id, fact.use, fact.actor, fact.id, fact.value]));
  const attests = new Set(systems.flatMap((system) => keysOf(system, 'attested')));
  const proposals = systems.flatMap((system) => keysOf(system, 'proposed')).filter((key) => !attests.has(key));
  assert.ok(attests.size > 0);
  const asked = systems.flatMap((system) => system.missing.filter(({ fact }) => questions[fact]));
  return { proposals: new Set(proposals).size, questions: asked.length };
}

test('the map leads to the queue, which holds every proposal and question once', async () => {
  const { proposals, questions } = waiting();
  assert.ok(proposals > 3 && questions > 3);
  await onPage('', async (page) => {
    const [, said, asked, apart] = /^(\d+) proposals and (\d+) questions wait for an answer, and (\d+) that no point hangs on$/
      .exec(await page.textContent('.queue-entry')).map(Number);
    assert.equal(said + asked + apart, proposals + questions);
    assert.ok(apart > 0 && said + asked > 0);
    await page.click('.queue-entry a');
    assert.equal(await page.evaluate(() => location.hash), '#queue=all');
    assert.equal(await leftOf(page), proposals + questions);
    await page.getByRole('link', { name: 'Proposals', exact: true }).click();
    assert.equal(await leftOf(page), proposals);
    assert.equal(await page.locator('.queue > li.of-question').count(), 0);
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => location.hash), '#queue=all');
  });
});

test('what most hangs on comes first, and says what that is', async () => {
  await onPage('#queue=all', async (page) => {
    const more = page.locator('.queue-view .more');
    while (await more.count() > 0) await more.click();
    const counts = await page.locator('.queue > li').evaluateAll((lines) => lines.map((line) => {
      const hangs = /(?:On this hangs|An answer can settle): (.*)$/.exec([...line.querySelectorAll('.foot')].at(-1).textContent);
      return hangs ? hangs[1].split('; ').length : 0;
    }));
    assert.ok(counts[0] > 0);
    assert.deepEqual(counts, [...counts].sort((a, b) => b - a));
  });
});

test('by keys alone: next, previous, accept, reject, and on to what is open', async () => {
  await onPage('#queue=proposals', async (page) => {
    const all = await leftOf(page);
    for (const [key, at] of [['j', 0], ['j', 1], ['k', 0], ['k', 0], ['j', 1], ['k', 0]]) {
      await page.keyboard.press(key);
      assert.equal(await currentOf(page), at, key);
    }
    const assessed = [];
    const order = await page.locator('.queue > li').evaluateAll((lines) => lines.map((line) => line.querySelector('.proposal .field') !== null));
    order.forEach((needs, at) => { if (needs) assessed.push(at); });
    let at = 0;
    for (const key of ['r', 'a', 'r']) {
      while (assessed.includes(at)) {
        await page.keyboard.press('j');
        at += 1;
      }
      assert.equal(await currentOf(page), at);
      await page.keyboard.press(key);
      at += 1;
    }
    assert.deepEqual((await linesOf(page)).map((line) => line.act), ['reject', 'attest', 'reject']);
    assert.equal(await leftOf(page), all - 3);
    assert.match(await page.textContent('.queue-left'), /^\d+ of \d+ left/);
    // What is answered is passed over, and a held-down control key is somebody else's shortcut.
    await page.keyboard.press('Control+a');
    assert.equal(await leftOf(page), all - 3);
  });
});

test('a legal assessment is not accepted without a reason, and letters in it are letters', async () => {
  await onPage('#queue=proposals', async (page) => {
    const judged = page.locator('.queue > li', { hasText: 'Does it aim to distort' });
    const all = await leftOf(page);
    await judged.focus();
    await page.keyboard.press('a');
    assert.equal(await leftOf(page), all);
    assert.match(await judged.textContent(), /needs a reason/);
    await page.keyboard.type('jar');
    assert.equal(await judged.getByLabel(/^Reason/).inputValue(), 'jar');
    await judged.getByRole('button', { name: /^Accept/ }).click();
    assert.equal(await leftOf(page), all - 1);
    assert.equal((await linesOf(page))[0].why, 'jar');
  });
});

test('a question is answered in the queue', async () => {
  await onPage('#queue=questions', async (page) => {
    const all = await leftOf(page);
    const first = page.locator('.queue > li').first();
    await page.evaluate(() => document.querySelector('.queue-view h2').focus());
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    assert.equal(await leftOf(page), all, 'there is nothing to reject');
    await page.keyboard.press('a');
    assert.ok(await page.evaluate(() => document.activeElement.matches('.queue > li:first-child form input')));
    const asked = page.locator('.queue > li', { hasText: 'obvious' }).first();
    await asked.getByLabel('no', { exact: true }).check();
    await asked.getByRole('button', { name: 'Keep answer' }).click();
    assert.equal(await leftOf(page), all - 1);
    assert.ok(await first.isVisible());
  });
});

test('the words stand in the words around them, marked, with their reason and who read them', async () => {
  const purpose = `${'Vorwort 🙂 '.repeat(40)}Es ordnet Bewerber nach Eignung.${' Nachwort'.repeat(60)}`;
  const words = 'ordnet Bewerber';
  const start = Buffer.from(purpose.slice(0, purpose.indexOf(words))).length;
  const changed = withData(atlas.page, (data) => {
    const system = data.systems.find(({ id }) => id === 'chat');
    system.texts = [['purpose', purpose]];
    system.facts = [
      {
        id: 'hiring_tasks', question: 'For those who recruit, what is it used for?', answer: 'ranking', value: ['evaluate'],
        layer: 'proposed', by: 'llm:tester', why: 'it says <b>so</b>',
        quote: { field: 'purpose', start, end: start + words.length, text: words },
      },
      {
        id: 'worker_tasks', question: 'What for?', answer: 'monitoring', value: ['monitor'],
        layer: 'proposed', by: 'llm:tester', why: '', quote: { field: 'purpose', start: 1, end: 4, text: 'not there' },
      },
    ];
  });
  await onPage('#queue=models', async (page) => {
    assert.equal(await leftOf(page), 2);
    const line = page.locator('.queue > li', { hasText: 'For those who recruit' });
    const [quote] = await line.locator('.queue-quote').allTextContents();
    assert.ok(quote.length < 400, quote);
    assert.match(quote, /^Purpose: … (🙂 )?(Vorwort 🙂 )+Es ordnet Bewerber nach Eignung\.( Nachwort)+ …$/u);
    assert.equal(await line.locator('mark').textContent(), words);
    assert.match(await line.textContent(), /It says <b>so<\/b>; by llm:tester/);
    const other = page.locator('.queue > li', { hasText: 'monitoring' });
    assert.equal(await other.locator('mark').textContent(), 'not there', 'words that are not there are shown as said');
  }, {}, changed);
});

test('what was answered in the queue is a file that the next reading takes', async () => {
  await onPage('#queue=proposals', async (page) => {
    const line = page.locator('.queue > li', { hasText: 'For those who recruit' }).first();
    await line.focus();
    await page.keyboard.press('a');
    // Formats are known by their endings.
    const file = join(atlas.folder, 'queue.facts.jsonl');
    copyFileSync(await save(page, 'Ada Löwe'), file);
    const said = JSON.parse(readFileSync(file, 'utf8').trim());
    assert.deepEqual([said.act, said.fact, said.by], ['attest', 'hiring_tasks', 'Ada Löwe']);
    const now = classify(fixture, '--answers', attested, '--answers', file).get(said.id);
    assert.ok(now.established.points.includes('annex3.4a'));
    assert.deepEqual(now.findings, []);
  });
});

test('markup of a register is text in the queue too', async () => {
  await onPage('#queue=all', async (page) => {
    assert.equal(await page.locator('.queue img, .queue b, .queue script').count(), 0);
    assert.equal(await page.evaluate(() => window.broken), undefined);
  });
});

test('long queues come in pieces, and the keys reach the next piece', async () => {
  const changed = withData(atlas.page, (data) => {
    const [first] = data.systems.filter((system) => system.missing.length > 0);
    data.systems = Array.from({ length: 90 }, (_, at) => ({ ...first, id: `copy-${at}`, facts: [], missing: first.missing.slice(0, 1) }));
    data.meta.systems = 90;
  });
  await onPage('#queue=all', async (page) => {
    assert.equal(await leftOf(page), 90);
    assert.equal(await page.locator('.queue > li').count(), 40);
    await page.locator('.queue > li').last().focus();
    await page.keyboard.press('j');
    assert.equal(await currentOf(page), 40);
  }, {}, changed);
});

/** The fixture with what each proposal of the page says attested too, as a map has it that was drawn with acceptances. */
function accepted(change = (value) => value) {
  return withData(atlas.page, (data) => {
    for (const system of data.systems) {
      const proposed = system.facts.filter((fact) => fact.layer === 'proposed');
      system.facts.push(...proposed.map((fact) => ({ ...fact, value: change(fact.value), answer: `${fact.answer} and more`, layer: 'attested', by: 'Ada', at: '2026-11-27', quote: undefined })));
    }
  });
}

test('what was accepted waits for nobody, and its sheet says who accepted it', async () => {
  const { questions } = waiting();
  await onPage('', async (page) => {
    assert.doesNotMatch(await page.textContent('.queue-entry'), /proposal/);
    await page.evaluate(() => { location.hash = '#queue=all'; });
    await page.waitForSelector('.queue-left');
    assert.equal(await leftOf(page), questions);
    await page.evaluate(() => { location.hash = '#cv-1'; });
    const line = page.locator('.facts > li.proposed', { hasText: 'For those who recruit' });
    assert.equal(await line.locator('.kept').textContent(), 'Accepted by Ada, 27 November 2026.');
    assert.equal(await page.locator('.facts').getByRole('button').count(), 0);
    assert.doesNotMatch(await page.textContent('.sheet'), /until somebody accepts it/);
  }, {}, accepted());
});

test('a wider answer holds a proposal, another one or one of another use does not', async () => {
  const { proposals } = waiting();
  const waitsWith = async (change, check) => onPage('#queue=proposals', async (page) => check(await leftOf(page), page), {}, accepted(change));
  const isSet = (value) => Array.isArray(value);
  await waitsWith((value) => (isSet(value) ? { has: [...value, 'more'], complete: true } : value), async (left, page) => {
    assert.equal(left, 0);
    await page.evaluate(() => { location.hash = '#cv-1'; });
    assert.match(await page.locator('.facts .kept').first().textContent(), /^Accepted by Ada, 27 November 2026: .* and more\.$/);
  });
  await waitsWith((value) => (isSet(value) ? { has: [], complete: true } : !value), (left) => assert.equal(left, proposals));
  // Two people who took a part each have taken all of it.
  const inParts = withData(atlas.page, (data) => {
    const system = data.systems.find(({ id }) => id === 'cv-1');
    const fact = system.facts.find(({ id, layer }) => id === 'hiring_tasks' && layer === 'proposed');
    fact.value.forEach((member, at) => system.facts.push({ ...fact, value: [member], answer: member, layer: 'attested', by: ['Ada', 'Bob'][at], at: '2026-11-27' }));
  });
  await onPage('#cv-1', async (page) => assert.match(await page.locator('.facts > li.proposed .kept').textContent(),
    /^Accepted by Ada, 27 November 2026: filter; Bob, 27 November 2026: evaluate\.$/), {}, inParts);
  const elsewhere = withData(atlas.page, (data) => {
    const system = data.systems.find(({ id }) => id === 'two-uses');
    const [fact] = system.facts.filter(({ use, layer }) => use === 'street' && layer === 'proposed');
    system.facts.push({ ...fact, use: 'gate', layer: 'attested', by: 'Ada', at: '2026-11-27' });
  });
  await onPage('#queue=proposals', async (page) => assert.equal(await leftOf(page), proposals), {}, elsewhere);
});

test('nothing that waits is no queue', async () => {
  const changed = withData(atlas.page, (data) => {
    for (const system of data.systems) Object.assign(system, { facts: [], missing: [] });
  });
  await onPage('', async (page) => assert.equal(await page.locator('.queue-entry').count(), 0), {}, changed);
  await onPage('#queue=all', async (page) => assert.match(await page.textContent('.queue-view'), /Nothing of this kind waits/), {}, changed);
});

test('the queue is usable at 320 pixels in any font, and by those who hear it', async () => {
  await onPage('#queue=all', async (page) => {
    for (const content of ['', SPACED]) {
      if (content) await page.addStyleTag({ content });
      const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(wide <= width, `${wide} > ${width} ${content && 'with wider letters'}`);
    }
    const ids = await page.locator('[id]').evaluateAll((nodes) => nodes.map((node) => node.id));
    assert.equal(new Set(ids).size, ids.length);
    const nameless = await page.locator('.queue-view :is(button, a, input, select)').evaluateAll((nodes) =>
      nodes.filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length)).length);
    assert.equal(nameless, 0);
  }, { viewport: { width: 320, height: 844 }, bypassCSP: true });
});

test('on paper the queue is a list without buttons', async () => {
  await onPage('#queue=all', async (page) => {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.queue :is(button, input):visible').count(), 0);
    assert.ok(await page.locator('.queue > li').first().isVisible());
  });
});
