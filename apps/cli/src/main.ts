/** `haber`: the operators' and auditors' command line. */
import './demand-node';
import { terminalOutput } from './output';
import { type Closing, runHaber } from './program';

let open: Parameters<Closing>[0];
let interrupted = false;

/** What was started for the command (a database) is stopped with it. */
function interrupt(): void {
  if (interrupted) process.exit(130);
  interrupted = true;
  void (open?.close() ?? Promise.resolve()).finally(() => process.exit(130));
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
// `haber history … | head`: whoever read has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  interrupt();
});

void runHaber(process.argv.slice(2), {
  env: process.env,
  output: terminalOutput(),
  onSession: (session) => (open = session),
}).then((code) => {
  if (!interrupted) process.exitCode = code;
});
