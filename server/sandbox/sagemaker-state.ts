import { stateOf } from "./corner";
import { awsError } from "./errors";
import type { Moment } from "./operation";
import type { TagMap } from "./world";

/** What SageMaker keeps in a region of the sandbox. Endpoints, notebooks and apps by name: one that is made again has its old place. */

export const name = "sagemaker";

export interface SageMakerState {
  endpoints: Record<string, Endpoint>;
  configs: Record<string, EndpointConfig>;
  models: string[];
  components: { name: string; endpoint: string; variant: string }[];
  schedules: { name: string; endpoint: string; status: "Scheduled" | "Stopped" }[];
  notebooks: Record<string, Notebook>;
  apps: Record<string, App>;
  /** Left out in worlds of before. */
  trainingJobs?: Record<string, TrainingJob>;
  /** Left out in worlds of before. */
  trackingServers?: Record<string, TrackingServer>;
  /** By instance type: how many endpoints, notebooks or apps more fail for lack of machines. */
  shortages: Record<string, number>;
}

export interface Endpoint {
  name: string;
  configName: string;
  status: "InService" | "Creating" | "Updating" | "Deleting" | "Failed";
  failure: string | null;
  until: number | null;
  variants: Record<string, { count: number; weight: number; wanted: number }>;
  tags: TagMap;
  launchedAt: number;
}

export interface EndpointConfig {
  name: string;
  variants: { name: string; model: string; type: string; count: number; weight: number; shadow?: true }[];
  /** S3 address of captured requests; null: nothing is captured. */
  capture: string | null;
  /** S3 address of asynchronous answers; null: it answers at once. */
  async: string | null;
  launchedAt: number;
}

export interface Notebook {
  name: string;
  type: string;
  gb: number;
  status: "InService" | "Stopping" | "Stopped" | "Pending" | "Failed";
  failure: string | null;
  until: number | null;
  lifecycle: string | null;
  /** Left out in worlds of before: notebook-al2-v3, when AWS still started it. */
  platform?: string;
  subnetId: string;
  tags: TagMap;
  launchedAt: number;
}

export interface App {
  domain: string;
  /** A space, or a user of Studio Classic. */
  space: string | null;
  user: string | null;
  type: "JupyterLab" | "CodeEditor" | "KernelGateway" | "JupyterServer" | "Canvas";
  name: string;
  status: "InService" | "Pending" | "Deleting" | "Deleted" | "Failed";
  failure: string | null;
  until: number | null;
  machine: string;
  image: string;
  tags: TagMap;
  launchedAt: number;
}

export interface TrainingJob {
  name: string;
  status: "InProgress" | "Completed";
  machine: string;
  count: number;
  /** How long it may run at most. */
  hours: number;
  createdAt: number;
  startedAt: number;
  endedAt: number | null;
  tags: TagMap;
}

export interface TrackingServer {
  name: string;
  size: "Small" | "Medium" | "Large";
  version: string;
  status: "Started" | "Stopping" | "Stopped" | "Starting" | "CreateFailed";
  until: number | null;
  createdAt: number;
  tags: TagMap;
}

export const empty = (): SageMakerState => ({
  endpoints: {},
  configs: {},
  models: [],
  components: [],
  schedules: [],
  notebooks: {},
  apps: {},
  trainingJobs: {},
  trackingServers: {},
  shortages: {},
});

export function stateAt(at: Moment): SageMakerState {
  return stateOf({ name, empty }, at.region);
}

/** SageMaker has this one name for nearly every complaint. */
export const validation = (message: string) => awsError("ValidationException", message);
export const invalidToken = () => validation("Invalid NextToken");

export function arnOf(type: string, id: string, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:sagemaker:${at.regionName}:${at.world.accountId}:${type}/${id.toLowerCase()}`;
}
