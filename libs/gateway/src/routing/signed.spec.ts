/** What its caller has signed, through the gateway: untouched, and judged by the service alone. */
import { faults, type Running, type RunningGateway, Seen, startGateway, startInstance } from './forwarding.fixture';

let seen: Seen;
let instance: Running;
let gateway: RunningGateway;
beforeAll(async () => {
  seen = new Seen('a');
  instance = await startInstance(seen);
  gateway = await startGateway({ urls: [instance.url] });
});
afterAll(async () => {
  await gateway.server.close();
  await gateway.service.close();
  await instance.server.close();
});

it('goes on as it came, with nobody’s word for it, and is refused by the service alone', async () => {
  const body = Buffer.from([0x7b, 0x20, 0x00, 0xff, 0x7d]);
  const headers = { 'webhook-signature': 'v1,abc', 'content-type': 'application/json', authorization: 'Bearer good' };
  const answer = await fetch(`${gateway.url}/things/1/signed`, { method: 'POST', body, headers });
  expect(await answer.json()).toEqual({ body: body.toString('base64'), signature: 'v1,abc' });
  expect(seen.calls[0]?.headers.authorization).toBeUndefined();
  const forged = await fetch(`${gateway.url}/things/1/signed`, { method: 'POST', body: 'forged' });
  expect([forged.status, faults]).toEqual([401, []]);
  const tooLong = await fetch(`${gateway.url}/things/1/signed`, { method: 'POST', body: 'x'.repeat(1_048_577) });
  expect([tooLong.status, seen.calls.length]).toEqual([413, 2]);
});
