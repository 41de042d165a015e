import { afterOperations } from "../usecases/after-operation";
import type { Deps } from "../usecases/deps";
import { guardTick } from "../usecases/guard-tick";
import { keepLedger } from "../usecases/keep-ledger";

/** What happens every so often, once for all processes together. A tick that its process did not end is taken again. */
export interface Tick {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (deps: Deps) => Promise<void>;
}

export const ticks: readonly Tick[] = [
  { name: "accounts to read", everyMs: 60_000, run: ({ store, clock }) => store.scanParts.keepAccounts(clock.now()) },
  { name: "after operations", everyMs: 30_000, run: afterOperations },
  { name: "guard", everyMs: 60_000, run: guardTick },
  { name: "ledger", everyMs: 60_000, run: keepLedger },
];
