/** `node compare-server.js <database url> <connections> <accounts>`: prints its port, serves until it is killed. */
import { startNaiveServer } from './naive-server';

const [url = '', connections = '64', accounts = '10000'] = process.argv.slice(2);
const names = Array.from({ length: Number(accounts) }, (_, i) => `account-${i}`);
void startNaiveServer(url, Number(connections), names).then(({ port }) => console.log(`${port}`));
