import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { attested, classify, dataOf, fixture, hashOf, linesOf, makeAtlas, run, SPACED, testAtlas, withData } from './harness.mjs';

const WORKER_ID = 'cv 2/ä=#?%';
const atlas = testAtlas(fixture, '--answers', attested);
const { onPage } = atlas;

const rowOf = (page, name) => page.locator('.matrix tbody tr', { has: page.locator('th', { hasText: name }) });

async function cellOf(page, row, point) {
  const heading = page.locator(`.matrix .labels th[aria-label^="${point} "]`);
  const at = await heading.evaluate((head) => head.cellIndex);
  return rowOf(page, row).locator(`:scope > :nth-child(${at + 1})`);
}

const focused = (page, read) => page.evaluate(read);

test('the first look says of how many systems it is, and what is apart', async () => {
  await onPage('', async (page) => {
    assert.match(await page.title(), /^Test register: 8 systems/);
    const head = await page.textContent('.masthead');
    assert.match(head, /8 systems under the AI Act on 21 November 2026; 1 retired one apart/);
    assert.match(await page.textContent('.legend'), /Assumed, unless a fact says otherwise/);
    assert.equal(await page.locator('.matrix tbody tr').count(), 4, 'three organisations and their sum');
    await page.click('.retired summary');
    // The list is made when the browser tells that it was opened, a moment later.
    await page.locator('.retired', { hasText: 'Retired sorter' }).waitFor();
    const classes = await page.locator('.class-line .count').allTextContents();
    assert.equal(classes.map(Number).reduce((a, b) => a + b), 8);
  });
});

test('cells tell their state by a pattern of their own, by a count and in words', async () => {
  await onPage('', async (page) => {
    const check = async (point, kind, label, count, row = 'Amt für Arbeit') => {
      const cell = await cellOf(page, row, point);
      assert.match(await cell.getAttribute('class'), new RegExp(`\\bs-${kind}\\b`), point);
      assert.equal(await cell.getAttribute('aria-label'), label);
      assert.equal((await cell.textContent()).trim(), count);
    };
    await check('4(a)', 'i', '1 indicated, 1 nothing stated', '1');
    await check('4(b)', 's', '1 established, 1 nothing stated', '1');
    await check('50(2)', 'o', '1 open, 3 nothing stated', '1', 'Stad Ghent');
    await check('2', 'u', '2 nothing stated', '');
    const patterns = await page.evaluate(() => ['s', 'i', 'o', 'u', 'x'].map((letter) => {
      const { backgroundImage, backgroundColor } = getComputedStyle(document.querySelector(`.legend .s-${letter}`));
      return `${backgroundImage} ${backgroundColor}`;
    }));
    assert.equal(new Set(patterns).size, 5);
  });
});

test('from a cell to a sheet with the mouse, and back', async () => {
  await onPage('', async (page) => {
    await (await cellOf(page, 'Amt für Arbeit', '4(a)')).click();
    assert.equal(await page.textContent('.list-view h2'), '4(a) Recruitment and selection');
    assert.match(await hashOf(page), /by=org&row=Amt.*point=annex3\.4a/);
    await page.click('.records a');
    assert.equal(await page.textContent('.sheet h2'), 'Bewerberlotse für Härtefälle');
    assert.equal(await hashOf(page), '#cv-1');
    assert.match(await page.title(), /^Bewerberlotse/);
    assert.match(await page.textContent('.headline'), /High-risk system, 4\(a\); duties from 2 December 2027/);
    const opened = page.locator('.point[open]');
    assert.equal(await opened.getAttribute('data-point'), 'annex3.4a', 'the point that led here is open');
    assert.match(await opened.textContent(), /true .*For those who recruit.*Annex III/s);
    await page.goBack();
    assert.equal(await page.textContent('.list-view h2'), '4(a) Recruitment and selection');
    await page.goBack();
    assert.ok(await page.locator('.matrix').isVisible());
    await page.goForward();
    await page.goForward();
    assert.equal(await page.textContent('.sheet h2'), 'Bewerberlotse für Härtefälle');
  });
});

