import { parseArgs } from "node:util";
import { adapterFor } from "../server/adapters/registry";
import type { AwsCall } from "../server/aws/door";
import { createDoors } from "../server/aws/doors";
import { isRead } from "../server/aws/services";
import type { Action } from "../server/core/plan";
import type { EngineStore, Slice } from "../server/engine/ports";
import { runSlice } from "../server/engine/run";
import { lastSeen } from "../server/inventory/record";
import { memoryStorage } from "../server/sandbox/file-storage";
import { createSandbox } from "../server/sandbox/sandbox";
import { consent } from "../server/testing/consent";
import { accountId, type SandboxStandby, sandboxStandby } from "../server/testing/sandbox-standby";
import { Turns } from "../server/testing/turns";

/**
 * Where the time of a pause and a resume goes when nothing but the way to AWS takes any: the sandbox account, its changes
 * in effect at once, each call so many milliseconds long, on a clock that jumps. The same figures on every machine.
 *
 *   npm run bench:path -- [--latency 90] [--kinds crowd] [--settle 0]
 *
 * --kinds crowd: those of the bench's crowd only. --settle: how fast AWS brings about what it accepted; 0 is at once, as
 * moto does, 1 is as slow as AWS.
 */

const { values: flags } = parseArgs({
  options: {
    latency: { type: "string", default: "90" },
    kinds: { type: "string", default: "all" },
    settle: { type: "string", default: "0" },
  },
});
const latencyMs = Number(flags.latency);
const crowd = [
  ...["ec2.instance", "rds.instance", "ecs.service", "lambda.function", "cloudwatch.alarm"],
  ...["kinesis.stream", "dynamodb.table", "sagemaker.endpoint", "autoscaling.group"],
];
const leaseMs = 30_000;
const nothing = { params: {}, query: {} };

const standby = await sandboxStandby();
const turns = new Turns(standby.clock.now());
const { clock, turn } = turns.process("path");
const storage = memoryStorage();
await storage.save(JSON.stringify(await standby.sandbox().snapshot()));
const sandbox = await createSandbox({ clock, random: () => 0.5, storage, pace: Math.max(1e-6, Number(flags.settle)) });
const calls: { readonly call: AwsCall; readonly at: number }[] = [];
const account = await standby.store.accounts.get(accountId);
const doors = createDoors({
  clock,
  random: () => 0.5,
  account: async () => account as never,
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

async function measure(action: Action): Promise<void> {
  // The plan's own looks cost nothing here.
  standby.clock.advance(turns.now().getTime() - standby.clock.now().getTime());
  const id = await start(standby, action);
  const startedAt = turns.now().getTime();
  calls.length = 0;
  await turns.until(runAll(id));
  const { resources, counts } = await standby.usecases.getOperation(standby.as("admin"), {
    ...nothing,
    params: { id },
    body: {},
  });
  const changes = calls.filter(({ call }) => !isRead(call.operation));
  const at = changes.map((one) => one.at);
  console.log(
    `\n${action}: ${counts.done} of ${counts.total} done in ${seconds(turns.now().getTime() - startedAt)}, ${changes.length} changing calls from ${seconds(Math.min(...at) - startedAt)} to ${seconds(Math.max(...at) - startedAt)}: ${seconds(Math.max(...at) - Math.min(...at))}; ${calls.length - changes.length} reads`,
  );
  for (const region of [...new Set(calls.map(({ call }) => call.region))].sort()) {
    console.log(` ${region}`);
    const rows = resources.filter((one) => one.region === region);
    for (const kind of [...new Set(rows.map((one) => one.kind))]) {
      const mine = rows.filter((one) => one.kind === kind);
      const begun = mine.flatMap((one) => (one.startedAt ? Date.parse(one.startedAt) - startedAt : []));
      const ended = mine.flatMap((one) => (one.settledAt ? Date.parse(one.settledAt) - startedAt : []));
      if (begun.length === 0) continue;
      const [wave] = mine;
      console.log(
        `  ${String(wave?.wave).padStart(4)} ${kind.padEnd(28)} ${String(mine.length).padStart(3)}  begun ${seconds(Math.min(...begun))}-${seconds(Math.max(...begun))}  settled ${seconds(Math.min(...ended))}-${seconds(Math.max(...ended))}`,
      );
    }
  }
  for (const one of resources.filter(({ state }) => state !== "done"))
    console.log(`  ${one.kind} ${one.name} ${one.state}: ${one.fault?.reason ?? one.saw}`);
}

async function start(own: SandboxStandby, action: Action): Promise<string> {
  await own.become(JSON.parse((await storage.load()) ?? ""));
  const scope = flags.kinds === "crowd" ? { kinds: crowd } : {};
  const plan = await own.usecases.createPlan(own.as("admin"), {
    ...nothing,
    body: { action, scope, options: { ...consent } },
  });
  const typed = plan.confirm.text === null ? {} : { confirmText: plan.confirm.text };
  const body = { planId: plan.id, planHash: plan.hash, undoSeconds: 0, ...typed };
  return (await own.usecases.startOperation(own.as("admin"), { ...nothing, body })).id;
}

async function runAll(operationId: string): Promise<void> {
  const slices = await turn("claimable", () => standby.store.engine.claimable(clock.now()));
  const mine = slices.filter((slice) => slice.operationId === operationId);
  await Promise.all(mine.map((slice) => untilOver(slice)));
}

async function untilOver(slice: Slice): Promise<void> {
  const engine = {
    store: inTurns(standby.store.engine),
    doors,
    inventory: {
      record: async () => {},
      seen: (ids: readonly string[]) =>
        turn("seen", () => lastSeen({ inventory: standby.store.inventory, adapterFor }, ids)),
    },
    adapterFor,
    clock,
    newId: standby.newId,
    owner: "path",
    leaseMs,
    onChange: () => {},
  };
  for (;;) {
    const end = await runSlice(engine, slice, new AbortController().signal);
    if (end === "over" || end === "sliceOver") return;
    await clock.sleep(1000);
  }
}

/** The database answers at once, and in turns, so that the clock never jumps while it does. */
function inTurns(store: EngineStore): EngineStore {
  return {
    claimable: (...args) => turn("claimable", () => store.claimable(...args)),
    load: (...args) => turn("load", () => store.load(...args)),
    cancelRequested: (...args) => turn("cancelRequested", () => store.cancelRequested(...args)),
    claim: (...args) => turn("claim", () => store.claim(...args)),
    renew: (...args) => turn("renew", () => store.renew(...args)),
    release: (...args) => turn("release", () => store.release(...args)),
    commit: (...args) => turn("commit", () => store.commit(...args)),
    finish: (...args) => turn("finish", () => store.finish(...args)),
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
