import type { Account } from "../core/account";
import { costRequestsADay } from "../core/actual-cost";
import { afterAsking, dueQuestions, unread } from "../costs/actual/due";
import type { Allowance, Asked, Billed, BillReading, CostQuestion } from "../costs/actual/ports";
import { tagsAsked } from "../costs/actual/tags";
import type { Deps } from "./deps";
import { noteBilledRegions } from "./note-billed-regions";

/**
 * Brings the bill of each account up to date: asks Cost Explorer what is due, keeps it, and looks again until nothing is
 * due or the day's requests are used up. It goes by what is kept: it may be called at any time, twice, or after a crash.
 * @throws Error the first of what went wrong, after all accounts had their turn
 */
export async function refreshCosts(deps: Deps): Promise<void> {
  const { accounts, groups } = deps.store;
  const tags = tagsAsked(await groups.list());
  const errors: unknown[] = [];
  for (const account of await accounts.list()) {
    await refreshAccount(deps, account, tags).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}

async function refreshAccount(deps: Deps, { id, awsAccountId }: Account, tags: readonly string[]): Promise<void> {
  // The questions name the twelve digits; the first reading of the account tells them.
  if (awsAccountId === null) return;
  const billed: Billed = { accountId: id, awsAccountId };
  while (await askNext(deps, billed, tags));
}

/** False: nothing is due, or nothing more is allowed today. */
async function askNext(deps: Deps, billed: Billed, tags: readonly string[]): Promise<boolean> {
  const { store, clock } = deps;
  const { accountId } = billed;
  const now = clock.now();
  const day = now.toISOString().slice(0, 10);
  const [readings, spent] = await Promise.all([
    store.bill.readings([accountId]),
    store.bill.requests("costExplorer", [accountId], day),
  ]);
  const requestsLeft = costRequestsADay - (spent.get(accountId) ?? 0);
  const [question] = dueQuestions({ now, tags, readings, requestsLeft });
  if (!question) return false;
  const asked = await ask(deps, billed, question, allowance(deps, accountId, day));
  // Another process took what was left.
  if (asked.outcome === "cut" && asked.requests === 0) return false;
  const reading = readings.find(({ by }) => by === question.by);
  await store.bill.keep({ reading: afterwards(reading, { accountId, question, asked, now }), question, asked });
  if (question.by === "region") await noteBilledRegions(deps, accountId);
  return true;
}

function allowance({ store: { bill } }: Deps, accountId: string, day: string): Allowance {
  return {
    take: () => bill.takeRequest("costExplorer", accountId, day, costRequestsADay),
    giveBack: () => bill.addRequests("costExplorer", accountId, day, -1),
  };
}

/** What nobody foresaw is a failure, too: asked again at once, it would be paid again. */
async function ask(deps: Deps, billed: Billed, question: CostQuestion, left: Allowance): Promise<Asked> {
  try {
    return await deps.costExplorer.ask(billed, question, left);
  } catch (error) {
    return { requests: 0, outcome: "failed", fault: deps.scanDeps.faultOf(error) };
  }
}

interface Turn {
  readonly accountId: string;
  readonly question: CostQuestion;
  readonly asked: Asked;
  readonly now: Date;
}

function afterwards(before: BillReading | undefined, { accountId, question, asked, now }: Turn): BillReading {
  const reading = afterAsking(before ?? unread(question.by), question, asked, now);
  const { fault = null, forecast = null, anomalies = null } = before ?? {};
  switch (asked.outcome) {
    case "failed":
      return { ...reading, accountId, fault: asked.fault, forecast, anomalies };
    case "cut":
      return { ...reading, accountId, fault, forecast, anomalies };
    case "answered":
      return { ...reading, accountId, fault: null, forecast: asked.answer.forecast, anomalies: asked.answer.anomalies };
  }
}
