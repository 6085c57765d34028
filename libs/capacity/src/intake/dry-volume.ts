/**
 * A dry run of transactions: what it would have recorded of one merchant so far. A later batch of the same request is
 * decided as if that stood in the account, so that the answer is the one that the request itself would get.
 */
import { lineName, type UsedName, type VolumeLine } from '@haber/ledger';
import type { EarlierVolume, LineResult } from '../domain/volume';

export class DryVolume implements EarlierVolume {
  currency: string | undefined;
  private readonly names = new Map<string, UsedName>();

  readonly used: EarlierVolume['used'] = ({ kind, key }) => this.names.get(`${kind}:${key}`);

  add(currency: string, lines: readonly VolumeLine[], results: readonly LineResult[]): void {
    lines.forEach((line, i) => {
      if (results[i] !== 'accepted') return;
      const { kind, key, fingerprint } = lineName(line);
      this.names.set(`${kind}:${key}`, { revision: 0, fingerprint });
      this.currency ??= currency;
    });
  }
}
