import {
  APIGatewayClient,
  GetRestApisCommand,
  GetStagesCommand,
  type MethodSetting,
  type RestApi,
  type Stage,
} from "@aws-sdk/client-api-gateway";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { partitionOf } from "../listing";
import { nullWhenGone } from "../read-each";

/** What the cache of a REST API's stage is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();

/** How one method caches, by its key in the stage: `~1orders/GET`, or all of them. */
const caching = z.strictObject({
  ttlSeconds: z.number().nullable(),
  encrypted: z.boolean().nullable(),
  needsAuthorization: z.boolean().nullable(),
  unauthorized: text,
});

export const stageConfiguration = z.strictObject({
  /** GB as AWS writes it: "0.5". Null where AWS does not say, which it need not for a cache that is off. */
  size: text,
  /** Methods that have caching turned on. What else a stage sets for its methods is not the cache's. */
  methods: z.record(z.string(), caching),
  /** Null: no canary. */
  canaryUsesCache: z.boolean().nullable(),
});
export type StageConfiguration = z.infer<typeof stageConfiguration>;

export const stageDetail = z.strictObject({
  state: z.string(),
  api: z.string(),
  stage: z.string(),
  configuration: stageConfiguration,
});
export type StageDetail = z.infer<typeof stageDetail>;
export type SeenStage = Observed<StageDetail>;

/** APIs whose stages are read side by side: one call each, of 10 a second for the whole account. */
const readAtOnce = 10;

/**
 * A stage has a cache, had one, or never will: most stages are of the last sort, bill nothing and are left out of a scan. AWS
 * keeps the size of a cache that was turned off (AWS CLI reference, example of get-stage: `0.5`, `NOT_AVAILABLE`), and methods
 * keep that they cache, so that one that is held is found again by either. A look by name finds any stage.
 */
function hasOrHadCache({ state, configuration: { size, methods } }: StageDetail): boolean {
  return state !== "NOT_AVAILABLE" || size !== null || Object.keys(methods).length > 0;
}

/** Only REST APIs have caches. Their stages are asked for API by API; a look by name asks only for the APIs that it names. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenStage> {
  const asked = only && new Set(only.map((nativeId) => nativeId.split("/")[0]));
  const apis = (await restApis(aws)).filter(({ id }) => !asked || asked.has(id));
  for (const some of chunks(apis, readAtOnce)) {
    const found = (await Promise.all(some.map((api) => stagesOf(aws, api)))).flat();
    yield* found.filter(({ nativeId, detail }) => (only ? only.includes(nativeId) : hasOrHadCache(detail)));
  }
}

/** 500 is the most that a page holds (API Gateway API reference, GetRestApis). */
async function restApis(aws: ReadDoor): Promise<readonly RestApi[]> {
  const all: RestApi[] = [];
  const list = pages(
    (position) => aws.read(APIGatewayClient, new GetRestApisCommand({ limit: 500, ...(position && { position }) })),
    (out) => out.position,
  );
  for await (const { items = [] } of list) all.push(...items);
  return all;
}

/** All stages of an API come in one answer. One that was deleted since the list of APIs was read has none. */
async function stagesOf(aws: ReadDoor, api: RestApi): Promise<readonly SeenStage[]> {
  const answer = await nullWhenGone(aws.read(APIGatewayClient, new GetStagesCommand({ restApiId: api.id })));
  return (answer?.item ?? []).map((stage) => observe(aws, api, stage));
}

function observe({ region, now }: ReadDoor, { id = "", name = id }: RestApi, stage: Stage): SeenStage {
  const { stageName = "", tags = {} } = stage;
  const size = stage.cacheClusterSize ?? null;
  return {
    nativeId: `${id}/${stageName}`,
    // Without an account, as all ARNs of API Gateway.
    arn: `arn:${partitionOf(region)}:apigateway:${region}::/restapis/${id}/stages/${stageName}`,
    name: `${name}/${stageName}`,
    type: size === null ? "cache" : `${size} GB`,
    tags,
    detail: {
      state: stateOf(stage, now()),
      api: name,
      stage: stageName,
      configuration: {
        size,
        methods: cachedMethods(stage.methodSettings ?? {}),
        canaryUsesCache: stage.canarySettings ? (stage.canarySettings.useStageCache ?? false) : null,
      },
    },
  };
}

/** AWS takes about 4 minutes. */
const overdueAfterMs = 15 * 60_000;

/** As the state of a cache whose deletion AWS does not report as done. */
export const overdue = "DELETE_IN_PROGRESS, overdue";

/**
 * The status of the cache, which is empty once it is deleted (API Gateway Developer Guide, "Cache settings for REST APIs").
 * Where the stage asks for another than there is, AWS has yet to begin. Some stages are said to be deleting their cache for
 * ever (a fault of AWS that Terraform's provider works around, confirmed to it in 2016): nobody waits for those.
 */
function stateOf(stage: Stage, now: Date): string {
  const { cacheClusterEnabled: isWanted, cacheClusterStatus: status = "NOT_AVAILABLE", lastUpdatedDate } = stage;
  if (status === "NOT_AVAILABLE" && isWanted === true) return "NOT_AVAILABLE, turned on";
  if (status === "AVAILABLE" && isWanted === false) return "AVAILABLE, turned off";
  const isOld = lastUpdatedDate !== undefined && now.getTime() - lastUpdatedDate.getTime() > overdueAfterMs;
  return status === "DELETE_IN_PROGRESS" && isWanted === false && isOld ? overdue : status;
}

function cachedMethods(settings: Readonly<Record<string, MethodSetting>>): StageConfiguration["methods"] {
  const cached = Object.entries(settings).filter(([, { cachingEnabled }]) => cachingEnabled);
  return Object.fromEntries(
    cached.map(([method, setting]) => [
      method,
      {
        ttlSeconds: setting.cacheTtlInSeconds ?? null,
        encrypted: setting.cacheDataEncrypted ?? null,
        needsAuthorization: setting.requireAuthorizationForCacheControl ?? null,
        unauthorized: setting.unauthorizedCacheControlHeaderStrategy ?? null,
      },
    ]),
  );
}
