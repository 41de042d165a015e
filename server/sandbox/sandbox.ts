import type { AwsCall } from "../aws/door";
import type { Random } from "../core/ports";
import type { Sandbox, SandboxOptions, SandboxStorage } from "./contract";
import { isAwsError, lostAnswer } from "./errors";
import { createFaultPlan, faultError } from "./faults";
import type { Moment } from "./operation";
import { seedWorld } from "./seed";
import { operationOf } from "./services";
import { identityArn } from "./sts";
import { arrangeGroups, durationOf, settle } from "./transitions";
import { emptyRegion, type RegionWorld, type World } from "./world";

/** A sandbox may run for months: of its calls at least this many newest ones are kept. */
const callsKept = 50_000;

/**
 * The sandbox account: a small world that answers SDK commands in the place of AWS. Commands are answered one after
 * another; a change is saved before its answer is given, and one whose save fails has not happened.
 * @throws Error when the stored world is of a format that this version does not know.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, random, storage, pace } = options;
  const queue = createQueue();
  let world = await firstWorld(storage, clock.now().getTime());
  let faults = createFaultPlan([]);
  let calls: AwsCall[] = [];

  async function keep(next: World): Promise<void> {
    if (next === world) return;
    await storage.save(JSON.stringify(next));
    world = next;
  }

  async function perform(call: AwsCall): Promise<object> {
    const operation = operationOf(call);
    const now = clock.now().getTime();
    await keep(settle(world, now, pace));
    if (!operation.changes) return operation.answer(call.input, reading(momentOf({ world, call, now, pace, random })));
    const draft = structuredClone(world);
    const output = operation.answer(call.input, momentOf({ world: draft, call, now, pace, random }));
    arrangeGroups(draft, now, pace);
    await keep(settle(draft, now, pace));
    return output;
  }

  async function answer(call: AwsCall): Promise<object> {
    calls.push(call);
    if (calls.length > 2 * callsKept) calls = calls.slice(-callsKept);
    const fault = faults.next(call);
    if (fault !== null && fault !== "lost") throw faultError(fault, call, identityArn(world.accountId));
    const output = await perform(call);
    if (fault === "lost") throw lostAnswer();
    return output;
  }

  return {
    answer: (call) =>
      queue(async () => {
        const requestId = newRequestId(random);
        try {
          const output = await answer(call);
          return { ...output, $metadata: { httpStatusCode: 200, requestId, attempts: 1, totalRetryDelay: 0 } };
        } catch (error) {
          if (isAwsError(error)) error.$metadata.requestId = requestId;
          throw error;
        }
      }),
    setFaults(rules) {
      faults = createFaultPlan(rules);
    },
    calls: () => [...calls],
    clearCalls() {
      calls = [];
    },
    snapshot: () =>
      queue(async () => {
        await keep(settle(world, clock.now().getTime(), pace));
        return structuredClone(world);
      }),
  };
}

async function firstWorld(storage: SandboxStorage, now: number): Promise<World> {
  const text = await storage.load();
  if (text !== null) return parseWorld(text);
  const world = seedWorld(now);
  await storage.save(JSON.stringify(world));
  return world;
}

/** Only this program writes the text, so its version decides; a damaged file is found by its storage. */
function parseWorld(text: string): World {
  const value: unknown = JSON.parse(text);
  const isWorld = typeof value === "object" && value !== null && "regions" in value && "version" in value;
  if (isWorld && value.version === 2) return value as World;
  if (isWorld && value.version === 1) return withCorners(value as unknown as FirstWorld);
  throw new Error("The stored sandbox account has an unknown format. Move it away to start with a fresh one.");
}

/** The first format had no corners. Such an account stays as it was left: what it does not have was never made there. */
type FirstWorld = Omit<World, "version" | "regions"> & {
  readonly regions: Readonly<Record<string, Omit<RegionWorld, "corners">>>;
};

function withCorners(first: FirstWorld): World {
  const regions = Object.entries(first.regions).map(([name, region]) => [name, { ...region, corners: {} }] as const);
  return { ...first, version: 2, regions: Object.fromEntries(regions) };
}

/** A read that makes a corner's empty state to look at leaves no trace of it. */
function reading(at: Moment): Moment {
  return { ...at, region: { ...at.region, corners: { ...at.region.corners } } };
}

function momentOf(options: {
  readonly world: World;
  readonly call: AwsCall;
  readonly now: number;
  readonly pace: number;
  readonly random: Random;
}): Moment {
  const { world, call, now, pace, random } = options;
  return {
    world,
    region: world.regions[call.region] ?? emptyRegion(),
    regionName: call.region,
    now,
    // A tenth shorter or longer: nothing on AWS takes equally long twice.
    ends: (duration) => now + Math.round(durationOf(duration, pace) * (0.9 + 0.2 * random())),
    lasts: (duration) => durationOf(duration, pace),
  };
}

/** Runs tasks one after another; a failed one does not stop the next. */
function createQueue(): <Out>(task: () => Promise<Out>) => Promise<Out> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task, task);
    last = run.catch(() => undefined);
    return run;
  };
}

function newRequestId(random: Random): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join("");
  return [digits(8), digits(4), `4${digits(3)}`, `a${digits(3)}`, digits(12)].join("-");
}
