// `node tests/browser/measure.mjs [RECORDS]`: makes a synthetic register, draws its atlas and says how large the
// page is and how fast it answers in a real browser. Numbers of the machine it runs on; nothing here is a test.

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { dataOf, launch } from './harness.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { page: { type: 'string' }, bin: { type: 'string', default: 'target/release' } },
});
const records = Number(positionals[0] || 10_000);
const root = resolve(import.meta.dirname, '../..');
const bin = (name) => resolve(root, values.bin, name);

/** Makes the register and the page of it; every record is part of the map, so that the count is the one asked for. */
function makePage(folder) {
  const register = join(folder, 'register.jsonl');
  const out = openSync(register, 'w');
  execFileSync(bin('actlas-bench'), ['make-register', String(records)], { stdio: ['ignore', out, 'inherit'] });
  closeSync(out);
  // `time` of GNU says how much memory the process had at most.
  const begin = performance.now();
  const command = [bin('actlas'), 'map', register, '--no-screen', '--stage', 'all', '--title', 'Measured', '-o', folder];
  let most = '';
  try {
    const says = execFileSync('/bin/sh', ['-c', '/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1', 'sh', ...command], { encoding: 'utf8' });
    most = `, at most ${Math.round(Number(says) / 1024)} MiB of memory`;
  } catch {
    execFileSync(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  console.log(`map of ${records} records: ${((performance.now() - begin) / 1000).toFixed(1)} s${most}`);
  return join(folder, 'atlas.html');
}

/** Seconds that the page's own thread worked, without what others on this machine made it wait. */
async function worked(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
}

const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
const spread = (times) => `${Math.round(median(times))} ms (${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))})`;

/** Opens the page afresh and waits until the map stands. */
async function load(browser, file) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, watch) => {
      if (!document.querySelector('.matrix tbody tr')) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => { window.stands = performance.now(); }));
    }).observe(document, { childList: true, subtree: true });
  });
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => window.stands, null, { timeout: 120_000 });
  const times = await page.evaluate(() => [
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? window.stands, window.stands]);
  return { page, context, session, times: [...times, await worked(session)] };
}

/** What one may ask of the map, until the browser has laid out the answer. */
const ASKED = {
  'rows: systems': ['rows', 'system'],
  'search, first letter': ['find', 'r'],
  'search, a word': ['find', 'ranks incoming'],
  'search, nothing found': ['find', 'no system has this name'],
  'search taken back': ['find', ''],
  'rows shown: established': ['only', 'established'],
  'rows shown: all': ['only', 'all'],
  'order: name': ['sort', 'name'],
  'order: most shown points': ['sort', 'shown'],
  'class: undetermined': ['class', 'undetermined'],
  'class: all': ['class', ''],
  'rows: organisations': ['rows', 'org'],
};

async function ask({ page, session }, [key, value]) {
  const before = await worked(session);
  const waited = await page.evaluate(([key, value]) => {
    const at = { rows: 0, sort: 1, only: 2, class: 3 }[key];
    const field = key === 'find' ? document.querySelector('.controls input') : document.querySelectorAll('.controls select')[at];
    const begin = performance.now();
    field.value = value;
    field.dispatchEvent(new Event(key === 'find' ? 'input' : 'change'));
    document.body.getBoundingClientRect();
    return performance.now() - begin;
  }, [key, value]);
  return [waited, await worked(session) - before];
}

async function measure(file) {
  const data = dataOf(file);
  console.log(`page: ${(statSync(file).size / 1e6).toFixed(1)} MB, the sheets of ${data.systems.length} of ${data.meta.systems} systems, ${data.trees.length} answer trees`);
  const browser = await launch();
  try {
    const loads = [];
    for (let run = 0; run < 5; run += 1) {
      const { context, times } = await load(browser, file);
      loads.push(times);
      await context.close();
    }
    console.log(`first paint: ${spread(loads.map(([paint]) => paint))}`);
    console.log(`map stands: ${spread(loads.map(([, stands]) => stands))}, work ${spread(loads.map(([, , work]) => work))}`);
    const opened = await load(browser, file);
    const { page, context } = opened;
    const times = new Map(Object.keys(ASKED).map((words) => [words, []]));
    for (let run = 0; run < 5; run += 1) {
      for (const [words, asked] of Object.entries(ASKED)) times.get(words).push(await ask(opened, asked));
    }
    for (const [words, list] of times) {
      console.log(`${words}: ${spread(list.map(([waited]) => waited))}, work ${spread(list.map(([, work]) => work))}`);
    }
    const id = data.systems.at(-1).id;
    const sheet = await page.evaluate(async (id) => {
      const begin = performance.now();
      const stands = new Promise((done) => { new MutationObserver(done).observe(document.querySelector('.other-view'), { childList: true }); });
      location.hash = `#${encodeURIComponent(id)}`;
      await stands;
      document.body.getBoundingClientRect();
      return performance.now() - begin;
    }, id);
    console.log(`a sheet: ${Math.round(sheet)} ms`);
    const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize);
    if (heap) console.log(`memory of the page's script: ${Math.round(heap / 2 ** 20)} MiB`);
    await context.close();
  } finally {
    await browser.close();
  }
}

if (values.page) {
  await measure(resolve(values.page));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'actlas-measure-'));
  try {
    await measure(makePage(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
