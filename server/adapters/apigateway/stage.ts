import { APIGatewayClient, type PatchOperation, UpdateStageCommand } from "@aws-sdk/client-api-gateway";
import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Hazard } from "../../core/plan";
import { type ApplyItem, defineAdapter, type Meanwhile, type Refused } from "../contract";
import { noneOf } from "../idle";
import { oneByOne } from "../one-by-one";
import { switchOf } from "../switch";
import {
  discover,
  overdue,
  type SeenStage,
  type StageConfiguration,
  type StageDetail,
  stageConfiguration,
  stageDetail,
} from "./stage-detail";

const saved = z.strictObject({ state: z.literal("AVAILABLE"), configuration: stageConfiguration });
type Saved = z.infer<typeof saved>;

type Op = "turnOff" | "turnOn";

/** By the name of the API, not its id (API Gateway Developer Guide, "Dimensions for metrics"). */
const byStage = ({ detail }: SeenStage) => [{ ApiName: detail.api, Stage: detail.stage }];
const answered = { namespace: "AWS/ApiGateway", statistic: "Sum", quietMeansIdle: true } as const;

const off = ["NOT_AVAILABLE", overdue] as const;
const isOff = (state: string) => off.some((word) => word === state);

const cache = switchOf<StageDetail, StageConfiguration, "AVAILABLE", Op>({
  thing: "cache",
  on: ["AVAILABLE"],
  off,
  turnOff: "turnOff",
  turnOn: ({ configuration: { size } }) => ({ op: "turnOn", params: { size } }),
  setsBack: false,
  hazards,
});

/**
 * The cache of a REST API's stage, which bills by the hour whether anybody calls the API or not. The stage itself goes on:
 * "creating or deleting a cache takes about 4 minutes" (API Gateway Developer Guide, "Cache settings for REST APIs"), in which
 * it is CREATE_IN_PROGRESS or DELETE_IN_PROGRESS. What a method caches and for how long is the stage's and stays.
 *
 * A stage without a cache is no resource here (stage-detail.ts, `hasOrHadCache`).
 */
export const apigatewayStage = defineAdapter<StageDetail, Saved, Op, object>({
  kind: "apigateway.stage",
  title: "API Gateway cache",
  plural: "API Gateway caches",
  billedAs: "Amazon API Gateway",
  about: {
    pause: "Turns the cache of the stage off. The API goes on answering without it.",
    resume: "Turns it on again in its size, and waits until it is there.",
    saves: "The size, how each method caches, and whether a canary uses the cache. They are compared after the resume.",
    stillCosts:
      "Nothing of the cache. Requests bill as before, and the backend bills for those that the cache answered.",
    hazards: [
      "Cached answers are lost. The cache is empty after the resume and fills again by use.",
      "Every request reaches the backend while it is off, up to its limits and at its cost.",
      "A canary of the stage that uses the cache loses it, too.",
    ],
  },
  waveTitle: "API caches",
  restore: "exact",
  // After the alarms, which would tell of a busier backend.
  wave: 20,
  standsAlone: true,
  iam: { read: ["apigateway:GET"], pause: ["apigateway:PATCH"], resume: ["apigateway:PATCH"] },
  terraform: {
    // The provider takes the size of a cache that is off from its own state.
    aws_api_gateway_stage: {
      drift: () => ["cache_cluster_enabled"],
      isId: (id, { nativeId }) => id === `ags-${nativeId.replace("/", "-")}`,
    },
  },
  detail: stageDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // Terraform's provider waits half an hour for a change, too.
  timing: { pollSeconds: 20, giveUpSeconds: 1800, expectSeconds: { pause: 240, resume: 240 } },
  batch: { turnOff: 1, turnOn: 1 },

  ...cache,
  planPause(seen) {
    const { state, configuration } = seen.detail;
    return state === "AVAILABLE" && configuration.size === null ? sizeUnknown : cache.planPause(seen);
  },
  planResume: (before, seen) => (seen ? cache.planResume(before, asLeft(before, seen)) : stageGone(before)),
  meanwhile,
  relations: () => [],
  price: linesOf,
  idle: {
    // Counted as requests come: without any there is no value.
    signals: [
      noneOf({ ...answered, label: "answered by the cache", metric: "CacheHitCount" }, byStage),
      noneOf({ ...answered, label: "asked of the cache in vain", metric: "CacheMissCount" }, byStage),
    ],
  },
  discover,

  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId, params }) => {
      const [restApiId, stageName] = nativeId.split("/");
      const patchOperations = op === "turnOff" ? [replace("cacheClusterEnabled", "false")] : patchesOn(params);
      return aws.act(APIGatewayClient, new UpdateStageCommand({ restApiId, stageName, patchOperations }));
    }),
});

const sizeUnknown: Refused = {
  result: "refused",
  reason: "AWS does not tell the size of its cache, so it could not be made again in the same",
  remedy: "Set the size of the cache in the stage's settings, then scan and plan again",
};

const stageGone = ({ configuration: { size } }: Saved): Refused => ({
  result: "refused",
  reason: "The stage was deleted while its cache was off",
  remedy: `Deploy the API to a stage with a cache of ${size} GB, then end the hold`,
});

/** AWS may leave out the size of a cache that is off: then nobody changed it. */
function asLeft({ configuration: { size } }: Saved, seen: SeenStage): SeenStage {
  const { detail } = seen;
  if (!isOff(detail.state) || detail.configuration.size !== null) return seen;
  return { ...seen, detail: { ...detail, configuration: { ...detail.configuration, size } } };
}

/** A resume turns it on in the size that was saved, so that another size is no hindrance while it is off. */
function meanwhile(before: Saved, seen: SeenStage): Meanwhile<Saved> | null {
  const found = cache.meanwhile(before, asLeft(before, seen));
  if (!found) return null;
  const isOnlySize = found.differences.every(({ path }) => path === "size");
  return { ...found, canSetBack: found.canSetBack || (isOff(seen.detail.state) && isOnlySize) };
}

const sized = z.object({ size: z.string() });

function patchesOn(params: ApplyItem["params"]): PatchOperation[] {
  return [replace("cacheClusterEnabled", "true"), replace("cacheClusterSize", sized.parse(params).size)];
}

function replace(attribute: string, value: string): PatchOperation {
  return { op: "replace", path: `/${attribute}`, value };
}

function hazards({ configuration }: StageDetail): (Hazard | false)[] {
  return [
    {
      level: "warning",
      code: "backend-answers-all",
      title: "Every request reaches the backend",
      detail: "What the cache answers now goes to the backend until the resume, up to its limits and at its cost.",
    },
    {
      level: "note",
      code: "cache-emptied",
      title: "Cached answers are lost",
      detail: "The cache comes back empty and fills again by use.",
    },
    configuration.canaryUsesCache === true && {
      level: "note",
      code: "canary-without-cache",
      title: "Its canary uses the cache, too",
      detail: "The canary goes on without it. Whether it uses the cache is compared after the resume.",
    },
  ];
}

/** By the hour and size (Amazon API Gateway pricing, "Caching"). */
function linesOf({ detail: { configuration } }: SeenStage): readonly CostLine[] {
  const { size } = configuration;
  return [
    {
      label: "Cache hours",
      note: size === null ? "of an unknown size" : `${size} GB`,
      price: size === null ? null : { table: "apigateway.cache", key: size },
      quantity: 1,
      unit: "hour",
      stopsWhenPaused: true,
    },
  ];
}
