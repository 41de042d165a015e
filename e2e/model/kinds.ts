import { z } from "zod";
import { type AnyAdapter, defineAdapter, type Outcome, type StepStatus } from "../../server/adapters/contract";
import type { ReadDoor } from "../../server/aws/door";
import { FaultError } from "../../server/core/fault";
import type { Step } from "../../server/core/plan";
import type { Observed } from "../../server/core/resource";
import { type Call, type Detail, detail, feedKind, type Listed, type Listing, lampKind } from "./house";

/** The two kinds of the house, as any other kind is written. */

const savedSchema = z.object({ level: z.number() });
type Saved = z.infer<typeof savedSchema>;

/** What this world's doors take in the place of an SDK client and its commands. */
class HouseClient {
  readonly config = {};
}
const command = (input: object) => ({ input }) as never;

function makeAdapter(kind: string, wave: number): AnyAdapter {
  const isLamp = kind === lampKind;
  const switchOff = { op: "off" as const, params: null, before: "on", after: "off", settle: true };
  const switchOn = { op: "on" as const, params: null, before: "off", after: "on", settle: true };
  const level = (from: number, to: number) => ({
    op: "level" as const,
    params: { level: to },
    before: `level ${from}`,
    after: `level ${to}`,
    // The lamp's own: one step is sent after the other without a look between them.
    settle: !isLamp,
  });
  const check = (step: Step, seen: Observed<Detail> | null): StepStatus => {
    if (!seen) return { status: "pending", saw: "gone" };
    const { on, level: now, isMoving } = seen.detail;
    const saw = isMoving ? "moving" : `${on ? "on" : "off"} at ${now}`;
    if (step.op === "level") return { status: now === (step.params as Saved).level ? "done" : "todo", saw };
    if (isMoving) return { status: "pending", saw };
    return { status: on === (step.op === "on") ? "done" : "todo", saw };
  };
  const list = async (door: ReadDoor, only: readonly string[]): Promise<Listed> =>
    door.read(HouseClient, command({ region: door.region, kind, only } satisfies Listing));
  return defineAdapter<Detail, Saved, "off" | "on" | "level", Record<string, never>>({
    kind,
    title: kind,
    plural: kind,
    billedAs: null,
    about: { pause: "Off.", resume: "On.", saves: "Its level.", stillCosts: "", hazards: [] },
    waveTitle: kind,
    restore: "exact",
    wave,
    // Nobody waits until a lamp has gone dark, except the feed that powers it.
    ...(isLamp && { offOnceAccepted: ["off" as const] }),
    iam: { read: [], pause: [], resume: [] },
    detail,
    saved: { version: 1, schema: savedSchema },
    options: z.object({}),
    timing: { pollSeconds: 5, giveUpSeconds: isLamp ? 600 : 900, expectSeconds: { pause: 10, resume: 10 } },
    batch: { off: 3, on: 3, level: 1 },
    classify: (seen) => {
      if (seen.detail.isMoving) return { state: "changing", saw: "moving" };
      return seen.detail.on ? { state: "running", saw: "on" } : { state: "paused", saw: "off" };
    },
    planPause: ({ detail: { level: now } }) => ({
      result: "planned",
      saved: { level: now },
      steps: [...(isLamp && now !== 0 ? [level(now, 0)] : []), switchOff],
      hazards: [],
      restore: "exact",
    }),
    planResume: (saved, seen) => {
      if (!seen) return { result: "refused", reason: "It is gone", remedy: "" };
      const { on, level: now } = seen.detail;
      const steps = [...(on ? [] : [switchOn]), ...(now === saved.level ? [] : [level(now, saved.level)])];
      return { result: "planned", steps, hazards: [] };
    },
    check,
    verify: (action, saved, seen) => {
      if (!seen) return { verdict: "gone", saw: "gone" };
      const { on, level: now, isMoving } = seen.detail;
      const saw = `${on ? "on" : "off"} at ${now}`;
      if (isMoving) return { verdict: "pending", saw };
      if (action === "pause") return on ? { verdict: "pending", saw } : { verdict: "reached", saw };
      if (!on) return { verdict: "pending", saw };
      if (now === saved.level) return { verdict: "reached", saw };
      return {
        verdict: "wrong",
        saw,
        differences: [{ path: "level", saved: String(saved.level), now: String(now) }],
      };
    },
    relations: ({ detail: { feed, isWired } }) =>
      feed === null ? [] : [{ role: isWired ? "owner" : "needs", kind: feedKind, nativeId: feed }],
    price: () => [],
    async *discover(door, only = []) {
      const { seen, fault } = await list(door, only);
      yield* seen;
      if (fault) throw new FaultError(fault);
    },
    glance: async (door, items) => {
      const ids = items.map(({ nativeId }) => nativeId);
      const { seen, fault } = await list(door, ids);
      if (fault) throw new FaultError(fault);
      const things = new Map(seen.map((one) => [one.nativeId, one]));
      return new Map(
        items.flatMap(({ nativeId, step }): [string, StepStatus][] => {
          const thing = things.get(nativeId);
          return thing ? [[nativeId, check(step, thing)]] : [];
        }),
      );
    },
    apply: async (door, op, items): Promise<readonly Outcome[]> =>
      door.act(HouseClient, command({ region: door.region, kind, op, items } satisfies Call)),
  });
}

/** Lamps go first and come last. */
export const adapters: readonly AnyAdapter[] = [makeAdapter(lampKind, 40), makeAdapter(feedKind, 80)];

export function adapterOf(kind: string) {
  const adapter = adapters.find((one) => one.kind === kind);
  if (!adapter) throw new Error(`There is no kind ${kind}`);
  return adapter;
}
