import type {
  ListProvisionedModelThroughputsCommandInput,
  ListProvisionedModelThroughputsCommandOutput,
  ProvisionedModelSummary,
} from "@aws-sdk/client-bedrock";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Model units of Bedrock: of one that can go at any time, and of one that is committed. */

interface Throughput {
  id: string;
  name: string;
  /** The end of its ARN: a model of AWS's, or one of the account's. */
  model: string;
  units: number;
  createdAt: number;
  committed: { duration: "OneMonth" | "SixMonths"; until: number } | null;
  tags: TagMap;
}

const corner: Corner<{ throughputs: Throughput[] }> = {
  name: "provisioned-models",
  empty: () => ({ throughputs: [] }),
  services: { bedrock: { ListProvisionedModelThroughputs: read(listThroughputs) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ throughputs }, at) =>
    throughputs.map((one) => ({ type: "bedrock:provisioned-model", arn: arnOf(one, at), tags: one.tags })),
};
export const provisionedModels = defineCorner(corner);

function arnOf({ id }: Throughput, { regionName, world }: Moment): string {
  return `arn:aws:bedrock:${regionName}:${world.accountId}:provisioned-model/${id}`;
}

function listThroughputs(
  { maxResults: size = 100, nextToken: token }: ListProvisionedModelThroughputsCommandInput,
  at: Moment,
): Answer<ListProvisionedModelThroughputsCommandOutput> {
  if (size < 1 || size > 1000) throw awsError("ValidationException", "maxResults must be between 1 and 1000");
  const { throughputs } = stateOf(corner, at.region);
  const invalidToken = () => awsError("ValidationException", "Invalid nextToken");
  const { items, next } = page({ items: throughputs, size, token, invalidToken });
  const provisionedModelSummaries = items.map((one): ProvisionedModelSummary => {
    const modelArn = `arn:aws:bedrock:${at.regionName}::foundation-model/${one.model}`;
    return {
      provisionedModelName: one.name,
      provisionedModelArn: arnOf(one, at),
      modelArn,
      desiredModelArn: modelArn,
      foundationModelArn: modelArn,
      modelUnits: one.units,
      desiredModelUnits: one.units,
      status: "InService",
      ...(one.committed && {
        commitmentDuration: one.committed.duration,
        commitmentExpirationTime: new Date(one.committed.until),
      }),
      creationTime: new Date(one.createdAt),
      lastModifiedTime: new Date(one.createdAt),
    };
  });
  return { provisionedModelSummaries, ...(next !== undefined && { nextToken: next }) };
}

function seed(seed: Seed): void {
  for (const none of ["eu", "ie"] as const) stateOf(corner, regionOf(seed, none));
  const { throughputs } = stateOf(corner, regionOf(seed, "us"));
  throughputs.push(
    {
      id: "k3v9q0w2m7xa",
      name: "lab-summaries",
      model: "amazon.titan-text-lite-v1:0:4k",
      units: 1,
      createdAt: daysAgo(seed, 23),
      committed: null,
      tags: tagsOf("lab", "data"),
    },
    {
      id: "p8d1s6z4t5yc",
      name: "support-answers",
      model: "amazon.titan-text-lite-v1:0:4k",
      units: 1,
      createdAt: daysAgo(seed, 18),
      committed: { duration: "SixMonths", until: daysAgo(seed, -164) },
      tags: tagsOf("prod", "shop"),
    },
  );
}
