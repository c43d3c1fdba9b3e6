import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, SPACED, testFolder } from './harness.mjs';

const example = (name) => resolve(fileURLToPath(new URL('../../examples/pact', import.meta.url)), name);
const { onPage } = testFolder('pact', (folder) => {
  run('pact', 'site', '--story', example('story.yaml'), '--on', '2026-11-21', '-o', folder);
  run('pact', 'report', example('pledge.yaml'), '--register', example('systems.csv'),
    '--on', '2026-11-21', '--known', '2026-11-21', '-o', folder);
});

const PAGES = ['index.html', 'organisations.html', 'timeline.html', 'unknown.html', 'instrument-ai-pact.html',
  'instrument-content-code.html', 'organisation-meta.html', 'organisation-x.html', 'story-story.html', 'report.html'];

test('no page is wider than a phone in any font, and the pictures scroll by themselves', async () => {
  for (const name of PAGES) {
    await onPage(name, async (page) => {
      for (const content of ['', SPACED]) {
        if (content) await page.addStyleTag({ content });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name} is ${wide} px too wide ${content && 'with wider letters'}`);
      }
    }, { viewport: { width: 320, height: 740 }, bypassCSP: true });
  }
});

test('a reader gets from an instrument to an organisation and to the source of a claim', async () => {
  await onPage('index.html', async (page) => {
    await page.click('table >> text=EU AI Pact');
    assert.equal(await page.textContent('h1'), 'EU AI Pact');
    await page.click('th >> text=Mistral AI');
    assert.equal(await page.textContent('h1'), 'Mistral AI');
    const claim = page.locator('.claims li', { hasText: 'The press reports that Mistral AI will not sign' });
    assert.match(await claim.textContent(), /UNSURE/);
    assert.match(await claim.locator('a').getAttribute('href'), /^https:\/\/nationaltechnology/);
    await page.click('nav >> text=What is not known');
    assert.equal(await page.locator('nav [aria-current]').textContent(), 'What is not known');
  });
});

test('the story of September 2024 is one page', async () => {
  await onPage('story-story.html', async (page) => {
    const text = await page.textContent('main');
    for (const part of [
      'Meta says that it will not sign the EU AI Pact for now',
      'compliance work for the AI Act comes first',
      'The press reports that Mistral AI will not sign',
      'Microsoft says that it will sign', 'The list of the EU AI Pact names Google',
      'The press reports that X has left the Code of Conduct on Disinformation',
    ]) assert.ok(text.includes(part), part);
    assert.ok(!text.includes('2025'), 'nothing of later');
    const rows = await page.locator('.picture svg').first().locator('g > title').allTextContents();
    assert.ok(rows.some((row) => row.startsWith('Meta, EU AI Pact: will not (its own statement')), rows.join('\n'));
    assert.equal(await page.locator('.claims li:not(:has(.tag))').count(), 0, 'every claim says what it rests on');
    assert.equal(await page.locator('.claims li .meta:not(:has-text("Source:"))').count(), 0);
  });
});

test('a report says what counts, what is over and what is open', async () => {
  await onPage('report.html', async (page) => {
    const state = (id) => page.textContent(`#${id} h3 span`);
    assert.equal(await state('core-1'), 'done, by evidence');
    assert.match(await state('core-2'), /^in part: \d+ systems are open, of \d+ nothing is stated$/);
    assert.equal(await state('core-3'), 'evidence no longer counts');
    assert.equal(await state('dev-7'), 'not done, and its day has passed');
    const row = page.locator('tr', { hasText: 'Fjord Assist' });
    assert.match(await row.textContent(), /III.4 work \(not consistently excluded; 1 known there\)/);
    assert.match(await row.textContent(), /Imaginary Shops: Assist for applicants \(fictional\) \[III.4 work\]/);
    assert.match(await row.textContent(), /others cannot be known/);
  });
});

test('pages have one heading, a language, headings in order, and names for regions', async () => {
  for (const name of PAGES) {
    await onPage(name, async (page) => {
      assert.equal(await page.locator('h1').count(), 1, name);
      assert.equal(await page.getAttribute('html', 'lang'), 'en');
      const levels = await page.$$eval('h1, h2, h3', (all) => all.map((head) => Number(head.tagName[1])));
      levels.forEach((level, at) => assert.ok(at === 0 || level <= levels[at - 1] + 1, `${name}: ${levels}`));
      for (const region of await page.locator('[role=region]').all()) {
        assert.ok(await region.getAttribute('aria-label'), name);
      }
    });
  }
});

/** The contrast of text with its ground, by WCAG 2. */
const contrasts = () => {
  const channel = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(at).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('main *:not(svg *), nav *, footer *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => {
      const pair = [light(numbers(getComputedStyle(element).color).slice(0, 3)), light(ground(element))].sort((a, b) => b - a);
      return { ratio: (pair[0] + 0.05) / (pair[1] + 0.05), text: element.textContent.slice(0, 40) };
    })
    .filter(({ ratio }) => ratio < 4.5);
};

test('text stands out from its ground, light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const name of PAGES) {
      await onPage(name, async (page) => {
        assert.deepEqual(await page.evaluate(contrasts), [], `${name}, ${colorScheme}`);
      }, { colorScheme });
    }
  }
});

test('the keyboard reaches the content and the pictures', async () => {
  await onPage('index.html', async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    const reach = await page.locator('.picture').getAttribute('tabindex');
    assert.equal(reach, '0');
  });
});
