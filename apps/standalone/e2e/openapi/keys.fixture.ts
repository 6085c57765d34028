/** API keys and settings of Haber's own API. */
import { ask, type Ask, type Scenario, type Scenarios, type World } from './scenario.fixture';

const KEYS = '/api/v1/keys';
const SETTINGS = '/api/v1/settings';
const NOBODY = '0000000000000000';
const PASSED = '2020-01-01T00:00:00Z';

const issue = (terms: object = {}): Ask => ask('POST', KEYS, { scopes: ['credit:read'], ...terms });
const importing = ({ fresh }: World): Ask => issue({ key: `of-another-system-0123456789-${fresh('key')}` });
const rotate = (id: string, ends: object = {}): Ask => ask('POST', `${KEYS}/${id}/rotate`, ends);
const read = (id: string): Ask => ask('GET', `${KEYS}/${id}`);
const revoke = (id: string): Ask => ask('DELETE', `${KEYS}/${id}`);

async function issued({ done }: World): Promise<string> {
  const { json } = await done(issue());
  return (json as { id: string }).id;
}

async function revoked(world: World): Promise<string> {
  const id = await issued(world);
  await world.done(revoke(id));
  return id;
}

const onIssued =
  (asking: (id: string) => Ask): Scenario =>
  async (world) =>
    asking(await issued(world));

/** Other ones each time: settings that hold already bind no key. No route of the product counts by them yet. */
const otherSettings = ({ fresh }: World): Ask => {
  const requests = Number(fresh('settings').split('-').at(-1));
  return ask('PUT', SETTINGS, {
    four_eyes: false,
    rate_limits: { immediate_credits: { requests, window_seconds: 60 } },
  });
};

export const keys: Scenarios = {
  issueKey: {
    201: () => issue(),
    200: async (world) => {
      const same = importing(world);
      await world.done(same);
      return same;
    },
    409: async (world) => {
      const actor = world.fresh('actor');
      await world.done(issue({ actor }));
      return issue({ actor: actor.toUpperCase() });
    },
    422: () => issue({ expires_at: PASSED }),
  },
  listKeys: { 200: async (world) => (await issued(world), ask('GET', `${KEYS}?limit=2`)) },
  readKey: { 200: onIssued(read), 404: () => read(NOBODY) },
  rotateKey: {
    201: onIssued((id) => rotate(id)),
    404: () => rotate(NOBODY),
    409: async (world) => rotate(await revoked(world)),
  },
  revokeKey: { 200: onIssued(revoke), 404: () => revoke(NOBODY) },
  readSettings: { 200: () => ask('GET', SETTINGS) },
  changeSettings: { 200: otherSettings },
};
