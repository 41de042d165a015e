import type { AnyAdapter } from "../adapters/contract";
import type { Clock, NewId } from "../core/ports";
import type { EngineDoors, EngineInventory, EngineStore } from "./ports";
import type { RightOfWay } from "./right-of-way";

/** What the loop works with. Everything that decides anything is pure and lives in decide.ts and progress.ts. */
export interface EngineDeps {
  readonly store: EngineStore;
  readonly doors: EngineDoors;
  readonly inventory: EngineInventory;
  readonly adapterFor: (kind: string) => AnyAdapter;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Name of this process, for the lease. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Shared by all slices that this process runs. */
  readonly rightOfWay: RightOfWay;
  /** Called after each commit: somebody may be watching. */
  readonly onChange: (operationId: string) => void;
}
