/** A partner's scenarios, unchanged, where the product is separate processes: one cluster for all of them. */
import './shape.fixture';
import { describeWithKafka } from '@haber/testing';
import '../document.e2e.spec';
import '../rows.e2e.spec';
import '../accounts.e2e.spec';

describeWithKafka('separate processes', () => {
  it('had Kafka beside them, which must have all of the log at the end', () =>
    expect(process.env['HABER_SHAPE']).toBe('kafka'));
});