test('the same with the keyboard alone; Escape leads back to where one was', async () => {
  await onPage('', async (page) => {
    const inMatrix = () => focused(page, () => Boolean(document.activeElement.closest('.matrix')));
    for (let tabs = 0; tabs < 30 && !(await inMatrix()); tabs += 1) await page.keyboard.press('Tab');
    assert.ok(await inMatrix(), 'the grid is one stop of the Tab key');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const label = (point) => page.evaluate((name) =>
      [...document.querySelectorAll('.matrix .labels th')].findIndex((head) => head.getAttribute('aria-label').startsWith(name)), point);
    const steps = await label('4(a) ');
    for (let step = 0; step < steps; step += 1) await page.keyboard.press('ArrowRight');
    const here = () => focused(page, () => {
      const cell = document.activeElement.closest('td');
      return cell && [cell.parentElement.rowIndex, cell.cellIndex, cell.getAttribute('aria-label')].join(' ');
    });
    const cell = await here();
    assert.match(cell, /1 indicated/);
    await page.keyboard.press('Enter');
    assert.equal(await focused(page, () => document.activeElement.textContent), '4(a) Recruitment and selection');
    const onLink = () => focused(page, () => document.activeElement.matches('.records a'));
    for (let tabs = 0; tabs < 10 && !(await onLink()); tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await hashOf(page), '#cv-1');
    assert.equal(await focused(page, () => document.activeElement.tagName), 'H2');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.list-view');
    assert.ok(await onLink(), 'the focus is on the link again');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.map-view:not([hidden])');
    assert.equal(await here(), cell, 'the focus is on the cell again');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    assert.match(await focused(page, () => document.activeElement.tagName + document.activeElement.scope), /THrow/);
    assert.equal(await page.locator('.matrix [tabindex="0"]').count(), 1);
  });
});

test('a sheet has a stable address, whatever stands in the id', async () => {
  for (const system of dataOf(atlas.page).systems) {
    await onPage(`#${encodeURIComponent(system.id)}`, async (page) => {
      assert.equal(await page.textContent('.sheet h2'), system.name);
    });
  }
  await onPage('#nobody', async (page) => {
    assert.match(await page.textContent('.sheet'), /holds no system “nobody”/);
    await page.click('.way-back a');
    assert.ok(await page.locator('.matrix').isVisible());
  });
  await onPage('#old', async (page) => assert.match(await page.textContent('.sheet'), /is retired/));
  await onPage('#%E0%A4%A', async (page) => assert.match(await page.textContent('.sheet'), /No sheet at this address/));
});

test('markup in a register is text', async () => {
  await onPage('#markup', async (page) => {
    assert.equal(await page.textContent('.sheet h2'), '<img src=x onerror="window.broken=1"><b>Bold</b> & co');
    assert.match(await page.textContent('.kicker >> nth=1'), /Stad <i>Ghent<\/i>/);
    assert.match(await page.textContent('blockquote'), /^<\/script><script>/);
    assert.equal(await page.locator('.source a[href^="javascript"]').count(), 0);
    await page.click('.way-back a');
    assert.equal(await page.locator('#app img, #app i, #app b').count(), 0);
    assert.equal(await page.evaluate(() => window.broken), undefined);
  });
});

test('rows, order, class and search change what the map shows, and the address keeps it', async () => {
  await onPage('', async (page) => {
    await page.getByLabel('Rows', { exact: true }).selectOption('system');
    assert.equal(await page.locator('.matrix tbody tr').count(), 9);
    await page.getByLabel('Find by name').fill('CAMERA');
    assert.equal(await page.locator('.matrix tbody tr').count(), 1);
    assert.match(await hashOf(page), /rows=system&find=CAMERA/);
    await page.reload();
    assert.equal(await page.locator('.matrix tbody tr').count(), 1);
    await page.getByLabel('Find by name').fill('');
    await page.click('.class-line[data-class="high_risk"]');
    assert.deepEqual(await page.locator('.matrix tbody .name').allTextContents(), ['Bewerberlotse für Härtefälle']);
    await page.click('.class-line[data-class="high_risk"]');
    await page.getByLabel('Show rows').selectOption('established');
    assert.deepEqual(await page.locator('.matrix tbody .name').allTextContents(), ['Shift planner']);
    await page.click('.matrix tbody th');
    assert.equal(await page.textContent('.sheet h2'), 'Shift planner');
    await page.goBack();
    assert.deepEqual(await page.locator('.matrix tbody .name').allTextContents(), ['Shift planner']);
  });
});

