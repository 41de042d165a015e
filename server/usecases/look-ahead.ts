import type { AnyAdapter, Finding } from "../adapters/contract";
import { type Fault, FaultError } from "../core/fault";
import { groupBy, type NonEmpty } from "../core/group-by";
import type { ResourceRecord } from "../core/inventory";
import type { Action, Hazard } from "../core/plan";
import type { Observed } from "../core/resource";
import type { Taken } from "../engine/plan";
import { seenBefore } from "../inventory/record";
import {
  aheadUnreadHazard,
  deniedHazard,
  grantHazard,
  keyRefusal,
  keyUnreadHazard,
  kmsGrant,
  permissionsUnreadHazard,
  together,
} from "../preflight/findings";
import type { Denials, Key } from "../preflight/ports";
import type { Deps } from "./deps";

/** So many ARNs are asked for at once where a permission seems to be missing; the rest is like them. */
const arnsAtMost = 50;

interface Asked {
  readonly record: ResourceRecord;
  readonly adapter: AnyAdapter;
  readonly seen: Observed | null;
  readonly saved: unknown;
  /** It, or what its hold saw of it before a pause that deleted it. */
  readonly known: Observed | null;
}

type Found = readonly (readonly [resourceId: string, finding: Finding])[];
type LookDeps = Pick<Deps, "adapterFor" | "ahead" | "doors">;

/**
 * What would go wrong with what a plan is about to take, as far as AWS tells it without a change: keys that are gone,
 * permissions that are missing, protections. What could not be looked up is said as that, never taken for fine.
 */
export async function lookAhead(
  deps: LookDeps,
  action: Action,
  taken: readonly Taken[],
): Promise<ReadonlyMap<string, Finding>> {
  const asked = taken.map(({ record, seen, saved, hold }): Asked => {
    const adapter = deps.adapterFor(record.kind);
    return { record, adapter, seen, saved, known: seen ?? (hold && seenBefore(adapter, hold)) };
  });
  const found = await Promise.all([
    ...groupBy(asked, ({ record }) => `${record.accountId} ${record.region} ${record.kind}`).map((some) =>
      askAdapter(deps, action, some),
    ),
    ...groupBy(asked, ({ record }) => `${record.accountId} ${record.region}`).map((some) => askKeys(deps, some)),
    ...groupBy(asked, ({ record }) => record.accountId).map((some) => askPermissions(deps, action, some)),
  ]);
  const byResource = new Map<string, Finding[]>();
  for (const [id, finding] of found.flat()) byResource.set(id, [...(byResource.get(id) ?? []), finding]);
  return new Map([...byResource].map(([id, findings]) => [id, together(findings)]));
}

async function askAdapter({ doors }: LookDeps, action: Action, taken: NonEmpty<Asked>): Promise<Found> {
  const { adapter, record: place } = taken[0];
  const { ahead, plural } = adapter;
  if (!ahead) return [];
  try {
    const aws = await doors.read(place.accountId, place.region);
    const there = taken.flatMap(({ seen }) => seen ?? []);
    const gone = taken.flatMap(({ record, seen, saved }) => (seen ? [] : { nativeId: record.nativeId, saved }));
    const [ofThere, ofGone] = await Promise.all([
      there.length > 0 ? ahead.look(aws, action, there) : [],
      (gone.length > 0 && ahead.again?.(aws, gone)) || [],
    ]);
    const findings = new Map([...ofThere, ...ofGone]);
    return taken.flatMap(({ record }) => {
      const finding = findings.get(record.nativeId);
      return finding ? [[record.id, finding] as const] : [];
    });
  } catch (error) {
    return warnAll(taken, aheadUnreadHazard(plural, faultOf(error)));
  }
}

interface KeyUse {
  readonly key: string;
  readonly one: Asked;
}

/** Every key once per region, however many disks it encrypts. */
async function askKeys(deps: LookDeps, taken: NonEmpty<Asked>): Promise<Found> {
  const named = taken.flatMap((one) =>
    ((one.known && one.adapter.keys?.(one.known)) ?? []).map((key) => ({ key, one })),
  );
  const read = await Promise.all(groupBy(taken, ({ record }) => record.kind).map((some) => readKeys(deps, some)));
  const uses = [...named, ...read.flatMap((part) => part.uses)];
  const found = await Promise.all(
    groupBy(uses, ({ key }) => key).map((some) =>
      askKey(deps, some[0].key, [some[0].one, ...some.slice(1).map(({ one }) => one)]),
    ),
  );
  return [...found.flat(), ...read.flatMap((part) => part.found)];
}

