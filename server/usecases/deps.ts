import type { AnyAdapter } from "../adapters/contract";
import type { Doors } from "../aws/door";
import type { CostLine, Estimate } from "../core/money";
import type { Clock, NewId } from "../core/ports";
import type { RecordDeps } from "../inventory/record";
import type { ScanDeps } from "../inventory/scan";
import type { Store } from "./ports";
import type { RunningScans } from "./scan-inventory";

/** What the use cases work with. Wired once, in runtime. */
export interface Deps {
  readonly store: Store;
  readonly doors: Doors;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly adapters: readonly AnyAdapter[];
  readonly adapterFor: (kind: string) => AnyAdapter;
  readonly estimate: (region: string, lines: readonly CostLine[]) => Estimate;
  /** Date of the newest price in the catalogue. */
  readonly pricesAsOf: () => string;
  readonly scanDeps: ScanDeps & RecordDeps;
  readonly scans: RunningScans;
  /** Says that there is work: an operation was saved. */
  readonly wakeWorker: () => void;
  /** Calls back after each change of an operation in this process; answers how to stop. */
  readonly watch: (operationId: string, changed: () => void) => () => void;
  readonly sandboxAllowed: boolean;
}
