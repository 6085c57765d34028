/** The typed client of Haber's HTTP interface. */
export {};
