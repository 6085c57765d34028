/**
 * The in-test server in a process of its own, on PORT, for products that are processes: its log is in memory, and lives
 * as long as whoever holds the other end of its standard input.
 */
import { TestEventStoreDb } from './server.fixture';

void TestEventStoreDb.start({ port: Number(process.env['PORT'] ?? 0) }).then(({ connectionString }) => {
  process.stdout.write(`${connectionString}\n`);
});
process.stdin.resume().on('end', () => process.exit(0));
