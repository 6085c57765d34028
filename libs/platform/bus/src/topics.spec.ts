import { deadLetterTopic, topicsOf } from './topics';

function namesOf(prefix?: string): readonly string[] {
  const topics = topicsOf(prefix);
  const read = [...topics.all, topics.foreign('transactions.processed')];
  return [...read, ...read.map(deadLetterTopic), topics.groupId('haber-payments')];
}

it('gives two products on one broker no name in common, of topics, dead letters and groups', () => {
  const prefixes = [undefined, 'acme', 'acme.haber', 'haber-2'];
  const names = prefixes.flatMap((prefix) => namesOf(prefix));
  expect(new Set(names).size).toBe(prefixes.length * namesOf().length);
  expect(namesOf('acme')).toEqual(expect.arrayContaining(['acme.accounts', 'acme.transactions.processed.dlq']));
});

it('keeps what was promised where no prefix is set: also the names of groups and of what others write', () => {
  expect(namesOf('haber')).toEqual(namesOf());
  expect(namesOf()).toEqual(expect.arrayContaining(['haber.accounts', 'transactions.processed', 'haber-payments']));
});

it('publishes no other stream than those of its topics', () => {
  expect(() => topicsOf('acme').ofCategory('partner')).toThrow('streams of partner are not published');
  expect(() => topicsOf('acme').ofCategory('toString')).toThrow('streams of toString are not published');
});
