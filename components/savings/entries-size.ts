/** Stretches of time of one page of the ledger. */
export const entriesSize = 50;
