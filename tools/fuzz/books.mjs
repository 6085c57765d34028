// What the fuzzer finds in the product: without it, all that it invents would be for customers and accounts that are
// not there. Made with the document's own examples.
const CUSTOMERS = 6;

/** Dictionaries of the fuzzer, by name. */
export async function openBooks(product, document) {
  const bodyOf = (path, method) => document.paths[path][method].requestBody.content['application/json'].example;
  const names = Array.from({ length: CUSTOMERS }, (_, i) => `fuzz-${i + 1}`);
  // The example's day is past.
  const version = { ...bodyOf('/api/v1/products/{code}', 'put'), effective_from: '2099-01-01' };
  await product.send('PUT', '/api/v1/products/fuzz', version);
  const accounts = [];
  for (const name of names) {
    await product.send('PUT', `/api/v1/customers/${name}`, bodyOf('/api/v1/customers/{id}', 'put'));
    await product.send('POST', `/api/v1/customers/${name}/kyc`, bodyOf('/api/v1/customers/{id}/kyc', 'post'));
    const account = { ...bodyOf('/api/v1/accounts', 'post'), customer_id: name };
    const { id } = await product.send('POST', '/api/v1/accounts', account);
    const use = { ...bodyOf('/api/v1/accounts/{id}/uses', 'post'), order_id: `of-${name}` };
    await product.send('POST', `/api/v1/accounts/${id}/uses`, use);
    accounts.push(id);
  }
  return {
    customers: names,
    accounts,
    products: ['fuzz', 'commercial'],
    'bank-accounts': await bankAccounts(product, bodyOf('/api/v1/bank-accounts/{id}', 'put'), names),
    revisions: ['*', '*', '*', '"0"', '"1"', '"2"'],
  };
}

async function bankAccounts(product, body, names) {
  const ids = names.map((_, i) => `00000000-0000-4000-8000-00000000000${i}`);
  for (const [i, id] of ids.entries()) {
    await product.send('PUT', `/api/v1/bank-accounts/${id}`, { ...body, customer_id: names[i] });
  }
  return ids;
}
