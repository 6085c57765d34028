/** A partner's scenarios, unchanged, where the product is separate processes: one cluster for all of them. */
import './shape.fixture';
import '../document.e2e.spec';
import '../rows.e2e.spec';
import '../accounts.e2e.spec';
