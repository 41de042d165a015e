/** Operations of one page of the history. */
export const historySize = 50;
