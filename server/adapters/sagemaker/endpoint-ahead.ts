import { chunks, type ReadDoor } from "../../aws/door";
import type { LookAhead } from "../contract";
import { findingOf, modelsIn } from "./endpoint-again";
import type { EndpointDetail, EndpointSaved, Json } from "./endpoint-detail";
import { configJson, modelExists, readAtOnce, readConfig } from "./endpoint-discover";

/**
 * A deleted endpoint is made of its configuration and of the models that this names (CreateEndpoint). Anybody may delete
 * them while nothing uses them, so a plan of its resume asks for each of them once: one call a configuration, one a model.
 */
export const endpointAhead: LookAhead<EndpointDetail, EndpointSaved> = {
  iam: ["sagemaker:DescribeEndpointConfig", "sagemaker:DescribeModel"],
  look: async () => new Map(),
  async again(aws, gone) {
    const configs = await each(
      gone.map(({ saved }) => saved.configuration.configName),
      (name) => readConfigJson(aws, name),
    );
    const models = await each([...configs.values()].flatMap(modelsIn), (name) => modelExists(aws, name));
    return new Map(gone.map((one) => [one.nativeId, findingOf(one, { configs, models })]));
  },
};

async function readConfigJson(aws: ReadDoor, name: string): Promise<Json | null> {
  const config = await readConfig(aws, name);
  return config && configJson(config);
}

/** Each name once, a few side by side. */
async function each<Found>(
  names: readonly string[],
  read: (name: string) => Promise<Found>,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  for (const some of chunks([...new Set(names)].sort(), readAtOnce)) {
    await Promise.all(some.map(async (name) => found.set(name, await read(name))));
  }
  return found;
}