test('each search letter narrows the rows, and the address can be given away', async () => {
  await onPage('#rows=system', async (page) => {
    const field = page.getByLabel('Find by name');
    const counts = [];
    for (const letter of 'shift') {
      await field.press(letter);
      counts.push(await page.locator('.matrix tbody tr:not(.total)').count());
    }
    assert.deepEqual(counts, [...counts].sort((a, b) => b - a));
    assert.equal(counts.at(-1), 1);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy a link to this view' }).click();
    await page.getByText('Copied.').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, page.url());
    await page.goto('about:blank');
    await page.goto(link);
    await page.waitForSelector('.map-view', { state: 'attached' });
    assert.deepEqual(await page.locator('.matrix tbody .name').allTextContents(), ['Shift planner']);
  });
});

test('a link to a sheet is copied, or shown where the clipboard is closed', async () => {
  await onPage(`#${encodeURIComponent(WORKER_ID)}`, async (page) => {
    await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); });
    await page.getByRole('button', { name: 'Copy the link' }).click();
    const shown = page.getByRole('textbox', { name: 'Link' });
    assert.equal(await shown.inputValue(), page.url());
    assert.match(await shown.inputValue(), new RegExp(`#${encodeURIComponent(WORKER_ID).replace(/[?]/g, '.')}$`));
  });
});

test('rows and columns have sums that agree with the cells', async () => {
  const { systems, columns } = dataOf(atlas.page);
  const shown = (cells) => [...cells].filter((letter) => 'si'.includes(letter)).length;
  for (const [axis, rows] of [['system', 9], ['org', 4]]) {
    await onPage(`#rows=${axis}`, async (page) => {
      const at = await page.locator('.matrix .labels th[data-sort="shown"]').evaluate((head) => head.cellIndex);
      const sums = await page.locator(`.matrix tbody tr > :nth-child(${at + 1})`).allTextContents();
      assert.equal(sums.length, rows);
      const [total, ...parts] = sums.map(Number);
      assert.equal(total, systems.reduce((sum, system) => sum + shown(system.cells), 0));
      assert.equal(parts.reduce((sum, part) => sum + part), total);
      for (const point of ['annex3.4a', 'annex3.4b']) {
        const column = columns.findIndex(({ id }) => id === point);
        const holds = systems.filter(({ cells }) => 'si'.includes(cells[column])).length;
        const label = point === 'annex3.4a' ? '4(a)' : '4(b)';
        assert.equal((await (await cellOf(page, 'All', label)).textContent()).trim(), String(holds));
      }
    });
  }
});

test('what one answer can settle is shown alone, with the question', async () => {
  const settled = dataOf(atlas.page).systems.filter(({ missing }) => missing.some(({ settles }) => settles.length > 0));
  assert.ok(settled.length > 0 && settled.length < 8);
  await onPage('#rows=system&only=settles', async (page) => {
    const names = await page.locator('.matrix tbody tr:not(.total) .name').allTextContents();
    assert.deepEqual(names.sort(), settled.map(({ name }) => name).sort());
    await page.getByLabel('Rows', { exact: true }).selectOption('org');
    await (await cellOf(page, /^Stad <i>/, '50(1)')).click();
    assert.match(await hashOf(page), /only=settles/);
    const listed = await page.locator('.records li').allTextContents();
    const expected = settled.filter(({ org, missing }) => org.startsWith('Stad <i>')
      && missing.some(({ settles }) => settles.includes('art50.1')));
    assert.equal(listed.length, expected.length);
    for (const line of listed) assert.match(line, /To ask: .+\?.* It can settle .*50\(1\)/);
  });
});

