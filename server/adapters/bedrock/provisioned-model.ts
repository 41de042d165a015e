import {
  BedrockClient,
  ListProvisionedModelThroughputsCommand,
  type ProvisionedModelSummary,
} from "@aws-sdk/client-bedrock";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, partitionOf, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const text = z.string().nullable();

const detail = z.strictObject({
  /** Creating, InService, Updating, Failed. */
  status: z.string(),
  /** "amazon.titan-text-express-v1", or the name of a custom model. */
  model: z.string(),
  /** Null: AWS does not tell. */
  units: z.number().nullable(),
  /** OneMonth, SixMonths; null: it can be deleted at any time. */
  commitment: text,
  committedUntil: text,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "Provisioned throughput has no stop: it bills its model units by the hour until it is deleted, asked or not",
  remedy:
    "Delete it: aws bedrock delete-provisioned-model-throughput --provisioned-model-id … ; a custom model stays, and is not answered until there is a new one",
};

/** "You can't delete a Provisioned Throughput before the commitment term is over" (API reference, DeleteProvisionedModelThroughput). */
export const bedrockProvisionedModel = defineReport<Detail>({
  kind: "bedrock.provisionedModel",
  title: "Provisioned throughput of Bedrock",
  plural: "Provisioned throughputs of Bedrock",
  billedAs: "Amazon Bedrock",
  terraform: ["aws_bedrock_provisioned_model_throughput"],
  about,
  read: ["bedrock:ListProvisionedModelThroughputs", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

const terms: Readonly<Record<string, string>> = { OneMonth: "one month", SixMonths: "six months" };

/** The term is told by its end; it renews by itself there (Bedrock guide, "Delete a Provisioned Throughput"). */
function advise({ detail: { status, commitment, committedUntil } }: Observed<Detail>): Advice {
  if (status === "Failed") {
    return {
      saw: status,
      reason: "Bedrock could not provision it; whether it bills AWS does not tell",
      remedy: "Delete it and look at the bill, then provision it again where it is needed",
    };
  }
  if (commitment === null) return { saw: status, ...about };
  const term = terms[commitment] ?? commitment;
  const end = committedUntil === null ? "the end of its term" : committedUntil.slice(0, 10);
  return {
    saw: status,
    reason: `It is committed for ${term}: it bills by the hour until then, and AWS does not let anybody delete it before`,
    remedy: `Delete it when its term ends, on ${end}: it renews by itself otherwise. Nothing ends its bill before`,
  };
}

function price({ detail: { model, units, commitment } }: Observed<Detail>): readonly CostLine[] {
  const label = "Model units";
  const term = commitment === null ? "without a commitment" : `committed for ${terms[commitment] ?? commitment}`;
  if (units === null) return [unpriced(label, `${model}: AWS does not tell how many`, "hour")];
  return [{ ...unpriced(label, `${units} of ${model}, ${term}; not in the catalogue`, "hour"), quantity: units }];
}

/** AWS's list of endpoints has Bedrock in every region but these (botocore 1.43, May 2026). */
function hasBedrock(region: string): boolean {
  return partitionOf(region) !== "aws-cn" && region !== "ap-east-1";
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!hasBedrock(aws.region)) return;
  const list = pages(
    (token) =>
      aws.read(
        BedrockClient,
        new ListProvisionedModelThroughputsCommand({ maxResults: 1000, ...(token && { nextToken: token }) }),
      ),
    (out) => out.nextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { provisionedModelSummaries = [] } of list) {
    for (const one of provisionedModelSummaries) if (isWanted(idOf(one), only)) found.push(observed(one));
  }
  yield* await withTags(aws, null, found);
}

const lastOf = (arn = "") => arn.slice(arn.lastIndexOf("/") + 1);
const idOf = ({ provisionedModelArn }: ProvisionedModelSummary) => lastOf(provisionedModelArn);

function observed(one: ProvisionedModelSummary): Omit<Observed<Detail>, "tags"> {
  const nativeId = idOf(one);
  const model = lastOf(one.modelArn) || "unknown model";
  return {
    nativeId,
    arn: one.provisionedModelArn ?? "",
    name: one.provisionedModelName || nativeId,
    type: model,
    detail: {
      status: one.status ?? "unknown",
      model,
      units: one.modelUnits ?? null,
      commitment: one.commitmentDuration ?? null,
      committedUntil: one.commitmentExpirationTime?.toISOString() ?? null,
    },
  };
}
