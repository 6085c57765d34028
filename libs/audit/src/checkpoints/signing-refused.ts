/** Why nothing may be signed on this log before somebody has looked at it. The message is for the operator. */
import { formatHead, type HeadEvidence } from '../evidence';

export class SigningRefused extends Error {
  override readonly name = 'SigningRefused';
}

/** @param file where the checkpoint is kept, if anywhere: what to remove when the log is another one on purpose */
export function missesCheckpoint(checkpoint: HeadEvidence, file: string | undefined): SigningRefused {
  const evidence = formatHead(checkpoint);
  const way = file === undefined ? 'start Haber again' : `remove ${file} and start Haber again`;
  return new SigningRefused(
    `the log does not hold the checkpoint signed last, ${evidence}: it was changed behind Haber's back, or it is an ` +
      'older copy. Nothing is signed on it. If an older backup was restored on purpose, or this is meant to be ' +
      `another database, ${way}; else somebody has rewritten the log: keep it as it is, and hold a backup against ` +
      `this evidence (haber restore --head ${evidence})`,
  );
}
