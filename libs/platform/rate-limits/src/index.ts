/** How often a key may call. */
export {};
