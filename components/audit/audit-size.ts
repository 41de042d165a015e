/** Rows of one page of the trail. */
export const auditSize = 100;