test('dates, other readings, uses and roles stand on the sheet', async () => {
  await onPage(`#${encodeURIComponent(WORKER_ID)}`, async (page) => {
    const side = await page.textContent('.side');
    assert.match(side, /Applies from 2 December 2027.*Art\. 113\(c\)/s);
    assert.match(side, /Does "and" in Annex III.*It would then be: undetermined.*without 4\(b\) Managing workers/s);
  });
  await onPage('#two-uses', async (page) => {
    const side = await page.textContent('.side');
    assert.match(side, /Finds people in the street.*Maker NV.*Is provider/s);
  });
});

test('both dates are shown where they differ', async () => {
  const file = withData(atlas.page, (data) => {
    const [applies] = data.systems.find((system) => system.id === 'cv-1').applies;
    Object.assign(applies, { status: 'legacy', effective: '2030-08-02', until: '2030-08-02', basis: 'Art. 111(2)' });
  });
  await onPage('#cv-1', async (page) => {
    const side = await page.textContent('.side');
    assert.match(side, /until 2 August 2030.*letter of the Act from 2 December 2027.*Art\. 111\(2\)/s);
  }, {}, file);
});

test('quotes are marked by their bytes, also after signs of several bytes', async () => {
  const quotes = ['die Bewerberinnen – „fair“', '„fair“ – nach Eignung', '🙂 Täglich'];
  const file = withData(atlas.page, (data) => {
    const system = data.systems.find((at) => at.id === 'cv-1');
    const [[field, text]] = system.texts;
    system.facts.forEach((fact, at) => {
      const start = Buffer.byteLength(text.slice(0, text.indexOf(quotes[at])));
      fact.quote = { field, start, end: start + Buffer.byteLength(quotes[at]), text: quotes[at] };
    });
    // A quote that is not what the text says there is not marked.
    system.facts.push({ ...system.facts[0], quote: { field, start: 3, end: 5, text: 'no' } });
  });
  await onPage('#cv-1', async (page) => {
    assert.deepEqual(await page.locator('blockquote mark').allTextContents(),
      ['die Bewerberinnen – ', '„fair“', ' – nach Eignung', '🙂 Täglich']);
    await page.locator('blockquote mark a').last().click();
    assert.match(await focused(page, () => document.activeElement.textContent), /“🙂 Täglich”/);
    assert.equal(await hashOf(page), '#cv-1');
  }, {}, file);
});

