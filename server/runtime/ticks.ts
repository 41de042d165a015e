import { afterOperations } from "../usecases/after-operation";
import { checkBudgets } from "../usecases/check-budgets";
import type { Deps } from "../usecases/deps";
import { guardTick } from "../usecases/guard-tick";
import { keepAnomalies } from "../usecases/keep-anomalies";
import { keepLedger } from "../usecases/keep-ledger";
import { readIdleness } from "../usecases/read-idleness";
import { refreshCosts } from "../usecases/refresh-costs";
import { refreshPrices } from "../usecases/refresh-prices";
import { runLogExports } from "../usecases/run-log-exports";
import { sampleSpend } from "../usecases/sample-spend";

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
  { name: "costs", everyMs: 10_000, run: refreshCosts },
  { name: "unusual days", everyMs: 60_000, run: keepAnomalies },
  { name: "spend", everyMs: 5 * 60_000, run: sampleSpend },
  { name: "budgets", everyMs: 5 * 60_000, run: checkBudgets },
  { name: "idleness", everyMs: 60_000, run: readIdleness },
  { name: "prices", everyMs: 15 * 60_000, run: refreshPrices },
  { name: "log exports", everyMs: 15_000, run: runLogExports },
];
