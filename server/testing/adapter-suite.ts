import type { AnyAdapter, ApplyItem, PausePlan } from "../adapters/contract";
import type { ActDoor, AwsCall, ReadDoor } from "../aws/door";
import { createDoors } from "../aws/doors";
import type { Account } from "../core/account";
import { type Fault, FaultError, isRetryable } from "../core/fault";
import type { Action, Step } from "../core/plan";
import type { Observed } from "../core/resource";
import type { Sandbox } from "../sandbox/contract";
import { memoryStorage } from "../sandbox/file-storage";
import { createSandbox } from "../sandbox/sandbox";
import { type FakeClock, fakeClock } from "./fake-clock";
import { compareGlances } from "./glance-law";

/**
 * What the laws of every adapter are proved with: a sandbox account, doors to it, and a small driver that walks frozen
 * steps as the engine does, looks, asks, sends, lets time pass, and looks again, without a store and without leases.
 */

/** A sandbox account on a stage: nothing else acts in it, and time stands still unless the driver moves it. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly clock: FakeClock;
  readonly regions: readonly string[];
  read(region: string): Promise<ReadDoor>;
  act(region: string): Promise<ActDoor>;
  /** Doors that answer an identical read once. */
  scan(): Promise<(region: string) => ReadDoor>;
}

/** One resource and where it is. */
export interface Found {
  readonly region: string;
  readonly seen: Observed;
}

/** One resource with its frozen plan. */
export interface Task {
  readonly region: string;
  readonly nativeId: string;
  readonly saved: unknown;
  readonly steps: readonly Step[];
}

/** What may happen to a call that changes something, told by its number from 1. */
export interface Trouble {
  readonly call: number;
  /** never: it does not reach AWS · lost: AWS does it, the answer does not come back */
  readonly how: "never" | "lost";
}

export interface Walk {
  readonly adapter: AnyAdapter;
  readonly action: Action;
  readonly tasks: readonly Task[];
  /** Every call is sent twice in a row. */
  readonly twice?: boolean;
  readonly trouble?: Trouble;
  /** Leaves off, as a killed process would, once so many batches were sent. */
  readonly stopAfter?: number;
}

const regions = ["eu-central-1", "us-east-1", "eu-west-1"];

export async function openStage(): Promise<Stage> {
  const clock = fakeClock(new Date("2026-11-20T12:00:00Z"));
  const random = () => 0.5;
  const sandbox = await createSandbox({ clock, random, storage: memoryStorage(), pace: 1 });
  const account: Account = {
    id: "acc_sandbox",
    name: "Sandbox",
    awsAccountId: null,
    credentials: { type: "sandbox" },
    regions,
    createdAt: clock.now(),
    lastScanAt: null,
  };
  const doors = createDoors({
    clock,
    random,
    account: async () => account,
    sandbox: sandbox.answer,
    pace: 1,
    sandboxPace: 1,
  });
  return {
    sandbox,
    clock,
    regions,
    read: (region) => doors.read(account.id, region),
    act: (region) => doors.act(account.id, region),
    scan: async () => (await doors.scan(account.id)).region,
  };
}

export async function discoverAll(stage: Stage, adapter: AnyAdapter): Promise<Found[]> {
  const found: Found[] = [];
  for (const region of stage.regions) {
    for await (const seen of adapter.discover(await stage.read(region))) found.push({ region, seen });
  }
  return found;
}

/** What a pause with these options would do, for everything that it would do something for. */
export function pauseTasks(
  adapter: AnyAdapter,
  found: readonly Found[],
  options: unknown,
): (Task & { readonly plan: PausePlan<unknown> })[] {
  return found.flatMap(({ region, seen }) => {
    if (adapter.classify(seen).state !== "running" || adapter.relations(seen).some((one) => one.role === "owner"))
      return [];
    const plan = adapter.planPause(seen, adapter.options.parse(options));
    if (plan.result === "refused" || plan.steps.length === 0) return [];
    return [{ region, nativeId: seen.nativeId, saved: plan.saved, steps: plan.steps, plan }];
  });
}

/** What a resume of these would do from what AWS says now. */
export async function resumeTasks(stage: Stage, adapter: AnyAdapter, held: readonly Task[]): Promise<Task[]> {
  const seen = await look(stage, adapter, held);
  return held.map(({ region, nativeId, saved }) => {
    const plan = adapter.planResume(saved, seen.get(keyOf(region, nativeId)) ?? null);
    if (plan.result === "refused") throw new Error(`${nativeId} cannot be resumed: ${plan.reason}`);
    return { region, nativeId, saved, steps: plan.steps };
  });
}

/** The engine's own bound: a step that was accepted this often and never took effect has failed. */
const sendsAtMost = 3;

interface Place {
  readonly task: Task;
  step: number;
  sends: number;
}

/**
 * Walks all tasks to their end, as the engine would: every round is one look per region, then one batch per op.
 * Answers false where it left off on the way. @throws Error when a resource cannot get there, with what AWS said.
 */