test('answers leave the page as a file that the next reading takes', async () => {
  const before = classify(fixture, '--answers', attested);
  await onPage('#cv-1', async (page) => {
    const proposal = page.locator('.facts li', { hasText: 'For those who recruit' });
    await proposal.getByRole('button', { name: /^Accept/ }).click();
    assert.match(await proposal.textContent(), /Your answer: .*analysing or filtering applications/);
    const rejected = page.locator('.facts li', { hasText: 'Does it process personal data' });
    await rejected.getByRole('button', { name: 'Add a reason' }).click();
    await rejected.getByLabel('Reason').fill('only anonymous data');
    await rejected.getByRole('button', { name: /^Reject/ }).click();

    await page.evaluate(() => { location.hash = '#markup'; });
    const asked = page.locator('[data-fact="nature_is_obvious"]');
    await asked.getByRole('button', { name: 'Keep answer' }).click();
    assert.match(await asked.textContent(), /Choose an answer first/);
    await asked.getByLabel('yes').check();
    await asked.getByRole('button', { name: 'Keep answer' }).click();

    await page.evaluate(() => { location.hash = '#distort'; });
    const judged = page.locator('.facts li', { hasText: 'Does it aim to distort' });
    await judged.getByRole('button', { name: /^Accept/ }).click();
    assert.match(await judged.textContent(), /needs a reason/);
    await judged.getByLabel(/^Reason/).fill('measured in a trial');
    await judged.getByRole('button', { name: /^Accept/ }).click();

    await page.evaluate(() => { location.hash = '#silent'; });
    await page.locator('.question', { hasText: 'faces, voices' }).getByRole('button', { name: 'None of these' }).click();

    await page.reload();
    assert.match(await page.textContent('.tray'), /answers not saved yet/, 'a reload keeps the answers');
    await page.getByRole('button', { name: 'Review and save' }).click();
    await page.getByRole('button', { name: 'Save as a file' }).click();
    assert.ok(await page.locator('dialog[open]').isVisible(), 'nothing is saved without a name');
    await page.getByLabel(/Your name/).fill('Ada Löwe');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const file = join(atlas.folder, (await download).suggestedFilename());
    assert.match(file, /Test-register-Ada-Löwe-\d{4}-\d\d-\d\d\.facts\.jsonl$/);
    await (await download).saveAs(file);
    await page.getByRole('button', { name: 'Close' }).click();
    assert.match(await page.textContent('.tray'), /saved as a file/);

    const lines = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    assert.ok(lines.length >= 5);
    for (const line of lines) {
      assert.equal(line.by, 'Ada Löwe');
      assert.match(line.at, /^\d{4}-\d\d-\d\d$/);
    }
    assert.deepEqual(lines.find((line) => line.act === 'reject'), {
      id: 'cv-1', name: 'Bewerberlotse für Härtefälle', organisation: 'Amt für Arbeit & Söhne / Referat 7', fact: 'performs_profiling', value: true, act: 'reject', by: 'Ada Löwe', at: lines[0].at, why: 'only anonymous data',
    });
    const now = classify(fixture, '--answers', attested, '--answers', file);
    const found = [...now.values()].flatMap((outcome) => outcome.findings.map(({ code }) => code));
    assert.deepEqual(found, ['name-odd', 'name-odd'], 'what reading the register told, and nothing of the answers');
    assert.deepEqual(before.get('cv-1').established.points, []);
    assert.deepEqual(now.get('cv-1').established.points, ['annex3.4a']);
    assert.equal(before.get('cv-1').indicated.class, 'high_risk');
    assert.equal(now.get('cv-1').indicated.class, 'listed', 'the rejected proposal counts no more');
    assert.ok(before.get('markup').open.includes('art50.1'));
    assert.ok(now.get('markup').indicated.excluded.includes('art50.1'));
    assert.ok(now.get('silent').indicated.excluded.length > before.get('silent').indicated.excluded.length + 3);
    const stated = now.get('distort').evidence.find((at) => at.fact === 'materially_distorts_behaviour' && at.layer === 'attested');
    assert.equal(stated.why, 'measured in a trial');
  });
});

test('an answer can be taken back', async () => {
  await onPage('#markup', async (page) => {
    const asked = page.locator('[data-fact="nature_is_obvious"]');
    await asked.getByLabel('no', { exact: true }).check();
    await asked.getByRole('button', { name: 'Keep answer' }).click();
    await page.getByRole('button', { name: 'Review and save' }).click();
    await page.locator('dialog').getByRole('button', { name: /^Take back/ }).click();
    assert.ok(await page.locator('.tray').isHidden());
    assert.ok(await asked.getByRole('button', { name: 'Keep answer' }).isVisible());
  });
});

test('a proposal of one use is answered for that use', async () => {
  const line = await new Promise((resolve, reject) => {
    onPage('#two-uses', async (page) => {
      const proposal = page.locator('.facts li', { hasText: '(use street)' });
      await proposal.getByRole('button', { name: /^Accept/ }).click();
      resolve((await linesOf(page))[0]);
    }).catch(reject);
  });
  assert.equal(line.use, 'street');
});

test('the page is usable at 320 pixels in any font', async () => {
  for (const hash of ['', '#cv-1', '#two-uses', '#distort', '#point=annex3.4a']) {
    await onPage(hash, async (page) => {
      for (const content of ['', SPACED]) {
        if (content) await page.addStyleTag({ content });
        const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        assert.ok(wide <= width, `${hash || 'map'}: ${wide} > ${width} ${content && 'with wider letters'}`);
      }
    }, { viewport: { width: 320, height: 844 }, bypassCSP: true });
  }
});

test('on paper, in the dark and in forced colours', async () => {
  for (const settings of [{ colorScheme: 'dark' }, { forcedColors: 'active' }, { reducedMotion: 'reduce' }]) {
    for (const hash of ['', '#cv-1']) {
      await onPage(hash, async (page) => {
        assert.ok(await page.locator(hash ? '.sheet h2' : '.matrix').isVisible());
      }, settings);
    }
  }
  for (const hash of ['', '#cv-1']) {
    await onPage(hash, async (page) => {
      const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      assert.ok(paper.length > 10_000);
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('.masthead h1').isVisible());
      assert.ok(await page.locator('.controls, .way-back').first().isHidden());
    });
  }
});

