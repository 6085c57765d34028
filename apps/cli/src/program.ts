/**
 * The commands of `haber`, and how each runs: on a session of its own, closed whatever happens. Exit codes: 0 done and
 * well, 1 a problem was found or the request refused, 2 the command or its surroundings are wrong.
 */
import 'reflect-metadata';
import type { Environment } from '@haber/boot';
import { Command, CommanderError } from 'commander';
import { backupCommand } from './commands/backup';
import { checkpointsCommand } from './commands/checkpoints';
import { dlqCommand } from './commands/dlq';
import { eraseCommand } from './commands/erase';
import { exportCommand } from './commands/export';
import { historyCommand } from './commands/history';
import { importCommand } from './commands/import';
import { keysCommand } from './commands/keys';
import { postingsCommand } from './commands/postings';
import { rebuildCommand } from './commands/rebuild';
import { reconciliationCommand } from './commands/reconciliation';
import { republishCommand } from './commands/republish';
import { restoreCommand } from './commands/restore';
import { settingsCommand } from './commands/settings';
import { headsCommand, verifyCommand } from './commands/verify';
import type { Output } from './output';
import { Refusal } from './refusal';
import { Session } from './session';

export interface CommandContext {
  readonly session: Session;
  readonly output: Output;
  readonly options: Readonly<Record<string, unknown>>;
  readonly args: readonly string[];
}

type Action = (context: CommandContext) => Promise<void>;
/** Makes commander's action of ours. */
export type Run = (action: Action) => (...given: unknown[]) => Promise<void>;

/** Told of what a command has open, and of its end. */
export type Closing = (open: { close(): Promise<void> } | undefined) => void;

export interface ProgramOptions {
  readonly env: Environment;
  readonly output: Output;
  /** Told of the session while it is open, so that a signal can close it. */
  readonly onSession?: Closing;
}

/** @param args without the program's own name. @returns the exit code */
export async function runHaber(args: readonly string[], options: ProgramOptions): Promise<number> {
  try {
    await programOf(options).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    return exitCodeOf(error, options.output);
  }
}

function programOf({ env, output, onSession }: ProgramOptions): Command {
  const run: Run =
    (action) =>
    async (...given) => {
      const command = given.at(-1) as Command;
      const session = await Session.open(env);
      onSession?.(session);
      try {
        await action({ session, output, options: command.opts(), args: command.args });
      } finally {
        await session.close();
        onSession?.(undefined);
      }
    };
  const program = new Command('haber')
    .description('keys, history, proofs and upkeep of a Haber ledger')
    .showHelpAfterError();
  const commands = [
    keysCommand,
    settingsCommand,
    historyCommand,
    importCommand,
    verifyCommand,
    headsCommand,
    checkpointsCommand,
    exportCommand,
    postingsCommand,
    rebuildCommand,
    republishCommand,
    dlqCommand,
    reconciliationCommand,
    eraseCommand,
    backupCommand,
  ];
  const trimmed = (print: (text: string) => unknown) => (text: string) => void print(text.trimEnd());
  program.exitOverride().configureOutput({ writeOut: trimmed(output.line), writeErr: trimmed(output.note) });
  for (const make of commands) program.addCommand(inheriting(make(run), program));
  program.addCommand(
    inheriting(
      restoreCommand(env, output, (open) => onSession?.(open)),
      program,
    ),
  );
  return program;
}

/** Errors come back as exceptions, and commander's text goes where ours goes: in every command below, too. */
function inheriting(command: Command, from: Command): Command {
  command.copyInheritedSettings(from);
  for (const sub of command.commands) inheriting(sub, command);
  return command;
}

const OPERATOR_ERRORS: ReadonlySet<string> = new Set([
  'UnusableEnvironment',
  'UnusableMasterKey',
  'UnfinishedRestore',
  'UnusableDataDirectory',
  'UnreadableEvidence',
  'WrongLogPlace',
  'UnreadableBook',
]);

function exitCodeOf(error: unknown, output: Output): number {
  // Commander has printed its own message; asking for help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Refusal) {
    if (error.message !== '') output.note(error.message);
    return error.kind === 'usage' ? 2 : 1;
  }
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  output.note(message);
  return OPERATOR_ERRORS.has(name) ? 2 : 1;
}
