import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed } from "../described";
import { noneOf } from "../idle";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** SEARCH, TIMESERIES, VECTORSEARCH. */
  purpose: z.string(),
  /** Whether it runs in a second zone too; null: AWS does not tell. */
  standby: z.boolean().nullable(),
  /** Collections of one group, or of one key outside groups, share their OCUs. */
  group: z.string().nullable(),
  kmsKeyArn: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "Collections have no stop: OCUs bill for the whole account as long as any collection is there, and are shared by those of one kind and key",
  remedy:
    "Delete the collections that share their OCUs, all of them: the least of OCUs bills until the last is gone. What is in it is lost, and has to be indexed again",
};

const properties = z.object({
  Name: z.string().optional(),
  Arn: z.string().optional(),
  Type: z.string().optional(),
  StandbyReplicas: z.string().optional(),
  CollectionGroupName: z.string().optional(),
  KmsKeyArn: z.string().optional(),
});

const rate = { namespace: "AWS/AOSS", statistic: "Maximum", quietMeansIdle: false } as const;

/** OpenSearch Serverless. Whether a collection is active or just being made its description does not tell. */
export const opensearchserverlessCollection = defineDescribed({
  kind: "opensearchserverless.collection",
  title: "OpenSearch Serverless collection",
  plural: "OpenSearch Serverless collections",
  billedAs: "Amazon OpenSearch Service",
  terraform: ["aws_opensearchserverless_collection"],
  about,
  type: "AWS::OpenSearchServerless::Collection",
  properties,
  // Tags may be written through CloudFormation, and are never told.
  tagsApart: true,
  read: ["aoss:BatchGetCollection", "aoss:ListCollections"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  idle: {
    signals: [
      noneOf({ ...rate, label: "searches a minute at most", metric: "SearchRequestRate" }, byCollection),
      noneOf({ ...rate, label: "requests to index a minute at most", metric: "IngestionRequestRate" }, byCollection),
    ],
  },
  observe: ({ Name, Arn, Type: purpose = "unknown", StandbyReplicas, ...told }, id) => ({
    arn: Arn ?? "",
    name: Name ?? id,
    type: purpose.toLowerCase(),
    tags: {},
    detail: {
      purpose,
      standby: StandbyReplicas === undefined ? null : StandbyReplicas !== "DISABLED",
      group: told.CollectionGroupName ?? null,
      kmsKeyArn: told.KmsKeyArn ?? null,
    },
  }),
});

/** By account, id and name together (CloudWatch User Guide, "Supported metrics for resource tags for telemetry"). */
function byCollection({ nativeId, arn, name }: Observed<Detail>) {
  const ClientId = arn.split(":")[4];
  return ClientId ? [{ ClientId, CollectionId: nativeId, CollectionName: name }] : [];
}

/**
 * The least bills with no request at all, and is not the collection's own: counted with each, it would be counted twice,
 * and left out it would be told as nothing.
 * A group has a least that is set for it, which the description of its collections does not tell.
 */
function price({ detail: { standby, group } }: Observed<Detail>): readonly CostLine[] {
  const table = "opensearch.storage";
  const shared = group === null ? leastOf(standby) : `the least that is set for its group ${group} bills all the time`;
  return [
    unpriced("OCU hours", shared, "hour"),
    metered("Storage", "by what is indexed", { table, key: "serverlessGb" }),
  ];
}

/**
 * 0.5 OCU to index and 0.5 to search, twice with a standby (OpenSearch Service Developer Guide, "Managing capacity
 * limits"). Collections of vectors share none with the other kinds.
 */
function leastOf(standby: boolean | null): string {
  const together = "all the time for all collections of its kind and key together";
  if (standby === null) return `a least of OCUs bills ${together}`;
  return standby ? `at least 2 bill ${together}` : `at least 1 bills ${together}`;
}
