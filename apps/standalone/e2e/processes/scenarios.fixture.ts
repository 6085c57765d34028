/**
 * `npm run e2e:processes`: scenarios that get along in one product, in the shape that HABER_SHAPE names. A cluster with
 * Kafka takes longer to start than most of them to run.
 */
import '../account-names.e2e.spec';
import '../accounts.e2e.spec';
import '../bank-accounts.e2e.spec';
import '../callers.e2e.spec';
import '../customers.e2e.spec';
import '../document.e2e.spec';
import '../hostile.e2e.spec';
import '../immediate-credits.e2e.spec';
import '../openapi-coverage.e2e.spec';
import '../products.e2e.spec';
import '../rows.e2e.spec';
import '../standings.e2e.spec';
