/**
 * What a command prints: results on stdout, everything else on stderr. A slow reader of stdout slows the command down
 * instead of filling memory, and one that goes away (`| head`) ends it quietly.
 */
import { once } from 'node:events';
import { Presets, SingleBar } from 'cli-progress';

export interface Output {
  /** A line of the result. */
  line(text: string): Promise<void>;
  /** For whoever watches. */
  note(text: string): void;
  progress(what: string): Progress;
}

export interface Progress {
  update(done: number, of: number): void;
  stop(): void;
}

const FIRST_LINE_MS = 3_000;
const NEXT_LINE_MS = 10_000;

export function terminalOutput(): Output {
  return {
    async line(text) {
      if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
    },
    note: (text) => void process.stderr.write(`${text}\n`),
    progress: (what) => (process.stderr.isTTY ? barOf(what) : linesOf(what)),
  };
}

function barOf(what: string): Progress {
  const format = `${what} {bar} {percentage}% · {value}/{total} · {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true, fps: 5 }, Presets.shades_classic);
  let started = false;
  return {
    update(done, of) {
      if (!started) bar.start(of, 0);
      started = true;
      bar.setTotal(Math.max(of, done));
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

/** Where nobody watches: nothing about short work, now and then a line about long work. */
function linesOf(what: string): Progress {
  let nextMs = performance.now() + FIRST_LINE_MS;
  return {
    update(done, of) {
      if (performance.now() < nextMs) return;
      nextMs = performance.now() + NEXT_LINE_MS;
      process.stderr.write(`${what}: ${done} of ${of}\n`);
    },
    stop: () => undefined,
  };
}
