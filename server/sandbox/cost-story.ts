import type { StoryLine } from "./cost-lines";

/**
 * What moves tidewater's bill: what is charged once, the pauses of dev and staging, the tax. Days are told from a Friday,
 * the one on which the account was made or the last one before it.
 */

/** Services outside the region's prefix: what is charged once and not by the hour. */
export interface StoryCharge {
  /** Days after the story's Friday. */
  readonly on: number;
  readonly record: "Usage" | "Credit" | "Refund";
  readonly line: Omit<StoryLine, "moves" | "daily">;
  /** To the cent. */
  readonly dollars: number;
}

const batch = {
  service: "Amazon SageMaker",
  usage: "Tsform:ml.m5.4xlarge",
  region: "eu-central-1",
  environment: "dev",
} as const;

export const storyCharges: readonly StoryCharge[] = [
  // batch-transform-eval, left on for two days.
  { on: -9, record: "Usage", line: batch, dollars: 184.2 },
  { on: -8, record: "Usage", line: batch, dollars: 252.6 },
  // Every node pulled its images anew.
  {
    on: -31,
    record: "Usage",
    line: {
      service: "Amazon Virtual Private Cloud",
      usage: "VpcEndpoint-Bytes",
      region: "eu-central-1",
      environment: null,
    },
    dollars: 57.3,
  },
  {
    on: -24,
    record: "Credit",
    line: {
      service: "Amazon Elastic Compute Cloud - Compute",
      usage: "BoxUsage:m6i.large",
      region: "eu-central-1",
      environment: null,
    },
    dollars: -120,
  },
  {
    on: -70,
    record: "Refund",
    line: {
      service: "Amazon Relational Database Service",
      usage: "InstanceUsage:db.m6g.large",
      region: "eu-central-1",
      environment: null,
    },
    dollars: -3.2,
  },
];

/** What AWS's own detection made of it: two days of a transform, and an hour's quiet about all else. */
export const storyAnomaly = { from: -9, through: -8, line: batch, excess: 436.8, expected: 5.52 } as const;

/** On the first of each month, for all of it: four zones at $0.50 (Route 53 pricing). */
export const monthStart = {
  line: { service: "Amazon Route 53", usage: "HostedZone", region: "none", environment: null } as const,
  dollars: 2,
};

/** From the first schedule on Standby asks Cost Explorer six times a day, and that is on the bill as well. */
export const ownRequests = {
  line: { service: "AWS Cost Explorer", usage: "APIRequest", region: "us-east-1", environment: null } as const,
  dollars: 0.06,
};

/** Value-added tax on the month before, on the first of each month. */
export const taxPercent = 19;

/** The first schedule: from here on dev and staging sleep at night and on weekends. */
export const firstPauseOn = -45;
/** Half of a working day. */
export const awakeShare = 0.5;
/** Staging is brought up only when something is released: on these days, and since then on Mondays and Tuesdays. */
export const stagingAwakeOn: ReadonlySet<number> = new Set([
  -45, -44, -43, -32, -31, -30, -18, -17, -11, -10, -9, -8, -4, -3,
]);

/** As usage types name their regions. */
export const usagePrefixes: Readonly<Record<StoryLine["region"], string>> = {
  "eu-central-1": "EUC1-",
  "us-east-1": "USE1-",
  "eu-west-1": "EUW1-",
  none: "",
};

export const archiveAccount = { id: "444455556666", name: "tidewater-archive" };
