import type { TagMap } from "./world";

/** What the sandbox keeps of Batch: its machines are in Auto Scaling groups of the region. */

type OnOff = "ENABLED" | "DISABLED";

export interface EnvironmentState {
  name: string;
  uuid: string;
  managed: boolean;
  resources: "EC2" | "SPOT" | "FARGATE";
  state: OnOff;
  /** Null: valid. */
  invalid: string | null;
  /** Until then it is UPDATING. */
  until: number | null;
  min: number;
  max: number;
  desired: number;
  /** When its instances have come or gone. */
  scaledAt: number | null;
  tags: TagMap;
}

export interface QueueState {
  name: string;
  state: OnOff;
  until: number | null;
  priority: number;
  environments: string[];
  tags: TagMap;
}

export interface BatchState {
  environments: EnvironmentState[];
  queues: QueueState[];
}

/** The Auto Scaling group that Batch makes for an environment. */
export function groupOf({ name, uuid }: EnvironmentState): string {
  return `AWSBatch-${name}-asg-${uuid}`;
}
