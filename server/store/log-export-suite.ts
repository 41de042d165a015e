import { expect, test } from "vitest";
import type { LogExport } from "../core/log-export";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What is kept of log exports: each step once, and only from the state that it begins in. */

function one(change: Partial<LogExport> = {}): LogExport {
  return {
    id: "lex_1",
    accountId: "acc_1",
    region: "eu-central-1",
    resourceId: "logs",
    name: "/app",
    bucket: "archive",
    prefix: "standby/app",
    from: new Date(0),
    to: make.noon,
    state: "waiting",
    taskId: null,
    fault: null,
    askedAt: make.noon,
    askedBy: "Ana",
    startedAt: null,
    endedAt: null,
    ...change,
  };
}

export function describeLogExports(get: () => Bench): void {
  test("come back whole, newest first; those of another log group are not among them", async () => {
    const { logExports, audit } = get().store;
    const fault = { code: "refused", reason: "no", remedy: "allow it" } as const;
    const failed = one({ id: "lex_2", state: "failed", fault, askedAt: make.after(1), endedAt: make.after(2) });
    const other = one({ id: "lex_3", resourceId: "others", askedAt: make.after(3) });
    for (const each of [one(), failed, other]) await logExports.create(each, make.audit());
    expect(await logExports.list("logs", 10)).toEqual([failed, one()]);
    expect((await logExports.list(null, 2)).map(({ id }) => id)).toEqual(["lex_3", "lex_2"]);
    expect((await logExports.open()).map(({ id }) => id)).toEqual(["lex_1", "lex_3"]);
    expect(await audit.list(10)).toHaveLength(3);
  });

  test("a step is taken once: who comes second changes nothing, and writes no audit row", async () => {
    const { logExports, audit } = get().store;
    await logExports.create(one(), make.audit());
    const start = { state: "running", startedAt: make.after(1) } as const;
    expect(await logExports.change("lex_1", "waiting", start, make.audit())).toBe(true);
    expect(await logExports.change("lex_1", "waiting", start, make.audit())).toBe(false);
    expect(await logExports.change("lex_1", "running", { taskId: "t-1" })).toBe(true);
    expect(await logExports.list("logs", 1)).toEqual([one({ ...start, taskId: "t-1" })]);
    expect(await audit.list(10)).toHaveLength(2);
  });
}
