import type { Notice } from "../core/notice";
import { isSettled } from "../core/operation";
import { appearedIn, type Scene, type Verdict, verdictOf, type Woken, wokenIn } from "../engine/guard";
import { auditOf } from "./audit-of";
import type { Deps } from "./deps";
import { freedFrom } from "./end-hold";
import { guardContext, noticeOf } from "./guard-context";
import { factsOf } from "./guard-facts";
import { guardLook, lookKey } from "./guard-look";
import { pauseAgain, tellPauses } from "./pause-again";

/**
 * The guard, once: looks at what is paused, and does about what runs again what the groups say. It goes by what is there
 * and keeps nothing of its own, so it may be called at any time, twice, or after a crash.
 */
export async function guardTick(deps: Deps): Promise<void> {
  await tellPauses(deps);
  const begunAt = deps.clock.now();
  const before = await sceneOf(deps);
  const open = await deps.store.notices.listOpen();
  const known = openWoke(open);
  const news = wokenIn(before).filter(({ resource }) => !known.has(resource.id));
  const looked = await guardLook(deps, before.resources, new Set(news.map(({ resource }) => lookKey(resource))));
  const scene = looked.size > 0 ? await sceneOf(deps) : before;
  const failures: unknown[] = [];
  const attempt = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      failures.push(error);
      return null;
    });
  const judged: Judged[] = [];
  for (const woken of wokenIn(scene)) {
    judged.push({ woken, verdict: await attempt(judge(deps, woken, { begunAt, looked, known })) });
  }
  await tellWoken(deps, scene, judged, known);
  await tellAppeared(deps, scene, open);
  for (const { woken, verdict } of judged) {
    if (verdict?.does === "honour") await attempt(honour(deps, woken, verdict.text));
  }
  const toPause = judged.flatMap(({ woken, verdict }) => (verdict?.does === "pause" ? woken : []));
  if (toPause.length > 0) {
    await attempt(pauseAgain(deps, toPause));
    await tellPauses(deps);
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `The guard left undone: ${failures.map(String).join("; ")}`);
}

async function sceneOf({ store, clock }: Deps): Promise<Scene> {
  // In this order: what an operation has just finished is never taken for something that woke.
  const operations = await store.operations.busy();
  const [resources, groups] = await Promise.all([store.inventory.summaries([]), store.groups.list()]);
  const unsettled = operations.flatMap(({ items }) => [...items].filter(([, { state }]) => !isSettled(state)));
  return { resources, groups, busy: new Set(unsettled.map(([id]) => id)), now: clock.now() };
}

function openWoke(open: readonly Notice[]): ReadonlyMap<string, Notice> {
  return new Map(open.flatMap((notice) => (notice.kind === "woke" ? [[notice.resourceId, notice]] : [])));
}

/** What this tick has seen, and what was told before it. */
interface Sight {
  readonly begunAt: Date;
  readonly looked: ReadonlySet<string>;
  readonly known: ReadonlyMap<string, Notice>;
}

interface Judged {
  readonly woken: Woken;
  /** Null: as it was. */
  readonly verdict: Verdict | null;
}

/**
 * The guard acts on what this tick has seen itself: what was not read stays as it was, and so does what was told already
 * where telling is all there is to do.
 */
async function judge(deps: Deps, woken: Woken, { begunAt, looked, known }: Sight): Promise<Verdict | null> {
  const { resource, mode } = woken;
  if (!looked.has(lookKey(resource))) return null;
  const record = await deps.store.inventory.get(resource.id);
  // The look was whole and did not find it: AWS does not have it any more.
  if (!record || record.seenAt < begunAt) return { does: "nothing" };
  const told = known.get(resource.id);
  if (told && mode === "report") return null;
  const now = deps.clock.now();
  return verdictOf(woken, await factsOf(deps, woken, record, told?.at ?? now), now);
}

/** Opens notices of what woke, and ends those of what is paused, resumed, gone or meant to be awake. */
async function tellWoken(
  deps: Deps,
  { resources, busy, now }: Scene,
  judged: readonly Judged[],
  known: ReadonlyMap<string, Notice>,
): Promise<void> {
  const reports = judged.flatMap(({ woken: { resource, group }, verdict }) =>
    verdict?.does === "report" && verdict.text !== known.get(resource.id)?.text
      ? noticeOf(deps, resource, { kind: "woke", at: now, groupId: group?.id ?? null, text: verdict.text })
      : [],
  );
  const changed = new Set(reports.map(({ resourceId }) => resourceId));
  const awake = judged.filter(({ verdict }) => verdict?.does !== "nothing").map(({ woken }) => woken.resource.id);
  const moving = resources.filter(({ state }) => state === "changing").map(({ id }) => id);
  const stay = new Set([...awake, ...busy, ...moving]);
  const over = [...known.keys()].filter((id) => !stay.has(id) || changed.has(id));
  await deps.store.notices.end(over, ["woke"], now);
  await deps.store.notices.open(reports);
}

async function tellAppeared(deps: Deps, scene: Scene, open: readonly Notice[]): Promise<void> {
  const told = open.filter(({ kind }) => kind === "appeared").map(({ resourceId }) => resourceId);
  const appeared = appearedIn(scene, new Set(told));
  const { now, busy } = scene;
  const stay = new Set([...appeared.map(({ resource }) => resource.id), ...busy]);
  const over = told.filter((id) => !stay.has(id));
  await deps.store.notices.end(over, ["appeared"], now);
  const notices = appeared.map(({ resource, group }) => {
    const text = `It is new in ${group.name}, which is paused, and it runs.`;
    return noticeOf(deps, resource, { kind: "appeared", at: now, groupId: group.id, text });
  });
  await deps.store.notices.open(notices);
}

/** Whoever woke it is right: its hold ends, and with it the guard's interest. */
async function honour(deps: Deps, { resource, group }: Woken, reason: string): Promise<void> {
  const { store } = deps;
  const [record, [hold]] = await Promise.all([store.inventory.get(resource.id), store.holds.active([resource.id])]);
  if (!record || !hold) return;
  const ctx = guardContext(deps);
  const at = ctx.now;
  const { id: resourceId, kind, name } = resource;
  const audit = auditOf(ctx, "hold.end", hold.id, { before: { resourceId, kind, name }, after: { reason } });
  const groupId = group?.id ?? null;
  const notice = noticeOf(deps, resource, { kind: "honoured", at, endedAt: at, groupId, text: `${reason}.` });
  await store.holds.end({ id: hold.id, at, reason, freed: freedFrom(deps, record) }, audit, [notice]);
}
