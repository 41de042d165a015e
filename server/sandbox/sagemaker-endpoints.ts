import type {
  CreateEndpointCommandInput,
  CreateEndpointCommandOutput,
  DeleteEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandOutput,
} from "@aws-sdk/client-sagemaker";
import type { Scaled } from "./corner";
import { type Answer, change, type Moment, type Service } from "./operation";
import { endpointReads, findConfig, findEndpoint } from "./sagemaker-endpoint-reads";
import { arnOf, type Endpoint, type SageMakerState, stateAt, validation } from "./sagemaker-state";

export const endpointCommands: Service = {
  ...endpointReads,
  CreateEndpoint: change(createEndpoint),
  DeleteEndpoint: change(deleteEndpoint),
  UpdateEndpointWeightsAndCapacities: change(updateWeightsAndCapacities),
};

/** Seconds, close to what AWS takes for a small model. */
const seconds = { create: 240, update: 120, remove: 20 };

/** A lack of machines shows only when it has tried: the endpoint ends as Failed, and its name stays taken. */
function createEndpoint(input: CreateEndpointCommandInput, at: Moment): Answer<CreateEndpointCommandOutput> {
  const state = stateAt(at);
  const { EndpointName: name = "", Tags = [] } = input;
  const EndpointArn = arnOf("endpoint", name, at);
  if (state.endpoints[name]) throw validation(`Cannot create already existing endpoint "${EndpointArn}".`);
  const config = findConfig(input.EndpointConfigName, at);
  const model = config.variants.find((variant) => !state.models.includes(variant.model))?.model;
  if (model !== undefined) throw validation(`Could not find model "${arnOf("model", model, at)}".`);
  const variants = config.variants.map(({ name, count, weight }) => [name, { count, weight, wanted: count }]);
  state.endpoints[name] = {
    name,
    configName: config.name,
    status: "Creating",
    failure: null,
    until: at.ends(seconds.create),
    variants: Object.fromEntries(variants),
    tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    launchedAt: at.now,
  };
  return { EndpointArn };
}

/** Its scaling goes with it; its configuration and its models stay. */
function deleteEndpoint(input: DeleteEndpointCommandInput, at: Moment): object {
  const endpoint = findEndpoint(input.EndpointName, at);
  if (endpoint.until !== null) {
    throw validation(`Cannot update in-progress endpoint "${arnOf("endpoint", endpoint.name, at)}".`);
  }
  endpoint.status = "Deleting";
  endpoint.until = at.ends(seconds.remove);
  at.region.scalableTargets = at.region.scalableTargets.filter(
    ({ namespace, resourceId }) => namespace !== "sagemaker" || !resourceId.startsWith(`endpoint/${endpoint.name}/`),
  );
  return {};
}

function updateWeightsAndCapacities(
  input: UpdateEndpointWeightsAndCapacitiesCommandInput,
  at: Moment,
): Answer<UpdateEndpointWeightsAndCapacitiesCommandOutput> {
  const endpoint = findEndpoint(input.EndpointName, at);
  const EndpointArn = arnOf("endpoint", endpoint.name, at);
  if (endpoint.status !== "InService") throw validation(`Cannot update in-progress endpoint "${EndpointArn}".`);
  const wishes = input.DesiredWeightsAndCapacities ?? [];
  if (wishes.filter(({ DesiredInstanceCount }) => DesiredInstanceCount !== undefined).length > 1) {
    throw validation("The instance count of one variant only can be updated at a time.");
  }
  for (const { VariantName = "", DesiredWeight, DesiredInstanceCount } of wishes) {
    const variant = endpoint.variants[VariantName];
    if (!variant) throw validation(`Could not find variant ${VariantName}.`);
    variant.weight = DesiredWeight ?? variant.weight;
    variant.wanted = DesiredInstanceCount ?? variant.wanted;
  }
  beginUpdate(endpoint, at);
  return { EndpointArn };
}

function beginUpdate(endpoint: Endpoint, at: Moment): void {
  endpoint.status = "Updating";
  endpoint.until = at.ends(seconds.update);
}

export function endpointDues({ endpoints }: SageMakerState): (number | null)[] {
  return Object.values(endpoints).map(({ until }) => until);
}

export function finishEndpoints(state: SageMakerState, at: number): void {
  for (const endpoint of Object.values(state.endpoints)) {
    if (endpoint.until === null || endpoint.until > at) continue;
    endpoint.until = null;
    if (endpoint.status === "Deleting") {
      delete state.endpoints[endpoint.name];
      continue;
    }
    const short = endpoint.status === "Creating" ? shortOf(state, endpoint) : undefined;
    if (short !== undefined) {
      endpoint.status = "Failed";
      endpoint.failure = `Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error for ${short}. Please retry using a different ML instance type or after some time.`;
      continue;
    }
    endpoint.status = "InService";
    for (const variant of Object.values(endpoint.variants)) variant.count = variant.wanted;
  }
}

function shortOf({ shortages, configs }: SageMakerState, { configName }: Endpoint): string | undefined {
  const types = configs[configName]?.variants.map(({ type }) => type) ?? [];
  const short = types.find((type) => (shortages[type] ?? 0) > 0);
  if (short !== undefined) shortages[short] = (shortages[short] ?? 0) - 1;
  return short;
}

/** Application Auto Scaling knows a variant as `endpoint/<name>/variant/<variant>`. */
export const scaledVariants: Scaled = {
  namespace: "sagemaker",
  exists: (resourceId, dimension, at) =>
    dimension === "sagemaker:variant:DesiredInstanceCount" && variantAt(resourceId, at) !== null,
  push(target, at) {
    const found = variantAt(target.resourceId, at);
    if (!found) return;
    const { endpoint, variant } = found;
    const wanted = Math.min(Math.max(variant.wanted, target.min), target.max);
    if (wanted === variant.wanted) return;
    variant.wanted = wanted;
    beginUpdate(endpoint, at);
  },
};

function variantAt(resourceId: string, at: Moment) {
  const [, name = "", , of = ""] = resourceId.split("/");
  const endpoint = stateAt(at).endpoints[name];
  const variant = endpoint?.variants[of];
  return endpoint && variant ? { endpoint, variant } : null;
}
