import type { Hazard } from "../../core/plan";
import type { Detail, EventSource } from "./function-plan";

/** What a person must know before a Lambda function is paused. Pure. */
export function pauseHazards(
  detail: Detail,
  plan: { readonly takesReserved: boolean; readonly disabled: readonly EventSource[] },
): readonly Hazard[] {
  const hazards: Hazard[] = [];
  const left = detail.eventSources.filter(({ state }) => state === "Enabled" && plan.disabled.length === 0);
  const stopped = plan.takesReserved ? [...plan.disabled, ...left] : plan.disabled;
  if (stopped.some(({ source }) => source === "stream")) {
    hazards.push({
      level: "dataLoss",
      code: "stream-records-expire",
      title: "Unread stream records expire",
      detail: `The place in the stream is kept, its records are not: 24 hours by default. ${names(stopped, "stream")}`,
    });
  }
  if (plan.disabled.some(({ source }) => source === "queue")) {
    hazards.push({
      level: "dataLoss",
      code: "queue-messages-expire",
      title: "Waiting messages expire",
      detail: `Messages are kept for the queue's retention (4 days by default). ${names(plan.disabled, "queue")}`,
    });
  }
  if (plan.takesReserved && left.some(({ source }) => source === "queue")) {
    hazards.push({
      level: "dataLoss",
      code: "queue-messages-rejected",
      title: "Messages may move to the dead-letter queue",
      detail: `The queue is still read and every read is refused, which counts as a try. Turn its mapping off as well. ${names(left, "queue")}`,
    });
  }
  if (plan.takesReserved) hazards.push(callersRefused, asyncDropped);
  if (plan.takesReserved && detail.reserved !== null) {
    hazards.push({
      level: "warning",
      code: "reservation-may-be-taken",
      title: "The reservation may be taken",
      detail: `Its ${detail.reserved} units return to the account's pool. Reserving them again fails where others took them.`,
    });
  }
  if (detail.provisioned.length > 0) hazards.push(capacityShort);
  if (detail.scaling.some(({ scaling }) => !scaling.suspended.scheduled)) hazards.push(scheduleMissed);
  if (detail.provisioned.length === 0) hazards.push(savesNothing);
  return hazards;
}

function names(sources: readonly EventSource[], source: EventSource["source"]): string {
  return `Concerned: ${sources
    .filter((one) => one.source === source)
    .map(({ name }) => name)
    .join(", ")}.`;
}

const callersRefused: Hazard = {
  level: "warning",
  code: "callers-refused",
  title: "Callers are turned away",
  detail: "Every synchronous call is answered 429 (TooManyRequestsException) until the function is resumed.",
};

const asyncDropped: Hazard = {
  level: "warning",
  code: "async-events-dropped",
  title: "Events are dropped after six hours",
  detail: "Lambda tries events of S3, SNS and EventBridge again for up to 6 hours, then drops them or sends them on.",
};

const capacityShort: Hazard = {
  level: "note",
  code: "provisioned-takes-time",
  title: "Provisioned concurrency takes minutes",
  detail: "AWS allocates it anew. Where capacity is short it fails, and resume says so.",
};

const scheduleMissed: Hazard = {
  level: "note",
  code: "scheduled-scaling-missed",
  title: "Scheduled scaling does not catch up",
  detail: "Scheduled actions that fall into the pause are not run later.",
};

const savesNothing: Hazard = {
  level: "note",
  code: "function-saves-nothing",
  title: "Saves nothing while idle",
  detail: "Without provisioned concurrency a function bills only what it is called for. This stops the calls.",
};
