import { type BatchState, type EnvironmentState, groupOf, type QueueState } from "./batch-state";
import { addFleet } from "./seed-machines";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld } from "./world";

/**
 * One that keeps an instance running, one of spot that shares a queue with it, one on Fargate, one that is off and still
 * keeps instances; an unmanaged one, an invalid one, and one that is wholly off.
 */
export function seedBatch(seed: Seed, of: (region: RegionWorld) => BatchState): void {
  // Nobody has any in Ireland.
  of(regionOf(seed, "ie"));
  const tags = tagsOf("lab", "data");
  const lab: EnvironmentState = {
    name: "trial-steady",
    uuid: "3f6b0d52-8a17-4c4e-9d21-5b7e0a9c1f34",
    managed: true,
    resources: "EC2",
    state: "ENABLED",
    invalid: null,
    until: null,
    min: 8,
    max: 64,
    desired: 8,
    scaledAt: null,
    tags,
  };
  const queue: QueueState = {
    name: "trial-urgent",
    state: "ENABLED",
    until: null,
    priority: 10,
    environments: ["trial-steady"],
    tags,
  };
  const eu = of(regionOf(seed, "eu"));
  eu.environments.push(
    lab,
    { ...lab, name: "trial-spot", uuid: "b9d2c7e0-14f3-4a86-8e5d-60c1f2a3b4d5", resources: "SPOT", min: 0, desired: 0 },
    {
      ...lab,
      name: "trial-fargate",
      uuid: "c0a81f36-27d4-4b95-a1e8-71d2e3f4a5b6",
      resources: "FARGATE",
      min: 0,
      desired: 0,
    },
    {
      ...lab,
      name: "trial-forgotten",
      uuid: "d1b92047-38e5-4ca6-b2f9-82e3f4a5b6c7",
      state: "DISABLED",
      min: 4,
      desired: 4,
    },
    { ...lab, name: "trial-own-machines", uuid: "e2ca3158-49f6-4db7-83a0-93f4a5b6c7d8", managed: false },
    {
      ...lab,
      name: "trial-invalid",
      uuid: "f3db4269-5a07-4ec8-94b1-a4a5b6c7d8e9",
      invalid: "CLIENT_ERROR - Role arn:aws:iam::111122223333:instance-profile/gone does not exist",
    },
    {
      ...lab,
      name: "trial-off",
      uuid: "04ec537a-6b18-4fd9-a5c2-b5b6c7d8e9fa",
      state: "DISABLED",
      min: 0,
      desired: 0,
    },
  );
  // Its eight vCPU are one machine. The others of the story keep theirs to themselves.
  addFleet(seed, {
    region: "eu",
    name: groupOf(lab),
    type: "m6i.2xlarge",
    sizes: [1, 1, 8],
    createdAt: daysAgo(seed, 60),
    tags: { ...tags, AWSBatchServiceTag: "batch" },
    memberName: lab.name,
  });
  eu.queues.push(
    queue,
    { ...queue, name: "trial-bulk", priority: 1, environments: ["trial-spot", "trial-steady"] },
    { ...queue, name: "trial-small", environments: ["trial-fargate"] },
    { ...queue, name: "trial-closed", state: "DISABLED" },
  );
  const us = of(regionOf(seed, "us"));
  us.environments.push({
    ...lab,
    name: "trial-mirror",
    uuid: "15fd648b-7c29-40ea-b6d3-c6c7d8e9fa0b",
    min: 0,
    desired: 0,
  });
  us.queues.push({ ...queue, name: "trial-mirror", environments: ["trial-mirror"] });
}
