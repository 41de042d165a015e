import type { Hazard } from "../../core/plan";
import { onceOnlyOf } from "../scaling-policies";
import type { Seen } from "./endpoint-detail";

/** What a person must know before an endpoint is deleted and made again. Pure. */
export function pauseHazards({ detail, tags }: Seen): Hazard[] {
  const types = [...new Set(detail.variants.flatMap(({ instanceType }) => instanceType ?? []))].sort();
  const onceOnly = onceOnlyOf(detail.scaling);
  const awsTags = Object.keys(tags).filter((key) => key.startsWith("aws:"));
  const found: (Hazard | false)[] = [
    {
      level: "warning",
      code: "capacity-not-promised",
      title: "It may not come back when you want it",
      detail: `Its machines are given back (${types.join(", ") || "serverless"}). AWS promises none on the way back, least of all with GPUs; Standby tries again until it has some.`,
    },
    {
      level: "warning",
      code: "endpoint-deleted",
      title: "The endpoint is deleted",
      detail: "Whoever calls it gets an error. Its configuration and models stay and must not be deleted meanwhile.",
    },
    {
      level: "note",
      code: "images-and-data-must-stay",
      title: "Images, model data and roles must stay",
      detail: "It is made again from the images and the model data that its models name. An image tag may have moved.",
    },
    detail.async !== null && {
      level: "dataLoss",
      code: "async-queue-lost",
      title: "Waiting asynchronous requests are lost",
      detail: "AWS does not say that its queue outlives the endpoint. Let it run empty first.",
    },
    detail.scaling.length > 0 && {
      level: "note",
      code: "scaling-made-again",
      title: "Its scaling is made again",
      detail: "Limits, policies and scheduled actions are saved and put again. Scheduled actions do not catch up.",
    },
    onceOnly.length > 0 && {
      level: "warning",
      code: "one-time-scaling",
      title: "One-time scaling may be lost",
      detail: `Actions that run once are deleted with it: ${onceOnly.join(", ")}. A resume puts those again whose time is still to come then. One whose time has passed never runs again.`,
    },
    awsTags.length > 0 && {
      level: "warning",
      code: "aws-tags-lost",
      title: "Tags of AWS itself do not come back",
      detail: `Nobody may set ${awsTags.join(", ")}. A CloudFormation stack keeps the endpoint by its name.`,
    },
  ];
  return found.filter((hazard) => hazard !== false);
}
