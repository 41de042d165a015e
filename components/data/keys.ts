/** The names under which answers are cached. A shorter key invalidates every longer one that begins with it. */
export const keys = {
  accounts: ["accounts"],
  audit: ["audit"],
  groups: ["groups"],
  kinds: ["kinds"],
  me: ["me"],
  notices: ["notices"],
  operation: (id: string) => ["operation", id],
  operations: ["operations"],
  overview: ["overview"],
  plan: (id: string) => ["plan", id],
  queue: ["queue"],
  resource: (id: string) => ["resource", id],
  everyResource: ["resource"],
  resources: ["resources"],
  settings: ["settings"],
  terraformStates: ["terraform-states"],
} as const;
