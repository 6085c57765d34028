// Planted mistakes: in `file`, the one place that reads `find` reads `become` instead. Every one must be noticed by the
// specs. A mutant whose `find` is not there exactly once is an error, so that the list follows the code.
import capacity from './capacity.mjs';
import ledger from './ledger.mjs';
import rules from './rules.mjs';

export default [...rules, ...ledger, ...capacity];
