/** Pages with an opaque token, as every list of AWS has them. */
export function page<Item>(options: {
  readonly items: readonly Item[];
  readonly size: number;
  readonly token: string | undefined;
  /** The service's own error for a token that it never gave. */
  readonly invalidToken: () => Error;
}): { readonly items: Item[]; readonly next?: string } {
  const start = offset(options.token, options.invalidToken);
  const items = options.items.slice(start, start + options.size);
  const end = start + options.size;
  if (end >= options.items.length) return { items };
  return { items, next: Buffer.from(`page:${end}`).toString("base64url") };
}

function offset(token: string | undefined, invalidToken: () => Error): number {
  if (token === undefined || token === "") return 0;
  const match = /^page:(\d+)$/.exec(Buffer.from(token, "base64url").toString());
  if (!match) throw invalidToken();
  return Number(match[1]);
}
