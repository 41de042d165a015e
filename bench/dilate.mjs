import { syncBuiltinESMExports } from "node:module";
import { performance } from "node:perf_hooks";
import timers from "node:timers";
import promises from "node:timers/promises";
import { promisify } from "node:util";

/**
 * Loaded into a process before anything else: its clocks go STANDBY_BENCH_DILATE times slower, and its timers take so many
 * times as long. By its own clock the process then runs on a machine that is so many times as fast.
 */
const factor = Number(process.env.STANDBY_BENCH_DILATE);
const { setTimeout: timeout, setInterval: interval } = globalThis;
const { setTimeout: sleep } = promises;
const RealDate = Date;
const startedAt = RealDate.now();
const clock = performance.now.bind(performance);
const clockStartedAt = clock();

class SlowDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(SlowDate.now());
    else super(...parts);
  }
  static now() {
    return Math.floor(startedAt + (RealDate.now() - startedAt) / factor);
  }
  // Next copies what a Date has of its own.
  static UTC = RealDate.UTC;
  static parse = RealDate.parse;
}
globalThis.Date = SlowDate;
performance.now = () => clockStartedAt + (clock() - clockStartedAt) / factor;

const slowTimeout = (run, ms = 0, ...args) => timeout(run, ms * factor, ...args);
const slowInterval = (run, ms = 0, ...args) => interval(run, ms * factor, ...args);
promises.setTimeout = (ms = 0, ...rest) => sleep(ms * factor, ...rest);
slowTimeout[promisify.custom] = promises.setTimeout;
Object.assign(timers, { setTimeout: slowTimeout, setInterval: slowInterval });
Object.assign(globalThis, { setTimeout: slowTimeout, setInterval: slowInterval });
syncBuiltinESMExports();
