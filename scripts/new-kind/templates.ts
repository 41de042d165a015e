import type { KindNames } from "./names";

/**
 * The files of a kind that is yet to be written. They compile, and whatever is still to do throws or fails its test: a kind
 * that was only begun never looks like one that works.
 */

export function adapterText({ kind, title, adapter, type }: KindNames): string {
  return `import { z } from "zod";
import { defineAdapter } from "../contract";

/** What AWS says of one: its state in AWS's own word, and everything that must be the same after a resume. */
const detail = z.strictObject({ state: z.string(), configuration: z.strictObject({ size: z.string() }) });
export type ${type}Detail = z.infer<typeof detail>;

const saved = detail;
type Saved = z.infer<typeof saved>;

type Op = "stop" | "start";

/** TODO: what a pause does, and the AWS document that says so. */
export const ${adapter} = defineAdapter<${type}Detail, Saved, Op, object>({
  kind: "${kind}",
  title: "${title}",
  plural: "${title}s",
  billedAs: "Amazon TODO",
  about: {
    pause: "TODO: what a pause does.",
    resume: "TODO: what a resume does.",
    saves: "TODO: what a hold keeps.",
    stillCosts: "TODO: what bills while it is paused.",
    hazards: ["TODO: what may be lost or different."],
  },
  waveTitle: "${title}s",
  restore: "exact",
  // TODO: its place in the order of a pause; docs/kinds.md has those of the others.
  wave: 80,
  // TODO: what it really calls. The conformance suite proves both directions.
  iam: { read: [], pause: [], resume: [] },
  detail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // TODO: AWS's own waiters and bounds, or that AWS names none.
  timing: { pollSeconds: 15, giveUpSeconds: 1800, expectSeconds: { pause: 60, resume: 120 } },
  batch: { stop: 1, start: 1 },
  classify: () => todo("which of AWS's words mean running, paused, changing or unsupported"),
  planPause: () => todo("what is saved and which steps pause it"),
  planResume: () => todo("which steps bring it back, and what is refused once it is gone"),
  meanwhile: () => todo("what somebody else changed while it was paused"),
  check: () => todo("where one step stands by what AWS says now"),
  verify: () => todo("whether it is paused as planned, or equal to what was saved"),
  relations: () => todo("what owns it and what it needs, or nothing"),
  price: () => todo("what it bills, running and paused"),
  discover: () => todo("every one in the region, or those that are named"),
  apply: () => todo("the call of each step"),
});

function todo(what: string): never {
  throw new Error(\`TODO, ${kind}: \${what}\`);
}
`;
}

export function testText({ kind, service, thing, file, adapter, type }: KindNames): string {
  const isFirst = adapter.toLowerCase() < `${type}Detail`.toLowerCase();
  const imported = isFirst ? `${adapter}, type ${type}Detail` : `type ${type}Detail, ${adapter}`;
  return `import { describe, expect, it } from "vitest";
import type { Observed } from "../../core/resource";
import { ${imported} } from "./${file}";

function ${thing}(state: string): Observed<${type}Detail> {
  return {
    nativeId: "one",
    arn: "arn:aws:${service}:eu-central-1:111122223333:${file}/one",
    name: "one",
    type: "small",
    tags: {},
    detail: { state, configuration: { size: "small" } },
  };
}

const saved = ${thing}("RUNNING").detail;

describe("states", () => {
  // TODO: every word that AWS has for the state of ${kind}, from its API reference.
  it.each([
    ["RUNNING", "running"],
    ["STOPPED", "paused"],
    ["STOPPING", "changing"],
    ["A_WORD_OF_NEXT_YEAR", "changing"],
  ])("%s is %s", (state, classified) => {
    expect(${adapter}.classify(${thing}(state)).state).toBe(classified);
  });
});

describe("plans", () => {
  it("stops what runs and keeps its configuration", () => {
    expect(${adapter}.planPause(${thing}("RUNNING"), {})).toMatchObject({ saved, steps: [{ op: "stop" }] });
  });

  it("starts what is stopped, and refuses what is gone", () => {
    expect(${adapter}.planResume(saved, ${thing}("STOPPED"))).toMatchObject({ steps: [{ op: "start" }] });
    expect(${adapter}.planResume(saved, null).result).toBe("refused");
  });

  // TODO: every refusal and every hazard, by hand.
});

describe("the way back", () => {
  it("is reached when it runs as it was, and wrong when it differs", () => {
    expect(${adapter}.verify("resume", saved, ${thing}("RUNNING")).verdict).toBe("reached");
    const other = { ...${thing}("RUNNING"), detail: { ...saved, configuration: { size: "large" } } };
    expect(${adapter}.verify("resume", saved, other)).toMatchObject({ verdict: "wrong" });
    expect(${adapter}.meanwhile?.(saved, other)).toMatchObject({ differences: [expect.anything()] });
  });
});
`;
}

/** A saved configuration as this kind writes it today; it stays for ever. */
export const fixtureText = `${JSON.stringify({ state: "RUNNING", configuration: { size: "TODO" } }, null, 2)}\n`;

/** Two in Frankfurt and one in Virginia that can be paused. What cannot be, and the commands, are still to come. */
export function cornerText(
  { title, service, thing, type }: KindNames,
  corner: { name: string; export: string },
): string {
  return `import { type Corner, defineCorner, stateOf } from "./corner";
import { regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** ${title}s. TODO: how long a stop and a start take, and what AWS refuses meanwhile. */

interface ${type}State {
  id: string;
  state: "RUNNING" | "STOPPED";
  /** Until then it is on its way to \`state\`. */
  until: number | null;
  tags: TagMap;
}

interface ${type}sState {
  ${thing}s: ${type}State[];
}

const corner: Corner<${type}sState> = {
  name: "${corner.name}",
  empty: () => ({ ${thing}s: [] }),
  // TODO: the commands that the adapter sends, with AWS's own refusals: \`Describe…: read(describe…)\`, \`Stop…: change(stop…)\`.
  services: { ${service}: {} },
  seed,
  dues: (state) => state.${thing}s.map(({ until }) => until),
  finish: (state, at) => {
    for (const each of state.${thing}s) if (each.until !== null && each.until <= at) each.until = null;
  },
};
export const ${corner.export} = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region);

/** TODO: one for each important refusal, too. */
function seed(seed: Seed): void {
  const lab: ${type}State = { id: "lab-one", state: "RUNNING", until: null, tags: tagsOf("lab", "data") };
  of(regionOf(seed, "eu")).${thing}s.push(lab, { ...lab, id: "lab-two" });
  of(regionOf(seed, "us")).${thing}s.push({ ...lab, id: "lab-three" });
}
`;
}
