/** A command that ends without doing what was asked, for a reason that its user is told in one line. */

/** `problem`: found or refused, exit code 1. `usage`: the command or its surroundings are wrong, exit code 2. */
export type RefusalKind = 'problem' | 'usage';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly kind: RefusalKind,
    message: string,
  ) {
    super(message);
  }
}