test('duties of roles that are held are on paper, and no ring of the focus', async () => {
  await onPage('#two-uses', async (page) => {
    assert.ok(await page.locator('.role-duties .duty').first().isHidden());
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    assert.ok(await page.locator('.role-duties .duty').first().isVisible());
    assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  });
});

test('text has enough contrast, light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const hash of ['', '#cv-1', '#point=annex3.4a']) {
      await onPage(hash, async (page) => assert.deepEqual(await page.evaluate(lowContrast), []), { colorScheme });
    }
  }
});

/** Runs in the page: visible text with less than 4.5 to 1 against the nearest plain background. */
function lowContrast() {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = new Set();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || node.closest('script, style, .unseen, option') || !node.checkVisibility()) continue;
    const [one, other] = [luminance(channels(getComputedStyle(node).color)), luminance(ground(node))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) low.add(`${node.tagName}.${node.className}: ${ratio.toFixed(2)}`);
  }
  return [...low];
}

test('every control has a name and every id is unique', async () => {
  for (const hash of ['', '#distort', '#list=all']) {
    await onPage(hash, async (page) => {
      const nameless = await page.evaluate(() => [...document.querySelectorAll('button, a, input, select, summary, th[tabindex], td[tabindex]')]
        .filter((node) => node.checkVisibility())
        .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length))
        .map((node) => node.outerHTML.slice(0, 120)));
      assert.deepEqual(nameless, []);
      const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((node) => node.id));
      assert.equal(new Set(ids).size, ids.length);
    });
  }
});

test('answer trees show the numbers of their own record', async () => {
  const file = join(atlas.folder, 'models.jsonl');
  const model = (id, compute) => JSON.stringify({ id, name: id, kind: 'model', facts: { wide_range_of_tasks: true, modifies_general_model: false, prototype_only: false, training_compute: compute } });
  writeFileSync(file, `${model('small', '2e25 FLOP')}\n${model('large', '7e25 FLOP')}\n${model('twin', '2e25 FLOP')}\n`);
  const models = makeAtlas(file);
  try {
    const data = dataOf(models.page);
    const of = (id) => data.systems.find((system) => system.id === id).tree;
    assert.equal(of('small'), of('twin'), 'what is the same is held once');
    for (const [id, own, other] of [['small', /2e25/, /7e25/], ['large', /7e25/, /2e25/]]) {
      await onPage(`#${id}`, async (page) => {
        const line = page.locator('.point[data-point="gpai.systemic"]');
        await line.locator('summary').first().click();
        // A tree is drawn once it is opened, a moment after the click.
        await line.filter({ hasText: own }).waitFor();
        const words = await line.textContent();
        assert.match(words, own);
        assert.doesNotMatch(words, other);
      }, {}, models.page);
    }
  } finally {
    models.remove();
  }
});

test('a sheet names points that have no column', async () => {
  const file = join(atlas.folder, 'apart.jsonl');
  const open = { licence_is_open: true, model_information_public: true, model_monetised: false };
  const whole = { wide_range_of_tasks: true, modifies_general_model: false, prototype_only: false, training_compute: '1e24 FLOP', designated_by_commission: false, high_impact_capabilities: false, ...open };
  const record = (id, facts) => JSON.stringify({ id, name: id, kind: 'model', facts });
  writeFileSync(file, `${record('licensed', open)}\n${record('whole', whole)}\n`);
  const models = makeAtlas(file);
  try {
    const said = classify(file);
    assert.deepEqual(said.get('licensed').open, ['art53.2']);
    await onPage('#licensed', async (page) => {
      const words = await page.locator('.sheet').textContent();
      assert.match(words, /Also open/);
      assert.doesNotMatch(words, /No point is shown, and none is open/);
      assert.equal(await page.locator('.point[data-point="art53.2"]').count(), 1);
    }, {}, models.page);
    await onPage('#whole', async (page) => {
      const rest = page.locator('.rest', { hasText: 'Excluded' });
      await rest.locator('summary').first().click();
      for (const id of said.get('whole').indicated.excluded) {
        const point = page.locator(`.point[data-point="${id}"]`);
        await point.first().waitFor({ state: 'attached' });
        assert.equal(await point.count(), 1, id);
      }
    }, {}, models.page);
  } finally {
    models.remove();
  }
});

