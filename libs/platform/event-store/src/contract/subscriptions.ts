/** Contract: a subscription hands over every event once, in order, one page at a time, until it is stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogPage } from '../event-store';
import {
  appendOne,
  Collector,
  type ContractLog,
  endOfLog,
  entry,
  events,
  idsOf,
  newStream,
  positionOf,
  until,
} from './fixture';

type Log = () => ContractLog;

export function catchingUp(log: Log): void {
  it('begins after a position, catches up and goes on', async () => {
    const { store, rival } = log();
    const after = await endOfLog(store);
    const [old, fresh, others] = [events(7), events(3), events(2)];
    const oldEnd = await positionOf(store, entry(newStream(), old));
    const collector = new Collector();
    const subscription = store.subscribe({ after, pageSize: 3 }, collector.onPage);
    await collector.reached(oldEnd);
    await appendOne(store, entry(newStream(), fresh));
    await collector.reached(await positionOf(rival, entry(newStream(), others)));
    await subscription.stop();
    await subscription.done;
    expect(idsOf(collector.events)).toEqual(idsOf([...old, ...fresh, ...others]));
    for (const { events: page, through } of collector.pages) {
      expect(page.length).toBeLessThanOrEqual(3);
      if (page.length > 0) expect(page.at(-1)?.position).toBeLessThanOrEqual(through);
    }
  });

  it('moves the checkpoint over events that the filter leaves out', async () => {
    const { store } = log();
    const after = await endOfLog(store);
    const end = await positionOf(store, entry(newStream('account'), events(5)));
    const collector = new Collector();
    const filter = { categories: ['bank-account'] };
    const subscription = store.subscribe({ after, filter }, collector.onPage);
    await collector.reached(end);
    await collector.reached(await positionOf(store, entry(newStream('account'), events(2))));
    const wanted = events(1);
    await appendOne(store, entry(newStream('account'), events(1)));
    await collector.reached(await positionOf(store, entry(newStream('bank-account'), wanted)));
    await subscription.stop();
    expect(idsOf(collector.events)).toEqual(idsOf(wanted));
    const places = collector.pages.map(({ through }) => through);
    expect(places).toEqual([...places].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('wakes within the patience of a person: 100 appends, each seen before the next', async () => {
    const { store, rival } = log();
    const after = await endOfLog(store);
    const collector = new Collector();
    const subscription = store.subscribe({ after }, collector.onPage);
    await collector.reached(await positionOf(rival, entry(newStream(), events(1))));
    await sleep(50);
    const startedMs = performance.now();
    for (let i = 0; i < 100; i += 1) {
      await collector.reached(await positionOf(rival, entry(newStream(), events(1))));
    }
    // Polling alone, twice a second, would take 50 s.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await subscription.stop();
  });
}

export function stopping(log: Log): void {
  it('waits for the handler: no page while one is being handled, none after stop', async () => {
    const { store } = log();
    const after = await endOfLog(store);
    await appendOne(store, entry(newStream(), events(4)));
    const pages: LogPage[] = [];
    let finish: () => void = () => undefined;
    const handled = new Promise<void>((resolve) => (finish = resolve));
    const subscription = store.subscribe({ after, pageSize: 2 }, async (page) => {
      pages.push(page);
      await handled;
    });
    await until(() => pages.length > 0, 'the first page');
    await appendOne(store, entry(newStream(), events(2)));
    await sleep(50);
    expect(pages).toHaveLength(1);

    let stopped = false;
    const stopping = subscription.stop().then(() => (stopped = true));
    await sleep(20);
    expect(stopped).toBe(false);
    finish();
    await stopping;
    await subscription.done;
    await appendOne(store, entry(newStream(), events(2)));
    await sleep(50);
    expect(pages).toHaveLength(1);
  });

  it('stops at once when idle, and twice', async () => {
    const { store } = log();
    const before = await endOfLog(store);
    const after = await endOfLog(store);
    const tookMs: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const collector = new Collector();
      const subscription = store.subscribe({ after: before }, collector.onPage);
      await collector.reached(after);
      const startedMs = performance.now();
      await Promise.all([subscription.stop(), subscription.stop()]);
      tookMs.push(performance.now() - startedMs);
    }
    // The quickest of three: a busy machine may delay anything.
    expect(Math.min(...tookMs)).toBeLessThan(100);
  });

  it('ends with the failure of its handler, which is called no more', async () => {
    const { store } = log();
    const after = await endOfLog(store);
    await appendOne(store, entry(newStream(), events(4)));
    let calls = 0;
    const subscription = store.subscribe({ after, pageSize: 1 }, async () => {
      calls += 1;
      if (calls === 2) throw new Error('the handler broke');
    });
    await expect(subscription.done).rejects.toThrow('the handler broke');
    await subscription.stop();
    expect(calls).toBe(2);
  });
}