/** The keys that a kind has to ask for; where it may not, that is said. */
async function readKeys(
  { doors }: LookDeps,
  taken: NonEmpty<Asked>,
): Promise<{ readonly uses: readonly KeyUse[]; readonly found: Found }> {
  const { adapter, record: place } = taken[0];
  if (!adapter.ahead?.keys) return { uses: [], found: [] };
  try {
    const there = taken.flatMap(({ seen }) => seen ?? []);
    const keys = await adapter.ahead.keys(await doors.read(place.accountId, place.region), there);
    const uses = taken.flatMap((one) => (keys.get(one.record.nativeId) ?? []).map((key) => ({ key, one })));
    return { uses, found: [] };
  } catch (error) {
    return { uses: [], found: warnAll(taken, keyUnreadHazard(faultOf(error))) };
  }
}

async function askKey({ ahead }: LookDeps, id: string, taken: NonEmpty<Asked>): Promise<Found> {
  const { accountId, region } = taken[0].record;
  let key: Key;
  try {
    key = await ahead.key(accountId, region, id);
  } catch (error) {
    return warnAll(taken, keyUnreadHazard(faultOf(error)));
  }
  if (!key.isCustomers) return [];
  const refused = keyRefusal(key);
  if (refused) return taken.map(({ record }) => [record.id, { refused, hazards: [] }]);
  // The service asks for the grant in the caller's name: the start's permission is not enough.
  const services = groupBy(taken, grantsVia).filter(([{ adapter }]) => adapter.grantsVia !== null);
  const found = await Promise.all(
    services.map(async (some): Promise<Found> => {
      const context = {
        "kms:GrantIsForAWSResource": true,
        "kms:ViaService": `${grantsVia(some[0])}.${region}.amazonaws.com`,
      };
      const question = { actions: [kmsGrant], resources: [key.arn], context };
      const denials = await denialsOrFault(ahead.denials(accountId, region, question));
      const hazard = grantHazard(isFault(denials) ? null : denials.has(kmsGrant));
      return hazard ? warnAll(some, hazard) : [];
    }),
  );
  return found.flat();
}

/** "arn:aws:rds:…" → "rds", also for DocumentDB and Neptune, whose control plane is that of RDS. */
function grantsVia({ adapter, record }: Asked): string {
  return adapter.grantsVia ?? record.arn.split(":")[2] ?? "";
}

/**
 * All actions of the plan in one question for the account. What is denied for all resources may be allowed for these
 * ones, so it is asked once more with their ARNs before it is called missing.
 */
async function askPermissions({ ahead }: LookDeps, action: Action, taken: NonEmpty<Asked>): Promise<Found> {
  const { accountId, region } = taken[0].record;
  const actions = [...new Set(taken.flatMap(({ adapter }) => actionsOf(adapter, action).map(([name]) => name)))].sort();
  if (actions.length === 0) return [];
  const denials = await denialsOrFault(ahead.denials(accountId, region, { actions, resources: [] }));
  if (isFault(denials)) return warnAll(taken, permissionsUnreadHazard(denials));
  if (denials.size === 0) return [];
  const found = await Promise.all(
    groupBy(taken, ({ record }) => record.kind).map(async (some): Promise<Found> => {
      const suspects = actionsOf(some[0].adapter, action).filter(([name]) => denials.has(name));
      if (suspects.length === 0) return [];
      const resources = some.flatMap(({ seen }) => seen?.arn ?? []).slice(0, arnsAtMost);
      const question = { actions: suspects.map(([name]) => name), resources };
      const sure = resources.length > 0 ? await denialsOrFault(ahead.denials(accountId, region, question)) : denials;
      const missing = isFault(sure) ? suspects : suspects.filter(([name]) => sure.has(name));
      return missing.flatMap(([name, neededBy]) => warnAll(some, deniedHazard(name, action, neededBy)));
    }),
  );
  return found.flat();
}

/** Who pauses must be able to bring back; who brings back needs no more than that. */
function actionsOf({ iam }: AnyAdapter, action: Action): readonly (readonly [string, Action])[] {
  const back = iam.resume.map((name) => [name, "resume"] as const);
  return action === "resume" ? back : [...new Map([...back, ...iam.pause.map((name) => [name, "pause"] as const)])];
}

function warnAll(taken: NonEmpty<Asked>, hazard: Hazard): Found {
  return taken.map(({ record }) => [record.id, { refused: null, hazards: [hazard] }]);
}

async function denialsOrFault(asked: Promise<Denials>): Promise<Denials | Fault> {
  return asked.catch(faultOf);
}

function isFault(value: Denials | Fault): value is Fault {
  return !(value instanceof Map);
}

/** @throws what is no fault of AWS's */
function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  throw error;
}
