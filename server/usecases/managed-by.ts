import { type Finding, savedOf } from "../adapters/contract";
import type { WireManager } from "../contract/resources";
import type { ResourceRecord } from "../core/inventory";
import type { Manager } from "../core/manager";
import type { Hold } from "../core/operation";
import type { Action } from "../core/plan";
import type { Taken } from "../engine/plan";
import { addressBook, driftOf, managerHazards, managersOf } from "../inventory/managers";
import { observedOf, seenBefore } from "../inventory/record";
import { together } from "../preflight/findings";
import type { Deps } from "./deps";

/** What else manages these resources, by resource. Reads only the types of their kinds, of their accounts. */
export async function managersBy(
  { adapterFor, store }: Pick<Deps, "adapterFor" | "store">,
  resources: readonly ResourceRecord[],
): Promise<ReadonlyMap<string, readonly Manager[]>> {
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  const types = kinds.flatMap((kind) => Object.keys(adapterFor(kind).terraform ?? {}));
  const accounts = [...new Set(resources.map(({ accountId }) => accountId))];
  const book = addressBook(await store.terraform.managed(accounts, types));
  return new Map(resources.map((one) => [one.id, managersOf(adapterFor(one.kind), one, book)]));
}

/** What those managers would do to a pause, for each resource that it takes. A resume is what they want anyway. */
export async function managerFindings(
  deps: Pick<Deps, "adapterFor" | "store">,
  action: Action,
  taken: readonly Taken[],
): Promise<ReadonlyMap<string, Finding>> {
  if (action === "resume") return new Map();
  const managers = await managersBy(
    deps,
    taken.map(({ record }) => record),
  );
  return new Map(
    taken.flatMap(({ record: { id, kind }, saved, seen }) => {
      const hazards = seen ? managerHazards(deps.adapterFor(kind), managers.get(id) ?? [], { saved, seen }) : [];
      return hazards.length > 0 ? [[id, { refused: null, hazards }] as const] : [];
    }),
  );
}

/** What a look of the tools would show of one resource now: nothing while Standby does not hold it, null: nobody knows. */
export async function wireManagers(
  deps: Pick<Deps, "adapterFor" | "store">,
  resource: ResourceRecord,
  hold: Hold | null,
): Promise<WireManager[]> {
  const adapter = deps.adapterFor(resource.kind);
  const managers = (await managersBy(deps, [resource])).get(resource.id) ?? [];
  const seen = hold ? (seenBefore(adapter, hold) ?? observedOf(adapter, resource)) : null;
  const drift = (manager: Manager): string[] | null => {
    if (!hold) return [];
    if (!seen || resource.state !== "paused") return null;
    const known = driftOf(adapter, manager, { saved: savedOf(adapter, hold.saved, hold.savedVersion), seen });
    return known && [...known];
  };
  return managers.map((manager) => {
    const { tool, name, address } = manager;
    return { tool, name, address, drift: drift(manager) };
  });
}

/** One finding for each resource, of several sorts of them. */
export function joined(...all: readonly ReadonlyMap<string, Finding>[]): ReadonlyMap<string, Finding> {
  const ids = new Set(all.flatMap((some) => [...some.keys()]));
  return new Map([...ids].map((id) => [id, together(all.flatMap((some) => some.get(id) ?? []))]));
}
