import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireWhatIfFigures } from "../contract/what-if";
import { groupBy } from "../core/group-by";
import type { ResourceSummary } from "../core/inventory";
import type { LedgerEntry } from "../core/ledger";
import { stopsAnHour, withOwners } from "../costs/grouped-estimate";
import {
  type Days,
  type Scheduled,
  type ScheduleWorth,
  sumOf,
  type Worth,
  type WorthSum,
  worthOfSchedule,
} from "../costs/what-if";
import { type Week, weekOf } from "../costs/what-if-hours";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { standingOfAll } from "./get-estimates";
import { jointGroups, type Key } from "./joint-groups";
import { membershipIn } from "./membership";
import { wireMaybeMoney } from "./present/money";
import { checkScope, resourcesIn } from "./scope";
import { forecastOfSchedule } from "./what-if-forecast";

type E = typeof endpoints.whatIf;
type Answer = ResponseOf<E>;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const lookedBackDays = 30;

const method =
  "Each resource is counted with what a pause of it stops, at today's prices, for the hours that the schedule has it " +
  "off, less what AWS bills while it stops and starts. The last 30 days leave out when it was paused anyway and when it " +
  "was not known yet; what is gone by now is not in them. A month is 730 hours, against running all the time.";

/** What a schedule would save. Asks nobody but the database. @throws RefusalError invalid */
export async function whatIf(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<Answer> {
  ctx.require("inventory:read");
  const checked = await checkScope(deps, body.scope);
  const until = ctx.now;
  const from = new Date(until.getTime() - lookedBackDays * dayMs);
  const all = await deps.store.inventory.summaries([]);
  const standing = standingOfAll(all, checked.groups);
  // Members are paused with their owner, so they are asked for with it.
  const named = new Set(resourcesIn(checked, all).map(({ id }) => id));
  const byId = new Map(all.map((one) => [one.id, one]));
  const asked = all.filter((one) => one.state !== "gone" && withOwners(one, byId).some(({ id }) => named.has(id)));
  // What is protected by now is not paused again, though it is off today.
  const [taken, left] = parted(asked, ({ id }) => {
    return standing.canPause.has(id) || (standing.isHeld.has(id) && !standing.isKept.has(id));
  });
  const scheduled = await scheduledOf(deps, taken, all, { from, until });
  const worths = worthOfSchedule(scheduled, body.schedule, { from, until });
  const week = weekOf(body.schedule);
  const touched = new Set(asked.map(({ accountId }) => accountId));
  const told = await forecastOfSchedule(deps, {
    accounts: checked.accounts.filter(({ id }) => touched.has(id)),
    ...{ resources: all, scheduled, schedule: body.schedule, now: ctx.now },
  });
  const title = new Map(deps.adapters.map(({ kind, plural }) => [kind, plural]));
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    hours: hoursOf(week),
    total: wireFigures(sumOf(worths)),
    kinds: keyed(taken, worths, ({ kind }) => ({ key: kind, name: title.get(kind) ?? kind })),
    groups: keyed(taken, worths, jointGroups(checked.groups, membershipIn(all))),
    leftOut: leftOutOf(left, standing.isKept),
    wakers: wakersOf(deps, taken, week),
    youngerThanSpan: taken.filter(({ firstSeenAt }) => firstSeenAt > from).length,
    ...told,
    prices: deps.prices.book().words,
    method,
  };
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  const first = new Set(all.filter(isFirst));
  return [[...first], all.filter((one) => !first.has(one))];
}

async function scheduledOf(
  { store, adapterFor }: Deps,
  taken: readonly ResourceSummary[],
  all: readonly ResourceSummary[],
  { from, until }: Days,
): Promise<readonly (Scheduled & { readonly accountId: string })[]> {
  const pauses = new Map<string, Omit<LedgerEntry, "lines">[]>();
  for (const entry of await store.ledger.all({ from, to: until })) {
    const before = pauses.get(entry.resourceId);
    if (before) before.push(entry);
    else pauses.set(entry.resourceId, [entry]);
  }
  const byId = new Map(all.map((one) => [one.id, one]));
  return taken.map((one) => {
    // Members are paused through their owner: its hold is theirs, and its time.
    const chain = withOwners(one, byId);
    return {
      id: one.id,
      accountId: one.accountId,
      hourly: stopsAnHour(one),
      firstSeenAt: one.firstSeenAt,
      seconds: adapterFor((chain.at(-1) ?? one).kind).timing.expectSeconds,
      pauses: chain.flatMap(({ id }) => pauses.get(id) ?? []),
    };
  });
}

function hoursOf({ offMs, stretchesMs }: Week): Answer["hours"] {
  const offPerWeek = offMs / hourMs;
  const startsPerWeek = stretchesMs.filter((length) => Number.isFinite(length)).length;
  return { onPerWeek: 168 - offPerWeek, offPerWeek, startsPerWeek };
}

/** `worths` stand in the order of `taken`. */
function keyed(
  taken: readonly ResourceSummary[],
  worths: readonly ScheduleWorth[],
  keyFor: (resource: ResourceSummary) => Key,
): Answer["kinds"] {
  const all = taken.flatMap((resource, index) => {
    const worth = worths[index];
    return worth ? [{ worth, ...keyFor(resource) }] : [];
  });
  return groupBy(all, ({ key }) => key)
    .map((mine) => ({ key: mine[0].key, name: mine[0].name, sum: sumOf(mine.map(({ worth }) => worth)) }))
    .sort((one, other) => other.sum.month.net - one.sum.month.net || (one.key < other.key ? -1 : 1))
    .map(({ key, name, sum }) => ({ key, name, ...wireFigures(sum) }));
}

function wireFigures({ past, month, priced, unpriced }: WorthSum): WireWhatIfFigures {
  const isKnown = priced > 0 || unpriced === 0;
  const wire = ({ gross, changeover, net }: Worth) => {
    const [one, other, rest] = [gross, changeover, net].map((micro) => wireMaybeMoney(isKnown ? micro : null));
    return { gross: one ?? null, changeover: other ?? null, net: rest ?? null };
  };
  return { resources: priced + unpriced, unpriced, past: wire(past), month: wire(month) };
}

function leftOutOf(left: readonly ResourceSummary[], isKept: ReadonlySet<string>): Answer["leftOut"] {
  const kept = left.filter(({ id }) => isKept.has(id)).length;
  const off = left.filter(({ id, state }) => state === "paused" && !isKept.has(id)).length;
  return { protected: kept, off, unpausable: left.length - kept - off };
}

/** A schedule that has it off for longer than AWS leaves it off needs the guard. */
function wakersOf({ adapters }: Deps, taken: readonly ResourceSummary[], { stretchesMs }: Week): Answer["wakers"] {
  const longest = Math.max(0, ...stretchesMs) / hourMs;
  return adapters.flatMap(({ kind, plural, timing }) => {
    const hours = timing.wakesItselfAfterHours;
    const resources = taken.filter((one) => one.kind === kind).length;
    return hours !== undefined && hours <= longest && resources > 0 ? [{ kind, name: plural, hours, resources }] : [];
  });
}
