// Lints texts as if they were files of this workspace. Reads `[{ file, code, typed }]` from standard input, writes the
// messages of each as JSON. Only a text under the name of a file that exists can be judged by its types.
import { ESLint } from 'eslint';
import { text } from 'node:stream/consumers';
import tseslint from 'typescript-eslint';
import { root } from './runtime.mjs';

const probes = JSON.parse(await text(process.stdin));
const typed = new ESLint({ cwd: root });
const untyped = new ESLint({
  cwd: root,
  overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
});
const answers = [];
for (const { file, code, typed: byTypes } of probes) {
  const [result] = await (byTypes ? typed : untyped).lintText(code, { filePath: file });
  answers.push(result.messages.map(({ ruleId, message }) => ({ rule: ruleId, message })));
}
process.stdout.write(JSON.stringify(answers));
