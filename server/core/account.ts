import { z } from "zod";
import type { Fault } from "./fault";

/** An AWS account that Standby may act in, or the built-in sandbox account. */

export const credentialsSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("environment") }),
  z.strictObject({
    type: z.literal("role"),
    roleArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, "must be the ARN of an IAM role"),
    externalId: z.string().min(2).max(1224).optional(),
  }),
  z.strictObject({ type: z.literal("sandbox") }),
]);
export type Credentials = z.infer<typeof credentialsSchema>;

export interface Account {
  readonly id: string;
  readonly name: string;
  /** Twelve digits, as AWS tells them; null until the first successful call. */
  readonly awsAccountId: string | null;
  readonly credentials: Credentials;
  /** Null: every region that is enabled in the account. */
  readonly regions: readonly string[] | null;
  readonly createdAt: Date;
  readonly lastScanAt: Date | null;
}

/** Credentials that were this account's are those of `told` now. */
export function otherAccount({ name, awsAccountId }: Account, told: string): Fault {
  return {
    code: "refused",
    reason: `The credentials are of account ${told}, and ${name} is account ${awsAccountId}: nothing was asked of it`,
    remedy: `Start Standby with the credentials of ${awsAccountId} again, or connect ${told} as an account of its own`,
  };
}

export interface Group extends GroupInput {
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface GroupInput {
  readonly name: string;
  readonly filter: import("./filter").Filter;
  /** Where the group came from: made by a person, or proposed by a scan from the tags it found. */
  readonly origin: "person" | "scan";
  /** A protected group is never paused. */
  readonly protected: boolean;
  /** What the guard does when something paused in the group wakes. */
  readonly guard: Guard;
  /** "Keep awake until": the guard leaves the group alone before this. */
  readonly awakeUntil: Date | null;
  /** What a pause of the group accepts beside its plan's own, by kind: `{"sagemaker.endpoint": {"recreate": true}}`. */
  readonly options: KindOptions;
}

/** Options of kinds; what they mean is their adapters' business. */
export type KindOptions = Readonly<Record<string, unknown>>;

/**
 * enforce: what woke is paused again · honour: whoever woke it is right, its hold ends · report: it is shown, no more
 */
export const guards = ["enforce", "honour", "report"] as const;
export type Guard = (typeof guards)[number];
