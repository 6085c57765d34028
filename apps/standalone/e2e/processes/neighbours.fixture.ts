/**
 * `npm run e2e:processes`: what comes to a merchant's books from outside, by HTTP, from a topic and from a bank. One
 * cluster that has them all beside it, in the shape that HABER_SHAPE names; the first suite starts it.
 */
import '../payouts.e2e.spec';
import '../transactions-topic.e2e.spec';
import '../transactions.e2e.spec';
