/** Imported before suites that hold in every shape: from here on a product is separate processes. */
process.env['HABER_SHAPE'] = 'processes';
