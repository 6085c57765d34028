// The Dockerfile as data: its stages and their instructions, and what must hold of every image that is made from it.
import { DockerfileParser } from 'dockerfile-ast';

/** In order, each with its name, what it is made from, and its instructions. */
export function stagesOf(text) {
  const stages = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      stages.push({ name: instruction.getBuildStage() ?? '', from: instruction.getImage(), instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(asData(instruction));
    }
  }
  return stages;
}

function asData(instruction) {
  const flags = instruction.getFlags?.() ?? [];
  const words = instruction.getArguments().map((argument) => argument.getValue());
  return {
    keyword: instruction.getKeyword(),
    /** Of several lines, as one. */
    text: instruction.getArgumentsContent()?.replaceAll(/\\\n\s*/g, '') ?? '',
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue()])),
    args: words.filter((word) => !word.startsWith('--')),
  };
}

/** @returns {string[]} */
export function imageFaults(text) {
  const stages = stagesOf(text);
  const names = new Set(stages.map(({ name }) => name));
  const external = stages.map(({ from }) => from).filter((from) => !names.has(from));
  const last = instructionsOfLast(stages);
  const user = last.findLast(({ keyword }) => keyword === 'USER')?.text;
  const has = (keyword, pattern) => last.some((each) => each.keyword === keyword && pattern.test(each.text));
  return [
    ...external.filter((from) => !/:\d+\.\d+\.\d+/.test(from)).map((from) => `${from} is not pinned to a release`),
    ...(user && !/^(root|0)\b/.test(user) ? [] : ['runs as root: USER is missing']),
    ...(has('ENTRYPOINT', /^\[/) ? [] : ['ENTRYPOINT must be a list: a shell in between keeps signals to itself']),
    ...(has('STOPSIGNAL', /^SIGTERM$/) ? [] : ['STOPSIGNAL SIGTERM is missing']),
    ...(has('HEALTHCHECK', /CMD \[/) ? [] : ['HEALTHCHECK is missing']),
    ...secretsIn(stages).map((name) => `${name} is a secret, and would stand in the image`),
  ];
}

/** With those of the stages that it is made from, in the order in which they hold. */
export function instructionsOfLast(stages, stage = stages.at(-1)) {
  const base = stages.find(({ name }) => name !== '' && name === stage?.from);
  return [...(base ? instructionsOfLast(stages, base) : []), ...(stage?.instructions ?? [])];
}

const SECRET = /(KEY|TOKEN|SECRET|PASSWORD|DATABASE_URL)\b/;

function secretsIn(stages) {
  const given = stages.flatMap(({ instructions }) => instructions).filter(({ keyword }) => /^(ENV|ARG)$/.test(keyword));
  return given.flatMap(({ text }) => text.split(/\s+/).map((pair) => pair.split('=')[0])).filter((n) => SECRET.test(n));
}
