import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Capture, captureEstate, changedBetween } from "./capture";
import { buildEstate } from "./estate";
import { type Standby, startStandby } from "./standby";
import { startWire, type Wire } from "./wire";

/** A fake AWS for one file of tests; each test has the estate and a scanned Standby of its own. */
export interface Suite {
  readonly regions: readonly string[];
  readonly wire: Wire;
  readonly standby: Standby;
  /** The estate before anything was paused. */
  readonly before: Capture;
  now(): Promise<Capture>;
  /** The keys of the capture that are not as they were before. */
  changed(): Promise<readonly string[]>;
}

export interface SuiteOptions {
  readonly regions: readonly string[];
  readonly settleSeconds?: number;
  /** What is built and captured: the main estate where nothing else is said. */
  readonly estate?: Estate;
}

interface Estate {
  readonly build: (endpoint: string, regions: readonly string[]) => Promise<void>;
  readonly capture: (endpoint: string, regions: readonly string[]) => Promise<Capture>;
}

const mainEstate: Estate = { build: buildEstate, capture: captureEstate };

/** Waiting goes fifty times as fast as on AWS: what is polled every 30 s there is polled every 0.6 s here. */
const pace = 0.02;

export function wireSuite({ regions, settleSeconds, estate = mainEstate }: SuiteOptions): Suite {
  let wire: Wire | null = null;
  let standby: Standby | null = null;
  let before: Capture = {};
  const started = <T>(part: T | null): T => {
    if (part === null) throw new Error("The suite has not started");
    return part;
  };

  beforeAll(async () => {
    wire = await startWire(settleSeconds ? { settleSeconds } : {});
  });
  afterAll(async () => {
    await wire?.stop();
  });
  beforeEach(async () => {
    const { direct, url, reset, clearCalls } = started(wire);
    await reset();
    await estate.build(direct, regions);
    // The last database of the estate is still being stopped where states take time.
    if (settleSeconds) await new Promise((resolve) => setTimeout(resolve, settleSeconds * 1000));
    before = await estate.capture(direct, regions);
    standby = await startStandby({ endpoint: url, regions, pace });
    expect((await standby.scan()).rows.filter(({ status }) => status === "notRead")).toEqual([]);
    await clearCalls();
  });
  afterEach(async () => {
    await standby?.stop();
    standby = null;
  });

  const now = () => estate.capture(started(wire).direct, regions);
  return {
    regions,
    get wire() {
      return started(wire);
    },
    get standby() {
      return started(standby);
    },
    get before() {
      return before;
    },
    now,
    changed: async () => changedBetween(before, await now()),
  };
}
