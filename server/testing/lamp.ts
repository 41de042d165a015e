import { z } from "zod";
import type { Adapter, Outcome } from "../adapters/contract";
import { type Fault, FaultError } from "../core/fault";
import type { Observed } from "../core/resource";
import { newItem } from "../engine/changes";
import type { ItemRecord } from "../engine/ports";

/** A kind for tests of the engine: a lamp with a dimmer. Pause holds the dimmer, then switches off; resume goes back. */

export const lampDetail = z.object({ on: z.boolean(), dimmer: z.number(), moving: z.boolean(), broken: z.boolean() });
export type LampDetail = z.infer<typeof lampDetail>;
const savedSchema = z.object({ dimmer: z.number() });

/** The world of lamps, with memory, faults on demand and a list of all calls. */
export function lampWorld(lamps: Record<string, LampDetail>) {
  const calls: { readonly op: string; readonly ids: readonly string[] }[] = [];
  const faults: { op: string; match?: string; fault: Fault; times: number; afterEffect?: boolean }[] = [];
  const observed = (id: string): Observed<LampDetail> => {
    const detail = lamps[id];
    if (!detail) throw new Error(`no lamp ${id}`);
    return { nativeId: id, arn: `arn:lamp:${id}`, name: id, type: "lamp", tags: {}, detail: { ...detail } };
  };
  const adapter: Adapter<LampDetail, z.infer<typeof savedSchema>, "dim" | "off" | "on"> = {
    kind: "test.lamp",
    title: "Lamp",
    plural: "Lamps",
    billedAs: null,
    about: { pause: "Turns it off.", resume: "Turns it on.", saves: "How bright it is.", stillCosts: "", hazards: [] },
    waveTitle: "Lamps",
    restore: "exact",
    wave: 50,
    iam: { read: [], pause: [], resume: [] },
    detail: lampDetail,
    saved: { version: 1, schema: savedSchema },
    options: z.object({}),
    timing: { pollSeconds: 5, giveUpSeconds: 120, expectSeconds: { pause: 10, resume: 10 } },
    batch: { dim: 1, off: 10, on: 10 },
    classify: ({ detail }) => {
      if (detail.broken) return { state: "unsupported", saw: "broken", reason: "It is broken", remedy: "" };
      if (detail.moving) return { state: "changing", saw: "moving" };
      return detail.on ? { state: "running", saw: "on" } : { state: "paused", saw: "off" };
    },
    planPause: ({ detail }) => ({
      result: "planned",
      saved: { dimmer: detail.dimmer },
      steps: [
        { op: "dim", params: { to: 0 }, before: `dimmer ${detail.dimmer}`, after: "dimmer 0", settle: true },
        { op: "off", params: null, before: "on", after: "off", settle: true },
      ],
      hazards: [],
      restore: "exact",
    }),
    planResume: (saved, seen) => ({
      result: "planned",
      steps: [
        ...(seen?.detail.on ? [] : [{ op: "on" as const, params: null, before: "off", after: "on", settle: true }]),
        ...(seen?.detail.dimmer === saved.dimmer
          ? []
          : [
              {
                op: "dim" as const,
                params: { to: saved.dimmer },
                before: "dimmer 0",
                after: `dimmer ${saved.dimmer}`,
                settle: true,
              },
            ]),
      ],
      hazards: [],
    }),
    check: (step, seen) => {
      if (!seen) return { status: "pending", saw: "gone" };
      const { on, dimmer, moving } = seen.detail;
      if (moving) return { status: "pending", saw: "moving" };
      const want = step.params as { to: number } | null;
      const reached = step.op === "dim" ? dimmer === want?.to : on === (step.op === "on");
      return { status: reached ? "done" : "todo", saw: on ? "on" : "off" };
    },
    verify: (action, saved, seen) => {
      if (!seen) return { verdict: "gone", saw: "gone" };
      const { on, dimmer } = seen.detail;
      if (action === "pause") return on ? { verdict: "pending", saw: "on" } : { verdict: "reached", saw: "off" };
      if (dimmer === saved.dimmer) return { verdict: "reached", saw: "on" };
      return {
        verdict: "wrong",
        saw: "on",
        differences: [{ path: "dimmer", saved: String(saved.dimmer), now: String(dimmer) }],
      };
    },
    relations: () => [],
    price: () => [],
    async *discover(_aws, only) {
      for (const id of Object.keys(lamps)) if (!only || only.includes(id)) yield observed(id);
    },
    apply: async (_aws, op, items) => {
      calls.push({ op, ids: items.map((item) => item.nativeId) });
      const rule = faults.find(
        (one) => one.op === op && one.times > 0 && (!one.match || items.some((item) => item.nativeId === one.match)),
      );
      if (rule) {
        rule.times -= 1;
        if (!rule.afterEffect) throw new FaultError(rule.fault);
      }
      for (const { nativeId, params } of items) {
        const lamp = lamps[nativeId];
        if (!lamp) throw new FaultError({ code: "gone", reason: `no lamp ${nativeId}`, remedy: "" });
        if (op === "dim") lamp.dimmer = (params as { to: number }).to;
        else lamp.on = op === "on";
      }
      if (rule) throw new FaultError(rule.fault);
      return items.map(({ nativeId }): Outcome => ({ nativeId, fault: null }));
    },
  };
  return { lamps, calls, faults, adapter };
}

export function lit(dimmer: number): LampDetail {
  return { on: true, dimmer, moving: false, broken: false };
}

export function itemOf(item: Partial<ItemRecord> & Pick<ItemRecord, "plan">): ItemRecord {
  return {
    ...newItem(item.plan, true),
    holdId: "hold_1",
    ...item,
  };
}
