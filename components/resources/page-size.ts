/** Rows of one page of the list. The wire allows 500; 200 fill four screens. */
export const pageSize = 200;
