import { parseArgs } from "node:util";
import { adapterFor } from "../server/adapters/registry";
import type { AwsCall } from "../server/aws/door";
import { createDoors } from "../server/aws/doors";
import { isRead } from "../server/aws/services";
import type { WireOperation } from "../server/contract/operations";
import { groupBy } from "../server/core/group-by";
import type { Action } from "../server/core/plan";
import type { EngineDeps } from "../server/engine/deps";
import type { EngineStore, Slice } from "../server/engine/ports";
import { RightOfWay } from "../server/engine/right-of-way";
import { runSlice } from "../server/engine/run";
import { lastSeen } from "../server/inventory/record";
import { memoryStorage } from "../server/sandbox/file-storage";
import { createSandbox } from "../server/sandbox/sandbox";
import { consent } from "../server/testing/consent";
import { accountId, sandboxStandby } from "../server/testing/sandbox-standby";
import { Turns } from "../server/testing/turns";

/**
 * What a pause and a resume wait for, one thing after the other, when nothing but the way to AWS takes time: the sandbox
 * account, each call so many milliseconds long, on a clock that jumps. Databases and processors take none, and AWS's
 * limits are left out. The figures are the same on every machine and at every run.
 *
 *   npm run bench:path -- [--latency 90] [--kinds crowd] [--settle 1]
 *
 * --kinds crowd: those of the bench's crowd only. --settle 1: what AWS accepted takes as long as with AWS; without it it is
 * in effect at once, as with moto.
 */

const { values: flags } = parseArgs({
  options: {
    latency: { type: "string", default: "90" },
    kinds: { type: "string", default: "all" },
    settle: { type: "string", default: "0" },
  },
});
const latencyMs = Number(flags.latency);
/** No pace of the sandbox is nothing at all. */
const atOnce = 1e-6;
const crowd = [
  ...["ec2.instance", "rds.instance", "ecs.service", "lambda.function", "cloudwatch.alarm"],
  ...["kinesis.stream", "dynamodb.table", "sagemaker.endpoint", "autoscaling.group"],
];
const rightOfWay = new RightOfWay();
const nothing = { params: {}, query: {} };

interface Sent {
  readonly call: AwsCall;
  readonly at: number;
}

const random = () => 0.5;
const standby = await sandboxStandby();
const turns = new Turns(standby.clock.now());
const { clock, turn } = turns.process("path");
const storage = memoryStorage();
await storage.save(JSON.stringify(await standby.sandbox().snapshot()));
const sandbox = await createSandbox({ clock, random, storage, pace: Math.max(atOnce, Number(flags.settle)) });
const account = await standby.store.accounts.get(accountId);
if (!account) throw new Error("The sandbox account is not there");
const calls: Sent[] = [];
const doors = createDoors({
  clock,
  random,
  account: async () => account,
  sandbox: async (call) => {
    calls.push({ call, at: clock.now().getTime() });
    await clock.sleep(latencyMs);
    return turn(call.operation, () => sandbox.answer(call));
  },
  pace: 1,
  sandboxPace: 1,
});
try {
  for (const action of ["pause", "resume"] as const) await measure(action);
} finally {
  await standby.close();
}

/** Plans without any latency, then lets the engine run. */
async function measure(action: Action): Promise<void> {
  standby.clock.advance(turns.now().getTime() - standby.clock.now().getTime());
  const id = await start(action);
  const startedAt = turns.now().getTime();
  calls.length = 0;
  await turns.until(run(id));
  const params = { id };
  print(await standby.usecases.getOperation(standby.as("admin"), { ...nothing, body: {}, params }), startedAt);
}

async function start(action: Action): Promise<string> {
  await standby.become(JSON.parse((await storage.load()) ?? ""));
  const scope = flags.kinds === "crowd" ? { kinds: crowd } : {};
  const wish = { action, scope, options: { ...consent } };
  const plan = await standby.usecases.createPlan(standby.as("admin"), { ...nothing, body: wish });
  const typed = plan.confirm.text === null ? {} : { confirmText: plan.confirm.text };
  const body = { planId: plan.id, planHash: plan.hash, undoSeconds: 0, ...typed };
  return (await standby.usecases.startOperation(standby.as("admin"), { ...nothing, body })).id;
}

async function run(operationId: string): Promise<void> {
  const slices = await standby.store.engine.claimable(clock.now());
  const mine = slices.filter((slice) => slice.operationId === operationId);
  await Promise.all(mine.map(untilOver));
}

async function untilOver(slice: Slice): Promise<void> {
  for (;;) {
    const end = await runSlice(engineOf(standby.store.engine), slice, new AbortController().signal);
    if (end === "over" || end === "sliceOver") return;
    await clock.sleep(1000);
  }
}

/** The database answers in turns, so that the clock never jumps while it does. */
function engineOf(store: EngineStore): EngineDeps {
  return {
    store: {
      claimable: (...args) => turn("claimable", () => store.claimable(...args)),
      load: (...args) => turn("load", () => store.load(...args)),
      cancelRequested: (...args) => turn("cancelRequested", () => store.cancelRequested(...args)),
      answerRing: (...args) => turn("answerRing", () => store.answerRing(...args)),
      claim: (...args) => turn("claim", () => store.claim(...args)),
      renew: (...args) => turn("renew", () => store.renew(...args)),
      release: (...args) => turn("release", () => store.release(...args)),
      commit: (...args) => turn("commit", () => store.commit(...args)),
      finish: (...args) => turn("finish", () => store.finish(...args)),
    },
    doors,
    inventory: {
      record: async () => {},
      seen: (ids) => turn("seen", () => lastSeen({ inventory: standby.store.inventory, adapterFor }, ids)),
    },
    adapterFor,
    clock,
    newId: standby.newId,
    owner: "path",
    leaseMs: 30_000,
    rightOfWay,
    onChange: () => {},
  };
}

function print({ action, counts, resources }: WireOperation, startedAt: number): void {
  const changes = calls.filter(({ call }) => !isRead(call.operation)).map(({ at }) => at - startedAt);
  const [first, last] = [Math.min(...changes), Math.max(...changes)];
  console.log(
    `\n${action}: ${counts.done} of ${counts.total} done after ${seconds(turns.now().getTime() - startedAt)}; ${changes.length} changing calls, ${seconds(last - first)} from the first to the last; ${calls.length - changes.length} reads`,
  );
  for (const region of groupBy(resources, (one) => one.region)) {
    console.log(`  ${region[0].region}`);
    for (const kind of groupBy(region, (one) => one.kind)) {
      const since = (times: readonly (string | null)[]) =>
        times.flatMap((at) => (at ? Date.parse(at) - startedAt : []));
      const begun = since(kind.map((one) => one.startedAt));
      const settled = since(kind.map((one) => one.settledAt));
      const name = `${kind[0].kind} (${kind.length})`.padEnd(36);
      console.log(`    ${name} begun ${seconds(Math.min(...begun))}, settled ${seconds(Math.max(...settled))}`);
    }
  }
  const left = resources.filter(({ state }) => state !== "done");
  for (const { kind, name, state, fault, saw } of left)
    console.log(`  ${kind} ${name} ${state}: ${fault?.reason ?? saw}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
