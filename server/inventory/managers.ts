import type { AnyAdapter } from "../adapters/contract";
import { wholeResource } from "../adapters/terraform-type";
import type { ResourceRecord } from "../core/inventory";
import type { Manager, ManagerTool } from "../core/manager";
import type { Hazard } from "../core/plan";
import type { Observed, Tags } from "../core/resource";
import type { ManagedAddress } from "../core/terraform";

/** What else manages a resource, what it would see of a pause, and what it would do about it. Pure. */

type Place = Pick<ResourceRecord, "accountId" | "region" | "nativeId" | "arn" | "tags">;

/** Addresses by what they name: of thousands of resources none may walk through thousands of addresses. */
export interface AddressBook {
  readonly byName: ReadonlyMap<string, readonly ManagedAddress[]>;
  readonly byType: ReadonlyMap<string, readonly ManagedAddress[]>;
}

export function addressBook(addresses: readonly ManagedAddress[]): AddressBook {
  const byName = new Map<string, ManagedAddress[]>();
  const byType = new Map<string, ManagedAddress[]>();
  const add = (to: Map<string, ManagedAddress[]>, key: string, one: ManagedAddress) => {
    const known = to.get(key);
    if (known) known.push(one);
    else to.set(key, [one]);
  };
  for (const one of addresses) {
    for (const name of new Set([one.id, one.arn])) if (name !== "") add(byName, name, one);
    add(byType, one.type, one);
  }
  return { byName, byType };
}

/** The tools in their own words: CloudFormation and Beanstalk tag what they make, Terraform says it in its states. */
export function managersOf({ terraform = {} }: AnyAdapter, place: Place, book: AddressBook): readonly Manager[] {
  const named = [place.arn, place.nativeId].flatMap((name) => book.byName.get(name) ?? []);
  const told = Object.entries(terraform).flatMap(
    ([type, { isId }]) => (isId && book.byType.get(type))?.filter(({ id }) => isId(id, place)) ?? [],
  );
  const byState = [...new Set([...named, ...told])].filter((one) => one.type in terraform && mayBeOf(one, place));
  return [
    ...byState.map(({ state, address, type }): Manager => ({ tool: "terraform", name: state, address, type })),
    ...byTags(place.tags),
  ];
}

/** An environment of Beanstalk is a stack of CloudFormation, too; the environment is what people know. */
function byTags(tags: Tags): readonly Manager[] {
  const environment = tags["elasticbeanstalk:environment-name"];
  if (environment) return [{ tool: "beanstalk", name: environment, address: null, type: null }];
  const stack = tags["aws:cloudformation:stack-name"];
  const address = tags["aws:cloudformation:logical-id"] ?? null;
  return stack ? [{ tool: "cloudformation", name: stack, address, type: null }] : [];
}

/** Names repeat in other regions and accounts: where the state has an ARN, it is of the same. Some ARNs name neither. */
function mayBeOf({ accountId, arn }: ManagedAddress, place: Place): boolean {
  const [, , , region = "", account = ""] = arn.split(":");
  const [, , , , own = ""] = place.arn.split(":");
  const isNear = (region === "" || region === place.region) && (account === "" || own === "" || account === own);
  return accountId === place.accountId && isNear;
}

/** What was saved, and what the pause found. */
export interface Before {
  readonly saved: unknown;
  readonly seen: Observed;
}

/** Null where nobody knows what the tool would show. */
export function driftOf({ terraform = {} }: AnyAdapter, { type }: Manager, before: Before): readonly string[] | null {
  const known = type === null ? undefined : terraform[type];
  return known ? known.drift(before.saved, before.seen) : null;
}

/** What a plan of a pause says of each that manages the resource. */
export function managerHazards(adapter: AnyAdapter, managers: readonly Manager[], before: Before): readonly Hazard[] {
  return managers.map((manager) => ({ ...hazardOf(adapter, manager, before), code: codes[manager.tool] }));
}

const codes: Readonly<Record<ManagerTool, string>> = {
  terraform: "managed-by-terraform",
  cloudformation: "managed-by-cloudformation",
  beanstalk: "managed-by-beanstalk",
};

function hazardOf(adapter: AnyAdapter, manager: Manager, before: Before): Omit<Hazard, "code"> {
  const { tool, name, address } = manager;
  switch (tool) {
    case "cloudformation":
      return {
        level: "note",
        title: "Managed by CloudFormation",
        detail: `An update of the stack ${name} sets ${address ?? "it"} back to what its template says, and so may start it.`,
      };
    case "beanstalk":
      return {
        level: "note",
        title: "Managed by Elastic Beanstalk",
        detail: `An update of the environment ${name}, or a rebuild of it, makes what it runs on anew and starts it.`,
      };
    case "terraform":
      return terraformHazard(adapter, manager, before);
  }
}

function terraformHazard(adapter: AnyAdapter, manager: Manager, before: Before): Omit<Hazard, "code"> {
  const title = "Managed by Terraform";
  const { forcesNew = [], newId = false } = adapter.terraform?.[manager.type ?? ""] ?? {};
  const drift = driftOf(adapter, manager, before) ?? [];
  const which = `${manager.address ?? ""} (state ${manager.name})`;
  if (drift.includes(wholeResource)) {
    const again = `terraform apply would make ${which} a second time while it is paused.`;
    const moved = `It comes back under another id: take it out with terraform state rm and put it in again with terraform import.`;
    return { level: newId ? "warning" : "note", title, detail: newId ? `${again} ${moved}` : again };
  }
  const fatal = drift.filter((attribute) => forcesNew.includes(attribute));
  if (fatal.length > 0) {
    const detail = `terraform apply would replace ${which} with a new one while it is paused, where its configuration sets ${fatal.join(" and ")}.`;
    return { level: "warning", title, detail };
  }
  const detail =
    drift.length > 0
      ? `terraform apply would set ${drift.join(", ")} of ${which} back, which undoes the pause.`
      : `A plan of Terraform shows no change of ${which} while it is paused.`;
  return { level: "note", title, detail };
}
