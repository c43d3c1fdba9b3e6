// Lists behind numbers, the way back to them, and what is found.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attested, dataOf, fixture, hashOf, testAtlas, withData } from './harness.mjs';

const atlas = testAtlas(fixture, '--answers', attested);
const { onPage } = atlas;

/** What is opened is drawn a moment later. */
const drawn = (page, of) => page.waitForFunction((of) =>
  [...document.querySelectorAll(of)].every(({ open, childElementCount }) => open && childElementCount > 1), of);

const listed = async (page) => {
  await page.waitForSelector('.list-view');
  for (const group of await page.locator('.group:not([open]) > summary').all()) await group.click();
  await drawn(page, '.group');
  return (await page.locator('.records a').allTextContents()).sort();
};

/** A register of some size: organisations of several systems, of which some say something. */
function many(file, count, change = () => {}) {
  return withData(file, (data) => {
    const [first, second] = ['cv-1', 'silent'].map((id) => data.systems.find((system) => system.id === id));
    data.systems = Array.from({ length: count }, (_, at) => ({
      ...(at % 3 === 0 ? first : second), id: `s${at}`, name: `System ${at}`, org: `Organisation ${at % 7}`, country: `C${at % 2}`,
    }));
    Object.assign(data.meta, { systems: count, sheets: count });
    change(data);
  });
}

test('the list behind the sum of rows holds what its number counts', async () => {
  const views = ['find=ghent', 'only=shown', 'only=open', 'only=established', 'only=stated', 'only=settles', 'class=listed&only=shown',
    'rows=system&find=c', 'rows=country&find=be', 'rows=system&only=settles', 'rows=unit&only=shown', 'find=ghent&only=stated', ''];
  for (const view of views) {
    await onPage(`#${view}`, async (page) => {
      const total = page.locator('.matrix tbody tr.total');
      if (await total.count() === 0) return;
      const systems = Number(/([\d,]+) systems?/.exec(await total.locator('th').getAttribute('aria-label'))?.[1]);
      await total.locator('th').click();
      const names = await listed(page);
      assert.equal(names.length, systems, `${view}: the row head`);
      const address = await hashOf(page);
      await page.goBack();
      const cell = page.locator('.matrix tbody tr.total td.s-i, .matrix tbody tr.total td.s-o').first();
      if (await cell.count() > 0) {
        const label = await cell.getAttribute('aria-label');
        await cell.click();
        await page.waitForSelector('.list-view');
        const counts = Object.fromEntries(label.split(', ').map((part) => /^([\d,]+) (.*)$/.exec(part).slice(1).reverse()));
        const groups = Object.fromEntries(await page.locator('.group > summary').evaluateAll((heads) =>
          heads.map((head) => [head.querySelector('h3').textContent.toLowerCase(), head.querySelector('.count').textContent])));
        for (const [state, count] of Object.entries(counts)) assert.equal(groups[state], count, `${view}: ${state}`);
      }
      await onPage(address, async (other) => assert.deepEqual(await listed(other), names, `${view}: the address ${address}`));
    });
  }
});

test('the list behind a row holds what its number counts, and says what to ask', async () => {
  const { systems } = dataOf(atlas.page);
  for (const view of ['#only=settles', '#find=ghent', '#only=shown']) {
    await onPage(view, async (page) => {
      const heads = page.locator('.matrix tbody tr:not(.total) th');
      for (let at = 0; at < await heads.count(); at += 1) {
        const [, name, count] = /^(.*), ([\d,]+) systems?$/.exec(await heads.nth(at).getAttribute('aria-label'));
        await heads.nth(at).click();
        const names = await listed(page);
        assert.equal(names.length, Number(count), `${view}: ${name}`);
        assert.deepEqual(names, systems.filter(({ org }) => org === name).map((system) => system.name).sort());
        if (view === '#only=settles') assert.ok(await page.locator('.settles').count() > 0);
        await page.goBack();
      }
    });
  }
});

test('a list says how it is narrowed', async () => {
  await onPage('#list=all&by=org&only=shown&find=ghent', async (page) => {
    assert.match(await page.textContent('.lede'), /organisations with something shown · named “ghent”/);
  });
  // What no map can be set to changes nothing.
  await onPage('#list=all&by=constructor&only=toString', async (page) => assert.match(await page.textContent('.list-view h2'), /^All 8 systems/));
  await onPage('#queue=toString', async (page) => assert.ok(await page.locator('.queue-view h2').isVisible()));
});

test('a search asks for neither case nor accents', async () => {
  await onPage('#rows=system', async (page) => {
    const found = async (words) => {
      await page.getByLabel('Find by name').fill(words);
      return page.locator('.matrix tbody .name').allTextContents();
    };
    for (const words of ['hartefalle', 'HÄRTEFÄLLE', 'ha\u0308rtefa\u0308lle']) {
      assert.deepEqual(await found(words), ['Bewerberlotse für Härtefälle'], words);
    }
    assert.deepEqual(await found('camërá'), ['Camera']);
  });
  await onPage('#find=sohne', async (page) => assert.deepEqual(await page.locator('.matrix tbody .name').allTextContents(), ['Amt für Arbeit & Söhne']));
});

test('the way back finds the opened groups, what was built and the focus', async () => {
  const file = many(atlas.page, 900);
  await onPage('#point=annex3.4a', async (page) => {
    const group = page.locator('.group', { hasText: 'Nothing stated' });
    await group.locator('summary').click();
    await group.locator('.more').click();
    const link = group.locator('.records a').nth(321);
    const name = await link.textContent();
    await link.focus();
    const scroll = await page.evaluate(() => window.scrollY);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.sheet');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.list-view');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    const now = await page.evaluate(() => window.scrollY);
    assert.ok(Math.abs(now - scroll) < 3, `${now} is where it was: ${scroll}`);
  }, {}, file);
  await onPage('#queue=all', async (page) => {
    await page.locator('.queue-view .more').click();
    const link = page.locator('.queue > li h3 a').nth(97);
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.sheet');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.queue-view');
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('.queue > li')].indexOf(document.activeElement.closest('li'))), 97);
    const [top, height] = await page.evaluate(() => [document.activeElement.getBoundingClientRect().top, window.innerHeight]);
    assert.ok(top >= 0 && top < height);
  }, {}, file);
});

