import type { ZodType } from "zod";
import { z } from "zod";
import type { ReadDoor } from "../aws/door";
import type { CostLine } from "../core/money";
import type { Observed } from "../core/resource";
import { type AboutListed, type Adapter, type Classified, defineAdapter, type Relation } from "./contract";
import type { Idle } from "./idle";

/** A kind that bills and has no stop: it is listed with its cost, the reason, and what a person can do about it. */
export interface Report<Detail> {
  readonly kind: string;
  readonly title: string;
  readonly plural: string;
  readonly billedAs: string;
  /** As Terraform calls its types. */
  readonly terraform?: readonly string[];
  readonly about: AboutListed;
  readonly read: readonly string[];
  readonly detail: ZodType<Detail>;
  /** AWS's own word for its state, why it has no stop, and what would end its bill. */
  advise(seen: Observed<Detail>): Advice;
  relations?(seen: Observed<Detail>): readonly Relation[];
  price(seen: Observed<Detail>): readonly CostLine[];
  readonly idle?: Idle<Detail>;
  discover(aws: ReadDoor, only?: readonly string[]): AsyncIterable<Observed<Detail>>;
}

export interface Advice {
  readonly saw: string;
  readonly reason: string;
  readonly remedy: string;
}

/** An adapter that only reports. Nothing can be sent through it. */
export function defineReport<Detail>(report: Report<Detail>): Adapter<Detail, null, never, object> {
  const { kind, title, plural, billedAs, terraform = [], about, detail, advise, price, discover } = report;
  const refuse = (seen: Observed<Detail>) => {
    const { reason, remedy } = advise(seen);
    return { result: "refused" as const, reason, remedy };
  };
  return defineAdapter<Detail, null, never, object>({
    kind,
    title,
    plural,
    billedAs,
    about,
    waveTitle: plural,
    restore: "reportOnly",
    wave: 0,
    iam: { read: report.read, pause: [], resume: [] },
    terraform: Object.fromEntries(terraform.map((type) => [type, { drift: () => [] }])),
    detail,
    saved: { version: 1, schema: z.null() },
    options: z.strictObject({}),
    timing: { pollSeconds: 60, giveUpSeconds: 60, expectSeconds: { pause: 0, resume: 0 } },
    batch: {},
    classify: (seen): Classified => ({ state: "unsupported", ...advise(seen) }),
    planPause: refuse,
    planResume: () => ({ result: "refused", reason: "Standby never paused it", remedy: "End the hold" }),
    check: () => {
      throw new Error(`${kind} has no steps`);
    },
    verify: () => {
      throw new Error(`${kind} has no steps`);
    },
    relations: report.relations ?? (() => []),
    price,
    ...(report.idle && { idle: report.idle }),
    discover,
    apply: () => {
      throw new Error(`${kind} has no ops`);
    },
  });
}
