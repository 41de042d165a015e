import { z } from "zod";

/** Whether anybody uses a resource, as CloudWatch tells it. Unknown is a verdict of its own: it is never idle. */

type SignalUnit = "%" | "bytes" | "count";

/** What is told of a metric that tells whether something is used. */
export interface SignalHead {
  /** As a sentence begins with it: "CPU at most" is followed by the figure. */
  readonly label: string;
  readonly unit: SignalUnit;
  readonly namespace: string;
  readonly metric: string;
  /** What an hour without use looks like. */
  readonly idleWhen: { readonly atMost: number } | { readonly atLeast: number };
  /** AWS publishes it only while there is something to count, so an hour without a value is one without use. */
  readonly quietMeansIdle: boolean;
  /** A smaller size would do where it stays low: it is a share of what the size has. */
  readonly tellsSize?: true;
}

/** The furthest from idle that a signal came in the time that was looked at; null where it was never published. */
const sawSignal = z.strictObject({
  label: z.string(),
  unit: z.enum(["%", "bytes", "count"]),
  /** "AWS/EC2 CPUUtilization" */
  metric: z.string(),
  value: z.number().nullable(),
});
export type SawSignal = z.infer<typeof sawSignal>;

/** When a week of it is idle, the same each day. Hours are UTC: CloudWatch knows no other. */
const quietPattern = z.strictObject({
  /** From Monday to Friday, from the one hour to the other over midnight where it has to be; null: at no time. */
  nights: z.strictObject({ from: z.int().min(0).max(23), until: z.int().min(0).max(23) }).nullable(),
  weekends: z.boolean(),
  hoursAWeek: z.int().min(0).max(168),
});
export type QuietPattern = z.infer<typeof quietPattern>;

export const idleVerdict = z.discriminatedUnion("verdict", [
  z.strictObject({ verdict: z.literal("idle"), since: z.iso.datetime(), days: z.int(), saw: z.array(sawSignal) }),
  z.strictObject({
    verdict: z.literal("busy"),
    lastAt: z.iso.datetime(),
    saw: z.array(sawSignal),
    quiet: quietPattern.nullable(),
    /** What of its size it used at most, in percent, where that was little for two weeks. */
    usedAtMost: z.number().nullable(),
  }),
  /** It exists, or runs, or is looked at for less than that many days. */
  z.strictObject({ verdict: z.literal("young"), since: z.iso.datetime() }),
  z.strictObject({ verdict: z.literal("unknown"), reason: z.string(), remedy: z.string() }),
]);
export type IdleVerdict = z.infer<typeof idleVerdict>;

export interface Idleness {
  readonly resourceId: string;
  readonly accountId: string;
  readonly readAt: Date;
  readonly verdict: IdleVerdict;
}

/** What CloudWatch is asked for: so many days of hours, in which each day of the week is twice. */
export const idleLookDays = 14;

/** unattached: nothing has it · unused: nothing is behind it · old: kept by hand for long · forEver: nobody ends it */
export const leftKinds = ["unattached", "unused", "old", "forEver"] as const;

/** What the lists themselves tell of something that nobody uses. */
export interface LeftBehind {
  readonly advice: (typeof leftKinds)[number];
  /** How it was seen: "No target is registered". */
  readonly why: string;
  readonly since: string | null;
  /** What of its bill ends: all, at most all (AWS tells no more), or a part that nobody knows. */
  readonly ends: "all" | "atMost" | "unknown";
}