test('a point that was opened on a sheet is open on the way back', async () => {
  await onPage('#cv-1', async (page) => {
    await page.locator('.rest > summary').last().click();
    const opened = await page.locator('.sheet details[open]').count();
    await page.evaluate(() => { location.hash = '#silent'; });
    await page.waitForFunction(() => document.querySelector('.sheet h2').textContent === 'Says nothing');
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('.sheet h2').textContent !== 'Says nothing');
    assert.equal(await page.locator('.sheet details[open]').count(), opened);
  });
});

test('the skip link leads past what stands above the map', async () => {
  await onPage('', async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the map');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'The map');
    const top = await page.evaluate(() => document.activeElement.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 100, `the heading is at ${top}`);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.matches('.controls select')));
    assert.equal(await hashOf(page), '');
  });
  await onPage('#cv-1', async (page) => {
    await page.locator('.skip').focus();
    assert.equal(await page.textContent('.skip'), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Bewerberlotse für Härtefälle');
  });
});

test('wherever the keys lead in the matrix, the cell is in view', async () => {
  const file = many(atlas.page, 60);
  await onPage('#rows=system', async (page) => {
    await page.locator('.matrix tbody th').first().focus();
    for (const key of ['Control+End', 'Control+Home', 'End', 'PageDown', 'PageDown', 'PageDown', 'Home', 'Control+Home']) {
      await page.keyboard.press(key);
      const at = await page.evaluate(() => {
        const { left, right, top, bottom } = document.activeElement.getBoundingClientRect();
        const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return { inside: top >= 0 && bottom <= window.innerHeight && left >= 0, seen: document.activeElement.contains(seen) };
      });
      assert.deepEqual(at, { inside: true, seen: true }, key);
    }
  }, { viewport: { width: 1280, height: 700 } }, file);
});

test('the tray covers nothing that has the focus', async () => {
  for (const viewport of [{ width: 1280, height: 700 }, { width: 360, height: 640 }]) {
    await onPage('#cv-1', async (page) => {
      await page.locator('.facts').getByRole('button', { name: /^Accept/ }).first().click();
      await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
      for (let tabs = 0; tabs < 40; tabs += 1) {
        await page.keyboard.press('Tab');
        const covered = await page.evaluate(() => {
          const node = document.activeElement;
          if (node === document.body || node.closest('.tray')) return '';
          const [bottom, top] = [node.getBoundingClientRect().bottom, document.querySelector('.tray').getBoundingClientRect().top];
          return bottom > top ? `${node.textContent.slice(0, 40)}: ${bottom} > ${top}` : '';
        });
        assert.equal(covered, '');
      }
    }, { viewport });
  }
});

test('rows that were counted for all are narrowed and ordered by what they count', async () => {
  const file = many(atlas.page, 70, (data) => {
    const row = (name, systems, stated, settled) => ({ name, systems, stated, settled, cells: data.rows[0].cells });
    data.rows = [row('Organisation 0', 5000, 0, 0), row('Organisation 1', 4000, 3000, 0), row('Organisation 2', 3000, 3001, 7)];
    data.country_rows = [row('C0', 12_000, 6001, 7)];
    data.class_rows = [];
    Object.assign(data.meta, { systems: 12_000 });
  });
  await onPage('', async (page) => {
    const names = () => page.locator('.matrix tbody tr:not(.total) .name').allTextContents();
    await page.getByLabel('Show rows').selectOption('stated');
    assert.deepEqual((await names()).sort(), ['Organisation 1', 'Organisation 2']);
    await page.locator('.matrix tbody tr.total th').click();
    assert.match(await page.textContent('.list-view .notice'), /counts 7,000 systems here; this page holds 20 of them/);
    await page.goBack();
    await page.getByLabel('Show rows').selectOption('settles');
    assert.deepEqual(await names(), ['Organisation 2']);
    await page.getByLabel('Show rows').selectOption('all');
    await page.getByLabel('Order', { exact: true }).selectOption('stated');
    assert.deepEqual(await names(), ['Organisation 2', 'Organisation 1', 'Organisation 0']);
  }, {}, file);
});

test('a question rules out as many points on the map as on the sheet of a system that says nothing', async () => {
  await onPage('', async (page) => {
    const asked = await page.locator('.first-questions li').evaluateAll((lines) => lines.map((line) =>
      [line.querySelector('.asked').textContent, Number(/rules out (\d+) points?/.exec(line.textContent)[1])]));
    assert.deepEqual(asked.map(([, points]) => points), asked.map(([, points]) => points).sort((a, b) => b - a));
    await page.evaluate(() => { location.hash = '#silent'; });
    await page.waitForSelector('.sheet');
    for (const details of await page.locator('.missing .rest:not([open]) > summary').all()) await details.click();
    await drawn(page, '.missing .rest');
    const onSheet = await page.locator('.missing fieldset', { hasText: 'rules out' }).evaluateAll((sets) => sets.map((set) =>
      [set.querySelector('legend').textContent, Number(/rules out (\d+) points? of/.exec(set.textContent)[1])]));
    const map = new Map(asked);
    assert.ok(onSheet.length > 2);
    for (const [question, points] of onSheet) assert.equal(points, map.get(question), question);
  });
});
