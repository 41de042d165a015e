import type {
  CacheClusterStatus,
  GetRestApisCommandInput,
  GetRestApisCommandOutput,
  GetStagesCommandInput,
  GetStagesCommandOutput,
  Stage,
  UpdateStageCommandInput,
  UpdateStageCommandOutput,
} from "@aws-sdk/client-api-gateway";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** REST APIs of API Gateway with their stages. A cache takes four minutes to come and to go. */

const cacheSeconds = 240;
const sizes = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"] as const;
type Size = (typeof sizes)[number];

interface StageState {
  name: string;
  deployment: string;
  cache: { size: Size; status: CacheClusterStatus; until: number | null } | null;
  /** Seconds that answers are kept, by method; null: it caches nothing. */
  methods: Record<string, number | null>;
  /** Whether its canary uses the cache; null: it has none. */
  canary: boolean | null;
  changedAt: number;
  tags: TagMap;
}

interface ApiState {
  id: string;
  name: string;
  createdAt: number;
  stages: StageState[];
}

interface ApiGatewayState {
  apis: ApiState[];
}

const corner: Corner<ApiGatewayState> = {
  name: "apigateway",
  empty: () => ({ apis: [] }),
  services: {
    apigateway: { GetRestApis: read(getRestApis), GetStages: read(getStages), UpdateStage: change(updateStage) },
  },
  seed,
  dues: (state) => caches(state).map(({ until }) => until),
  finish: (state, at) => {
    for (const cache of caches(state)) {
      if (cache.until === null || cache.until > at) continue;
      cache.status = cache.status === "DELETE_IN_PROGRESS" ? "NOT_AVAILABLE" : "AVAILABLE";
      cache.until = null;
    }
  },
};
export const apiGateway = defineCorner(corner);

const of = (at: Moment) => stateOf(corner, at.region);

function caches({ apis }: ApiGatewayState) {
  return apis.flatMap(({ stages }) => stages.flatMap(({ cache }) => cache ?? []));
}

function getRestApis(input: GetRestApisCommandInput, at: Moment): Answer<GetRestApisCommandOutput> {
  const { limit: size = 25, position: token } = input;
  if (size > 500) throw awsError("BadRequestException", "Invalid limit");
  const invalidToken = () => awsError("BadRequestException", "Invalid position");
  const { items, next } = page({ items: of(at).apis, size, token, invalidToken });
  return {
    items: items.map(({ id, name, createdAt }) => ({
      id,
      name,
      createdDate: new Date(createdAt),
      apiKeySource: "HEADER",
      endpointConfiguration: { types: ["REGIONAL"] },
      disableExecuteApiEndpoint: false,
    })),
    ...(next !== undefined && { position: next }),
  };
}

function getStages({ restApiId }: GetStagesCommandInput, at: Moment): Answer<GetStagesCommandOutput> {
  return { item: apiAt(restApiId, at).stages.map((stage) => describe(stage)) };
}

function updateStage(input: UpdateStageCommandInput, at: Moment): Answer<UpdateStageCommandOutput> {
  const stage = apiAt(input.restApiId, at).stages.find(({ name }) => name === input.stageName);
  if (!stage) throw awsError("NotFoundException", "Invalid stage identifier specified", { status: 404 });
  const wanted = new Map((input.patchOperations ?? []).map(({ path, value }) => [path, value]));
  const asked = wanted.get("/cacheClusterSize") ?? stage.cache?.size ?? sizes[0];
  const size = sizes.find((one) => one === asked);
  if (!size) throw awsError("BadRequestException", `Invalid cache cluster size: ${asked}`);
  const { status = "NOT_AVAILABLE" } = stage.cache ?? {};
  const isOn = status === "AVAILABLE";
  if (!isOn && status !== "NOT_AVAILABLE") {
    throw awsError("ConflictException", `Unable to change the cache cluster while it is ${status}`, { status: 409 });
  }
  const isWanted = wanted.get("/cacheClusterEnabled") === "true";
  if (isWanted !== isOn || (isOn && size !== stage.cache?.size)) {
    const next = isWanted ? "CREATE_IN_PROGRESS" : "DELETE_IN_PROGRESS";
    stage.cache = { size, status: next, until: at.ends(cacheSeconds) };
    stage.changedAt = at.now;
  }
  return describe(stage);
}

function apiAt(id: string | undefined, at: Moment): ApiState {
  const api = of(at).apis.find((one) => one.id === id);
  if (!api) {
    throw awsError("NotFoundException", `Invalid API identifier specified ${at.world.accountId}:${id}`, {
      status: 404,
    });
  }
  return api;
}

/** A stage that never had a cache has no size; one whose cache was turned off keeps it. */
function describe({ name, deployment, cache, methods, canary, changedAt, tags }: StageState): Stage {
  const status = cache?.status ?? "NOT_AVAILABLE";
  const settings = Object.entries(methods).map(([method, seconds]) => [
    method,
    {
      metricsEnabled: true,
      loggingLevel: "ERROR",
      dataTraceEnabled: false,
      throttlingBurstLimit: 5000,
      throttlingRateLimit: 10_000,
      cachingEnabled: seconds !== null,
      cacheTtlInSeconds: seconds ?? 300,
      cacheDataEncrypted: false,
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER" as const,
    },
  ]);
  return {
    stageName: name,
    deploymentId: deployment,
    cacheClusterEnabled: status !== "NOT_AVAILABLE" && status !== "DELETE_IN_PROGRESS",
    cacheClusterStatus: status,
    ...(cache && { cacheClusterSize: cache.size }),
    methodSettings: Object.fromEntries(settings),
    ...(canary !== null && {
      canarySettings: { percentTraffic: 10, deploymentId: "c4n4ry", useStageCache: canary },
    }),
    tracingEnabled: false,
    lastUpdatedDate: new Date(changedAt),
    tags: { ...tags },
  };
}

/**
 * Three caches that run, one of which a canary uses and one that nobody asks any more; one that was turned off before; and
 * stages that never had any.
 */
function seed(seed: Seed): void {
  // Nobody has any in Ireland.
  stateOf(corner, regionOf(seed, "ie"));
  const stage: StageState = {
    name: "live",
    deployment: "5ubd17",
    cache: null,
    methods: {},
    canary: null,
    changedAt: daysAgo(seed, 30),
    tags: tagsOf("lab", "data"),
  };
  const cache = (size: Size): StageState["cache"] => ({ size, status: "AVAILABLE", until: null });
  const createdAt = daysAgo(seed, 200);
  stateOf(corner, regionOf(seed, "eu")).apis.push(
    {
      id: "q8w2r5t1y7",
      name: "trial-results",
      createdAt,
      stages: [
        { ...stage, cache: cache("1.6"), methods: { "*/*": 300, "~1results/GET": 30, "~1results/POST": null } },
        { ...stage, name: "next", cache: { size: "0.5", status: "NOT_AVAILABLE", until: null } },
      ],
    },
    {
      id: "m3n6b9v2c5",
      name: "sensor-api",
      createdAt,
      stages: [
        { ...stage, cache: cache("0.5"), methods: { "*/*": 60 }, canary: true },
        { ...stage, name: "bare" },
      ],
    },
  );
  stateOf(corner, regionOf(seed, "us")).apis.push({
    id: "z4x7c1v8b3",
    name: "routes-trial",
    createdAt,
    stages: [{ ...stage, cache: cache("6.1"), methods: { "*/*": 3600 } }],
  });
}
