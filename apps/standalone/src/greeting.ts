/** What a start says to whoever typed it: where the product is, the demo key (once), and a first request. */

export function greet(url: string, demoKey: string | undefined): void {
  const lines = demoKey === undefined ? laterStart(url) : firstStart(url, demoKey);
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

function firstStart(url: string, key: string): string[] {
  return [
    `Haber is ready at ${url}`,
    '',
    `  Demo key (partner demo, test mode), shown this once: ${key}`,
    '',
    '  A first request:',
    '',
    `  curl -s ${url}/api/v1/customers/cust-1/credit/request \\`,
    `    -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\`,
    `    -d '{"requested_limit": 10000.00, "payment_term_days": 30,`,
    `         "business_info": {"business_name": "Constructora ABC", "tax_id": "RUC-123-456",`,
    `                           "years_in_business": 5}}'`,
    '',
    '  Dialects A and B, and what they do in the ledger:   npm run demo',
    '  Another key:                                        npm run haber -- keys create --scopes credit:read',
    '  Stop: Ctrl-C. The data stays in the data directory.',
  ];
}

function laterStart(url: string): string[] {
  return [
    `Haber is ready at ${url}`,
    '  A key: npm run haber -- keys create --scopes credit:request,credit:approve,credit:read,credit:use,credit:pay',
  ];
}
