import type { Detail, EventSource, Provisioned, Saved } from "../adapters/lambda/function-plan";
import type { Scaling } from "../adapters/scaling-hold";
import type { Observed } from "../core/resource";

export const functionArn = "arn:aws:lambda:eu-central-1:111122223333:function:checkout";
export const live: Scaling = {
  min: 5,
  max: 20,
  roleArn: null,
  suspended: { scaleIn: false, scaleOut: false, scheduled: false },
};
export const held: Scaling = { ...live, min: 0, suspended: { scaleIn: true, scaleOut: true, scheduled: true } };
export const ready: Provisioned = {
  qualifier: "live",
  requested: 10,
  status: "READY",
  failure: null,
  memoryMb: 2048,
  arch: "x86",
};
export const queue: EventSource = { uuid: "u-1", name: "sqs jobs", source: "queue", state: "Enabled", pollers: 0 };
export const stream: EventSource = {
  uuid: "u-2",
  name: "kinesis orders",
  source: "stream",
  state: "Enabled",
  pollers: 0,
};
export const off: EventSource = { ...queue, uuid: "u-3", name: "sqs old", state: "Disabled" };

/** A function with provisioned concurrency on its alias, a reservation, and two queues, one of them off. */
export function functionExample(over: Partial<Detail> = {}): Observed<Detail> {
  return {
    nativeId: "checkout",
    arn: functionArn,
    name: "checkout",
    type: "512 MB",
    tags: {},
    detail: {
      memoryMb: 512,
      arch: "x86",
      runtime: "nodejs24.x",
      unsettled: null,
      edgeReplica: false,
      managedInstances: false,
      reserved: 50,
      provisioned: [ready],
      scaling: [{ qualifier: "live", scaling: live }],
      eventSources: [queue, off],
      ...over,
    },
  };
}

export const plain: Partial<Detail> = { reserved: null, provisioned: [], scaling: [], eventSources: [] };
export const saved: Saved = {
  reserved: { units: 50 },
  provisioned: [{ qualifier: "live", requested: 10 }],
  scaling: [{ qualifier: "live", scaling: live }],
  eventSources: [{ uuid: "u-1", name: "sqs jobs" }],
};
/** The same, paused with every option on. */
export const paused = (over: Partial<Detail> = {}) =>
  functionExample({
    reserved: 0,
    provisioned: [],
    scaling: [{ qualifier: "live", scaling: held }],
    eventSources: [{ ...queue, state: "Disabled" }, off],
    ...over,
  });
