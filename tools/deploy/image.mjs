// Does what a Dockerfile says without an engine, each stage in a folder of its own: COPY copies what .dockerignore
// leaves, RUN runs in the stage's folder. What names an absolute place cannot be done so, and is handed back instead.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, delimiter, dirname, join, matchesGlob, relative } from 'node:path';
import { root } from '../runtime.mjs';
import { instructionsOfLast, stagesOf } from './dockerfile.mjs';

const ABSOLUTE = /(^|\s)\/\w/;

export class Images {
  constructor(folder) {
    this.folder = folder;
    this.stages = stagesOf(readFileSync(join(root, 'deploy/Dockerfile'), 'utf8'));
    this.isIgnored = ignoring(readFileSync(join(root, '.dockerignore'), 'utf8'));
    this.built = new Map();
    /** RUN lines that only an engine can do. */
    this.left = [];
  }

  /** Of the last stage: where it lies, the environment that it sets, and how it starts. */
  build(app) {
    const last = this.stages.at(-1);
    const { folder, workdir } = this.#stage(last, app);
    const all = instructionsOfLast(this.stages);
    const env = Object.assign({}, ...all.filter(({ keyword }) => keyword === 'ENV').map(({ text }) => pairsIn(text)));
    const command = JSON.parse(all.findLast(({ keyword }) => keyword === 'ENTRYPOINT').text);
    return { folder: join(folder, workdir), env, command };
  }

  #stage(stage, app) {
    // What names no app is the same for all of them, and is made once.
    const isOfApp = stage.instructions.some(({ keyword }) => keyword === 'ARG');
    const key = isOfApp ? `${stage.name}-${app}` : stage.name;
    const known = this.built.get(key);
    if (known) return known;
    const folder = join(this.folder, key);
    const base = this.stages.find(({ name }) => name === stage.from);
    const made = { folder, workdir: '/', app };
    if (base) {
      const { folder: from, workdir } = this.#stage(base, app);
      cpSync(from, folder, { recursive: true, verbatimSymlinks: true });
      made.workdir = workdir;
    }
    mkdirSync(folder, { recursive: true });
    for (const instruction of stage.instructions) this.#follow(instruction, made);
    this.built.set(key, made);
    return made;
  }

  #follow({ keyword, text, flags, args }, made) {
    if (keyword === 'WORKDIR') {
      made.workdir = text;
      mkdirSync(join(made.folder, text), { recursive: true });
    } else if (keyword === 'COPY') {
      this.#copy(
        flags.from,
        args.map((arg) => arg.replace('${APP}', made.app)),
        made,
      );
    } else if (keyword === 'RUN') {
      this.#run(text, join(made.folder, made.workdir));
    }
  }

  #copy(stageName, args, { folder, workdir, app }) {
    const sources = args.slice(0, -1);
    const isFolder = args.at(-1).endsWith('/') || args.at(-1) === '.';
    const target = join(folder, workdir, args.at(-1));
    for (const source of sources) {
      const from = stageName ? this.#placeIn(stageName, source, app) : join(root, source);
      const to = isFolder && !isDirectory(from) ? join(target, basename(source)) : target;
      mkdirSync(dirname(to), { recursive: true });
      const filter = stageName ? undefined : (path) => !this.isIgnored(relative(root, path));
      cpSync(from, to, { recursive: true, verbatimSymlinks: true, ...(filter && { filter }) });
    }
  }

  #placeIn(stageName, source, app) {
    const { folder, workdir } = this.#stage(
      this.stages.find(({ name }) => name === stageName),
      app,
    );
    return source.startsWith('/') ? join(folder, source) : join(folder, workdir, source);
  }

  #run(text, cwd) {
    if (ABSOLUTE.test(text)) {
      this.left.push(text);
      return;
    }
    console.log(`RUN ${text}`);
    const { status } = spawnSync('sh', ['-c', text], {
      cwd,
      env: bareEnvironment(),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (status !== 0) throw new Error(`RUN ${text}: ended with ${status}`);
  }
}

/** Our Node first, as in the image, and nothing of what npm tells a script about the workspace that it runs in. */
export function bareEnvironment() {
  const { PATH = '', ...others } = process.env;
  const folders = PATH.split(delimiter).filter((folder) => !folder.startsWith(root));
  const kept = Object.entries(others).filter(([name]) => !/^(npm_|HABER_|NODE_ENV$|INIT_CWD$)/.test(name));
  return { ...Object.fromEntries(kept), PATH: [dirname(process.execPath), ...folders].join(delimiter) };
}

/** As Docker reads it: the last line that fits a path, or a folder that it is in, decides. */
function ignoring(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const rules = lines.map((line) => ({ leaves: line.startsWith('!'), glob: line.replace(/^!/, '') }));
  return (path) => {
    const parts = path.split('/');
    const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
    const fits = ({ glob }) => prefixes.some((prefix) => matchesGlob(prefix, glob));
    const last = rules.findLast(fits);
    if (path === '' || !last || last.leaves) return false;
    // A folder stays open while a later line may leave something in it.
    return !rules.some(({ leaves, glob }) => leaves && glob.startsWith(`${path}/`));
  };
}

function isDirectory(path) {
  try {
    readdirSync(path);
    return true;
  } catch {
    return false;
  }
}

function pairsIn(text) {
  return Object.fromEntries(text.split(/\s+/).map((pair) => pair.split('=')));
}
