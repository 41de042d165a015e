import type { AnyAdapter } from "../adapters/contract";
import type { Doors } from "../aws/door";
import type { LogExporter } from "../core/log-export";
import type { CostLine, Estimate } from "../core/money";
import type { Clock, NewId } from "../core/ports";
import type { CostExplorer } from "../costs/actual/ports";
import type { Metrics } from "../costs/idle/ports";
import type { PriceList } from "../costs/prices/ports";
import type { Prices } from "../costs/prices/prices";
import type { RecordDeps } from "../inventory/record";
import type { ScanDeps } from "../inventory/scan";
import type { Ahead } from "../preflight/ports";
import type { Store } from "./ports";

/** What the use cases work with. Wired once, in runtime. */
export interface Deps {
  readonly store: Store;
  readonly doors: Doors;
  readonly ahead: Ahead;
  readonly logExporter: LogExporter;
  readonly costExplorer: CostExplorer;
  readonly metrics: Metrics;
  readonly prices: Prices;
  readonly priceList: PriceList;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly adapters: readonly AnyAdapter[];
  readonly adapterFor: (kind: string) => AnyAdapter;
  readonly estimate: (region: string, lines: readonly CostLine[]) => Estimate;
  readonly scanDeps: ScanDeps & RecordDeps;
  /** Says that there is work: an operation was saved, a scan asked for. Some process begins with it at once. */
  readonly wakeWorker: () => void;
  /** When this process last looked for work and could hand it out; null: it leaves the work to others. */
  readonly lookedForWorkAt: () => Date | null;
  /** Calls back after each change of an operation in this process; answers how to stop. */
  readonly watch: (operationId: string, changed: () => void) => () => void;
  readonly sandboxAllowed: boolean;
}
