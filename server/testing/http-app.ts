import { randomBytes } from "node:crypto";
import { createAccess } from "../access/access";
import { createToken } from "../access/tokens";
import type { Role } from "../core/actor";
import type { HttpApp, UseCases } from "../http/app";
import { type MemoryAccess, memoryAccess } from "./access-store";

export interface FakeApp extends HttpApp {
  readonly store: MemoryAccess;
  readonly logged: { readonly level: string; readonly fields: object; readonly message: string }[];
  /** Headers of a request that a token of this role sends. */
  bearer(role: Role): Promise<Record<string, string>>;
}

const now = new Date("2026-11-20T12:00:00Z");

/** An application whose use cases are the ones given: for tests of the wrapper. */
export function fakeApp(usecases: Partial<Record<keyof UseCases, unknown>> = {}): FakeApp {
  const store = memoryAccess();
  const logged: FakeApp["logged"] = [];
  let count = 0;
  const newId = (prefix: string) => {
    count += 1;
    return `${prefix}_${count}`;
  };
  const by = { type: "system", id: "test", name: "test" } as const;
  return {
    store,
    logged,
    newId,
    clock: { now: () => now, sleep: async () => {} },
    log: {
      info: (fields, message) => void logged.push({ level: "info", fields, message }),
      error: (fields, message) => void logged.push({ level: "error", fields, message }),
    },
    access: createAccess({ store, newId, dataDir: "unused", secret: "test secret" }),
    usecases: usecases as unknown as UseCases,
    async bearer(role) {
      const parts = { store: store.access, newId, randomBytes, now, by };
      return { authorization: `Bearer ${await createToken(parts, { name: role, role, expiresAt: null })}` };
    },
  };
}
