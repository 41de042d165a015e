import type { Hazard } from "../../core/plan";
import type { Detail } from "./service-plan";

/** What a person must know before an ECS service is paused. Pure. */
export function pauseHazards(detail: Detail): readonly Hazard[] {
  const hazards: Hazard[] = [
    {
      level: "note",
      code: "new-tasks",
      title: "Tasks come back new",
      detail: "Addresses and disks of the tasks are lost with them. The service and its task definition stay.",
    },
  ];
  const mutable = (detail.task?.images ?? []).filter((image) => !image.includes("@sha256:"));
  if (mutable.length > 0) {
    hazards.push({
      level: "note",
      code: "mutable-image-tag",
      title: "Images are named by tag",
      detail: `A tag can point to another image by then, or be expired by the registry: ${mutable.join(", ")}.`,
    });
  }
  if (detail.launchType === "EC2" || isOnInstances(detail)) {
    hazards.push({
      level: "warning",
      code: "instances-keep-billing",
      title: "Saves nothing until its instances stop",
      detail: "The tasks run on EC2 instances, which bill whether or not tasks run on them.",
    });
  }
  if (isOnInstances(detail)) {
    hazards.push({
      level: "warning",
      code: "capacity-provider-scales-in",
      title: "The capacity provider may terminate instances",
      detail: `With managed scaling, ${detail.capacityProviders.join(", ")} removes instances that have no tasks.`,
    });
  }
  if (detail.capacityProviders.includes("FARGATE_SPOT")) {
    hazards.push({
      level: "note",
      code: "spot-capacity",
      title: "Spot capacity may be short on the way back",
      detail: "Fargate Spot starts tasks only while AWS has spare capacity.",
    });
  }
  if (detail.controller === "CODE_DEPLOY" || detail.controller === "EXTERNAL") {
    hazards.push({
      level: "warning",
      code: "outside-deployment-controller",
      title: "Something else deploys this service",
      detail: `Its deployment controller is ${detail.controller}. A deployment during the pause may set a count of its own.`,
    });
  }
  if (detail.deployments.some(({ rollout }) => rollout === "FAILED")) {
    hazards.push({
      level: "warning",
      code: "last-deployment-failed",
      title: "The last deployment failed",
      detail: "Its tasks may not become healthy when they start again.",
    });
  }
  if (isStarting(detail)) {
    hazards.push({
      level: "note",
      code: "tasks-starting",
      title: "Tasks are still starting",
      detail: `${detail.running} of ${detail.desired} tasks run now. Resume waits for all ${detail.desired}.`,
    });
  } else if (detail.running < detail.desired) {
    hazards.push({
      level: "warning",
      code: "tasks-missing",
      title: "Not all tasks run",
      detail: `${detail.running} of ${detail.desired} tasks run now. Resume waits for all ${detail.desired}.`,
    });
  }
  if (detail.loadBalancers > 0) {
    hazards.push({
      level: "note",
      code: "load-balancer-stays",
      title: "The load balancer stays",
      detail: "It bills on, and answers 503 while there are no tasks.",
    });
  }
  const { scaling, desired } = detail;
  if (scaling && !scaling.suspended.scheduled) {
    hazards.push({
      level: "note",
      code: "scheduled-scaling-missed",
      title: "Scheduled scaling does not catch up",
      detail: "Scheduled actions that fall into the pause are not run later.",
    });
  }
  if (scaling && (desired < scaling.min || desired > scaling.max)) {
    hazards.push({
      level: "warning",
      code: "count-outside-range",
      title: "The count is outside its scaling range",
      detail: `Desired ${desired} is not within ${scaling.min} to ${scaling.max}; AWS moves it there when the range is restored.`,
    });
  }
  return hazards;
}

/** ECS is still at it: tasks are on their way, or its first deployment is not complete. */
function isStarting({ running, desired, pending, deployments }: Detail): boolean {
  return running < desired && (pending > 0 || deployments.some(({ rollout }) => rollout === "IN_PROGRESS"));
}

/** Capacity providers other than Fargate's own are backed by instances. */
function isOnInstances(detail: Detail): boolean {
  return detail.capacityProviders.some((name) => name !== "FARGATE" && name !== "FARGATE_SPOT");
}
