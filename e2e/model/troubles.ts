import type { FaultCode } from "../../server/core/fault";
import { faultOf, type Trouble } from "./house";

/** What goes wrong on the way: told beforehand, and met when its time has come. */

type Way = "throttle" | "error500" | "lost";

interface Burst {
  readonly way: Way;
  readonly on: "read" | "call";
  left: number;
}

export interface WriteTrouble {
  /** So many writes still go well. */
  after: number;
  readonly when: "before" | "after";
}

const codes: Readonly<Record<Way, FaultCode>> = { throttle: "throttled", error500: "transient", lost: "transient" };

export class Troubles implements Trouble {
  readonly #bursts: Burst[] = [];
  readonly #denied = new Set<string>();
  readonly #scarce = new Set<string>();
  #writes: WriteTrouble[] = [];
  #reads = 0;
  #saids: ("kill" | "freeze")[] = [];

  constructor(
    private readonly random: () => number,
    /** Told of what must be borne, and of what cannot be. */
    private readonly met: { hit(ids: readonly string[]): void; excuse(id: string): void },
  ) {}

  burst(way: Way, on: "read" | "call", times: number): void {
    this.#bursts.push({ way, on, left: times });
  }

  /** Nobody may do this to it, from now on, or may again. */
  deny(op: string, id: string, isDenied: boolean): void {
    if (isDenied) this.#denied.add(`${op} ${id}`);
    else this.#denied.delete(`${op} ${id}`);
  }

  /** AWS has nothing left to start it on, or has again. */
  shortage(id: string, isScarce: boolean): void {
    if (isScarce) this.#scarce.add(id);
    else this.#scarce.delete(id);
  }

  /** One write of the database fails. */
  write(trouble: WriteTrouble): void {
    this.#writes.push({ ...trouble });
  }

  /** One read of the database fails. */
  read(): void {
    this.#reads += 1;
  }

  /** Processes are killed or stopped right after they said what they will send, and before they do: so many in a row. */
  said(what: "kill" | "freeze", times: number): void {
    for (let time = 0; time < times; time += 1) this.#saids.push(what);
  }

  afterSaid(): "kill" | "freeze" | null {
    return this.#saids.shift() ?? null;
  }

  heal(): void {
    this.#bursts.length = 0;
    this.#writes = [];
    this.#reads = 0;
    this.#saids = [];
    this.#denied.clear();
    this.#scarce.clear();
  }

  ofRead(ids: readonly string[]) {
    const burst = this.#next("read");
    if (!burst) return null;
    this.met.hit(ids);
    return { fault: faultOf(codes[burst.way], `AWS says ${burst.way}`), after: Math.floor(this.random() * 3) };
  }

  ofCall(op: string, ids: readonly string[]) {
    const denied = ids.find((id) => this.#denied.has(`${op} ${id}`));
    if (denied) {
      this.met.excuse(denied);
      return { fault: faultOf("denied", `Nobody may ${op} ${denied}`), isLost: false };
    }
    const scarce = ids.find((id) => op === "on" && this.#scarce.has(id));
    if (scarce) return { fault: faultOf("capacity", `There is no capacity for ${scarce}`), isLost: false };
    const burst = this.#next("call");
    if (!burst) return null;
    if (burst.way !== "throttle") this.met.hit(ids);
    return { fault: faultOf(codes[burst.way], `AWS says ${burst.way}`), isLost: burst.way === "lost" };
  }

  /** @throws Error when it is to fail */
  beforeRead(what: string): void {
    if (this.#reads === 0) return;
    this.#reads -= 1;
    throw new Error(`The database did not answer ${what}`);
  }

  ofWrite(_what: string): WriteTrouble["when"] | null {
    const [next] = this.#writes;
    if (!next) return null;
    next.after -= 1;
    if (next.after >= 0) return null;
    this.#writes.shift();
    return next.when;
  }

  #next(on: Burst["on"]): Burst | null {
    const burst = this.#bursts.find((one) => one.on === on && one.left > 0);
    if (!burst) return null;
    burst.left -= 1;
    return burst;
  }
}
