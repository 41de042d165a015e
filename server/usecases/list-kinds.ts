import { optionsOf } from "../adapters/options";
import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireKind } from "../contract/kinds";
import type { Context } from "./context";
import type { Deps } from "./deps";

/** What a person may know of every kind before there is a plan. */
export async function listKinds(
  { adapters }: Pick<Deps, "adapters">,
  ctx: Context,
): Promise<ResponseOf<typeof endpoints.listKinds>> {
  ctx.require("inventory:read");
  return { items: adapters.map(present) };
}

function present(adapter: Deps["adapters"][number]): WireKind {
  const { kind, title, plural, restore, wave, timing, about, iam } = adapter;
  const { read, pause, resume } = iam;
  return {
    kind,
    title,
    plural,
    restore,
    wave,
    wakesAfterHours: timing.wakesItselfAfterHours ?? null,
    about: "reason" in about ? about : { ...about, hazards: [...about.hazards] },
    options: optionsOf(adapter).map((option) => ({ ...option })),
    iam: { read: [...read], pause: [...pause], resume: [...resume] },
  };
}
