import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AnyAdapter } from "../adapters/contract";
import { hashOf } from "../engine/hash";
import { lampWorld, lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";

const nothing = { params: {}, query: {}, body: {} };
const runs = { numRuns: 100 };

describe("state round trip", () => {
  const { adapter: lamp } = lampWorld({});
  let standby: LampStandby;
  /** What the next pause saves beside the dimmer, and what the resume was last given. */
  let more: unknown;
  let given: unknown;

  beforeAll(async () => {
    const adapter: Partial<AnyAdapter> = {
      saved: { version: 1, schema: z.object({ dimmer: z.number(), more: z.unknown() }) },
      planPause: (seen) => {
        const plan = lamp.planPause(seen as never, {});
        return plan.result === "planned" ? { ...plan, saved: { ...plan.saved, more } } : plan;
      },
      planResume: (saved, seen) => {
        given = saved;
        return lamp.planResume(saved as never, seen as never);
      },
    };
    standby = await lampStandby({ lamps: { "api-1": lit(5) }, adapter });
  });
  afterAll(() => standby.close());

  test("state round trip: whatever a pause saves is what people see, what a resume gets, and what is kept after it", async () => {
    const script = standby.token("ci");
    const holds = async (state: "active" | "released") => {
      const { items } = await standby.usecases.listHolds(script, { ...nothing, query: { state, limit: 500 } });
      return items.map(({ saved }) => saved);
    };
    await fc.assert(
      // An object of JavaScript cannot have a key of this name.
      fc.asyncProperty(
        fc.jsonValue({ stringUnit: "binary" }).filter((value) => !JSON.stringify(value).includes("__proto__")),
        async (value) => {
          more = value;
          const saved = { dimmer: 5, more: value };
          const plan = await standby.plan(script);
          const frozen = await standby.store.plans.get(plan.id);
          expect(frozen?.items.map((item) => item.saved)).toEqual([saved]);
          const { action, items, skipped, totals } = frozen ?? (plan as never);
          expect(hashOf({ action, items, skipped, totals })).toBe(plan.hash);
          await standby.start(script, plan);
          await standby.work();
          expect(await holds("active")).toEqual([saved]);
          await standby.force(script, "resume");
          expect(given).toEqual(saved);
          await standby.work();
          expect(await holds("active")).toEqual([]);
          expect(await holds("released")).toContainEqual(saved);
        },
      ),
      runs,
    );
  });
});