export async function walk(stage: Stage, { adapter, action, tasks, ...knobs }: Walk): Promise<boolean> {
  const { pollSeconds, giveUpSeconds } = adapter.timing;
  const giveUpAt = stage.clock.now().getTime() + giveUpSeconds * 1000 * tasks.length;
  let open: Place[] = tasks.map((task) => ({ task, step: 0, sends: 0 }));
  let batches = 0;
  const act = troubled(stage, knobs.trouble);
  while (open.length > 0) {
    if (stage.clock.now().getTime() > giveUpAt)
      throw new Error(`Stuck: ${open.map(({ task }) => task.nativeId).join(", ")}`);
    const seen = await look(
      stage,
      adapter,
      open.map(({ task }) => task),
    );
    const sent = open.filter(({ sends }) => sends > 0);
    for (const [region, places] of groupedBy(sent, ({ task }) => task.region)) {
      const asked = places.flatMap(({ task: { nativeId, steps }, step: at }) => {
        const [step, next = null] = steps.slice(at);
        return step ? [{ nativeId, step, next, whole: seen.get(keyOf(region, nativeId)) ?? null }] : [];
      });
      await compareGlances(adapter, await stage.read(region), asked);
    }
    open = open.filter(
      (place) => !isThere(adapter, action, place, seen.get(keyOf(place.task.region, place.task.nativeId)) ?? null),
    );
    for (const batch of batchesOf(
      adapter,
      open.filter((place) => isTodo(adapter, place, seen)),
    )) {
      if (knobs.stopAfter === batches) return false;
      batches += 1;
      for (let time = 0; time < (knobs.twice ? 2 : 1); time += 1) await send(act, adapter, batch, time === 0);
    }
    stage.clock.advance(pollSeconds * 1000);
  }
  return true;
}

/** Moves a task past the steps that are in effect; true once the whole is verified. */
function isThere(adapter: AnyAdapter, action: Action, place: Place, seen: Observed | null): boolean {
  const { task } = place;
  for (let step = task.steps[place.step]; step; step = task.steps[place.step]) {
    const status = adapter.check(step, seen);
    if (status.status === "blocked") throw new Error(`${task.nativeId} is blocked: ${status.fault.reason}`);
    if (status.status !== "done") return false;
    place.step += 1;
    place.sends = 0;
  }
  const verdict = adapter.verify(action, task.saved, seen);
  if (verdict.verdict === "wrong" || verdict.verdict === "gone") {
    throw new Error(`${task.nativeId} is ${verdict.verdict}: ${JSON.stringify(verdict)}`);
  }
  return verdict.verdict === "reached";
}

function isTodo(adapter: AnyAdapter, place: Place, seen: ReadonlyMap<string, Observed>): boolean {
  const step = place.task.steps[place.step];
  if (!step) return false;
  const status = adapter.check(step, seen.get(keyOf(place.task.region, place.task.nativeId)) ?? null);
  return status.status === "todo";
}

interface Batch {
  readonly region: string;
  readonly op: string;
  readonly places: readonly Place[];
}

function batchesOf(adapter: AnyAdapter, places: readonly Place[]): Batch[] {
  const opOf = ({ task, step }: Place) => task.steps[step]?.op ?? "";
  const groups = groupedBy(places, (place) => `${place.task.region} ${opOf(place)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const op = opOf(first);
    const size = adapter.batch[op] ?? 1;
    const count = Math.ceil(group.length / size);
    return Array.from({ length: count }, (_, index) => ({
      region: first.task.region,
      op,
      places: group.slice(index * size, (index + 1) * size),
    }));
  });
}

type Act = (region: string) => Promise<ActDoor>;

async function send(act: Act, adapter: AnyAdapter, { region, op, places }: Batch, isFirst: boolean): Promise<void> {
  const items: ApplyItem[] = places.map(({ task, step }) => ({
    nativeId: task.nativeId,
    params: task.steps[step]?.params,
    token: `suite-${task.nativeId}-${step}`,
  }));
  for (const place of isFirst ? places : []) {
    place.sends += 1;
    if (place.sends > sendsAtMost) throw new Error(`${place.task.nativeId}: ${op} never takes effect`);
  }
  try {
    const outcomes = await adapter.apply(await act(region), op, items);
    const named = outcomes.map((outcome) => outcome.nativeId).sort();
    const asked = items.map((item) => item.nativeId).sort();
    if (named.join() !== asked.join())
      throw new Error(`${op} answered for ${named.join()} and was asked for ${asked.join()}`);
    for (const { nativeId, fault } of outcomes)
      if (fault && !isRetryable(fault.code)) throw new Error(`${nativeId}: ${fault.reason}`);
  } catch (error) {
    // What may go by itself is looked at again; a refusal of a call that was sent twice on purpose is one, too.
    if (!(error instanceof FaultError)) throw error;
    if (isFirst && !isRetryable(error.fault.code)) throw new Error(`${op}: ${error.fault.reason}`);
  }
}

/** The acting door, with one call that goes wrong. */
function troubled(stage: Stage, trouble: Trouble | undefined): Act {
  if (!trouble) return (region) => stage.act(region);
  let calls = 0;
  return async (region) => {
    const door = await stage.act(region);
    return {
      ...door,
      read: (client, command) => door.read(client, command),
      async act(client, command) {
        calls += 1;
        if (calls !== trouble.call) return door.act(client, command);
        if (trouble.how === "lost") await door.act(client, command);
        throw new FaultError(networkFault);
      },
    };
  };
}

const networkFault: Fault = { code: "transient", reason: "socket hang up", remedy: "" };

async function look(stage: Stage, adapter: AnyAdapter, tasks: readonly Task[]): Promise<Map<string, Observed>> {
  const found = new Map<string, Observed>();
  for (const [region, group] of groupedBy(tasks, (task) => task.region)) {
    const names = group.map((task) => task.nativeId);
    for await (const seen of adapter.discover(await stage.read(region), names)) {
      found.set(keyOf(region, seen.nativeId), seen);
    }
  }
  return found;
}

function groupedBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function keyOf(region: string, nativeId: string): string {
  return `${region} ${nativeId}`;
}

/** `ec2:StopInstances` */
export function actionOf(call: AwsCall): string {
  return `${call.service}:${call.operation}`;
}