test('a map of nothing says so', async () => {
  const file = join(atlas.folder, 'retired.jsonl');
  writeFileSync(file, readFileSync(fixture, 'utf8').split('\n').filter((line) => line.includes('"old"')).join('\n'));
  const empty = makeAtlas(file);
  try {
    await onPage('', async (page) => {
      assert.match(await page.textContent('.notice'), /nothing to draw/);
      assert.match(await page.textContent('.retired'), /1 retired record is in no count/);
    }, {}, empty.page);
  } finally {
    empty.remove();
  }
});

test('a page that cannot be read says so', async () => {
  const alert = async (file, change) => {
    const context = await atlas.browser.newContext();
    await context.addInitScript(change);
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    const words = await page.textContent('[role="alert"]');
    await context.close();
    return words;
  };
  assert.match(await alert(atlas.page, () => { delete window.DecompressionStream; }), /too old to unfold the atlas.*systems\.csv/);
  const torn = join(atlas.folder, 'torn.html');
  writeFileSync(torn, readFileSync(atlas.page, 'utf8').replace(/(<script id="data"[^>]*>.{400})[^<]*/, '$1'));
  assert.match(await alert(torn, () => {}), /cannot be read .*may be cut off/);
});

test('a page without all systems says how many it holds', async () => {
  const file = withData(atlas.page, (data) => {
    data.meta.systems = 20_000;
    data.country_rows = data.rows.map((row, at) => ({ ...row, name: `Country ${at}` }));
    data.class_rows = [];
  });
  await onPage('', async (page) => {
    assert.match(await page.textContent('.notice'), /sheets of 8 of 20,000 systems/);
    await page.getByLabel('Rows', { exact: true }).selectOption('country');
    assert.deepEqual(await page.locator('.matrix tbody .name').allTextContents().then((names) => names.sort()),
      ['All 3 countries', 'Country 0', 'Country 1', 'Country 2']);
    await page.getByLabel('Rows', { exact: true }).selectOption('system');
    assert.match(await page.textContent('.count-line'), /among the systems this page holds/);
  }, {}, file);
});

test('ten thousand rows are counted, but only what fits is built', async () => {
  const file = withData(atlas.page, (data) => {
    const [first] = data.systems;
    data.systems = Array.from({ length: 10_000 }, (_, at) => ({ ...first, id: `s${at}`, name: `System ${at}`, org: `Organisation ${at % 300}` }));
    Object.assign(data.meta, { systems: 10_000, sheets: 10_000 });
  });
  // A row of text is some two kilobytes of data here; ten thousand of them pack into far less than the budget.
  assert.ok(statSync(file).size < 15e6);
  await onPage('#rows=system', async (page) => {
    const rows = page.locator('.matrix tbody tr');
    assert.equal(await page.locator('.matrix').getAttribute('aria-rowcount'), '10002');
    assert.ok((await rows.count()) <= 40, `${await rows.count()} rows are built`);
    await page.getByLabel('Find by name').fill('system 777');
    assert.equal(await page.textContent('.count-line p'), '11 of 10,000 systems.');
    await page.getByLabel('Find by name').fill('');
    await page.getByRole('button', { name: /^Show 120 more/ }).click();
    assert.ok((await rows.count()) >= 120);
    await page.getByLabel('Rows', { exact: true }).selectOption('org');
    assert.equal(await page.textContent('.count-line p'), '300 organisations with 10,000 systems.');
    assert.ok(await page.evaluate(() => document.querySelectorAll('*').length) < 6000, 'the page stays small');
  }, {}, file);
});

test('the binary draws the same page twice', () => {
  const again = makeAtlas(fixture, '--answers', attested);
  try {
    assert.equal(readFileSync(again.page, 'utf8'), readFileSync(atlas.page, 'utf8'));
  } finally {
    again.remove();
  }
  assert.match(run('--version'), /actlas/);
});
