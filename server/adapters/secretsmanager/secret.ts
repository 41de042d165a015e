import { ListSecretsCommand, type SecretListEntry, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** The AWS service that made it and keeps it: rds, events; null for the account's own. */
  owner: z.string().nullable(),
  /** Nobody read it for 90 days. */
  unused: z.boolean(),
  rotates: z.boolean(),
  /** Of a secret that is replicated: the region where it is kept, of which this is a copy. */
  copyOf: z.string().nullable(),
  accessedAt: z.string().nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

/** Whoever starts once a quarter has read it by then. */
const unusedDays = 90;
const dayMs = 24 * 3_600_000;

const about: AboutListed = {
  reason: "A secret bills each month that it is kept; it has no stop",
  remedy:
    "Delete it where nothing reads it (AWS keeps it 7 to 30 days more), or keep plain settings in Parameter Store",
};

/** Secrets, never what is in them: only the list is read. */
export const secretsmanagerSecret = defineReport<Detail>({
  kind: "secretsmanager.secret",
  title: "Secret",
  plural: "Secrets",
  billedAs: "AWS Secrets Manager",
  terraform: ["aws_secretsmanager_secret"],
  about,
  read: ["secretsmanager:ListSecrets"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { owner, unused, copyOf } }: Observed<Detail>): Advice {
  const saw = unused ? "not read for 90 days" : "in use";
  if (owner) return { saw, ...about, remedy: `It goes with what ${owner} made it for; do not delete it by itself` };
  if (copyOf)
    return { saw, ...about, remedy: `Take the replica away at the secret in ${copyOf} where nothing here reads it` };
  if (unused) return { saw, ...about, remedy: `Ask who may still need it, then delete it: ${saw}` };
  return { saw, ...about };
}

/** What these make bills as any secret; what others make is in their own price ("Secrets managed by other AWS services"). */
const billed = new Set(["rds", "redshift"]);

function price({ detail: { owner, copyOf } }: Observed<Detail>): readonly CostLine[] {
  if (owner && !billed.has(owner)) return [unpriced("Secret", `made by ${owner}: it may be in that service's price`)];
  const note = copyOf ? `a replica of the one in ${copyOf}` : "one, with all its versions";
  const line = { unit: "month", stopsWhenPaused: false } as const;
  return [
    { ...line, label: "Secret", note, price: { table: "security", key: "secret" }, quantity: 1 },
    { ...line, label: "Calls", note: "by 10,000 calls", price: null, quantity: "metered" },
  ];
}

/** Secrets that wait for their deletion are not billed, and left out unless asked for. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (NextToken) =>
      aws.read(SecretsManagerClient, new ListSecretsCommand({ MaxResults: 100, ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  const since = aws.now().getTime() - unusedDays * dayMs;
  for await (const { SecretList = [] } of list) {
    for (const secret of SecretList) {
      if (isWanted(secret.Name, only) && !secret.DeletedDate) yield observed(secret, aws.region, since);
    }
  }
}

function observed(secret: SecretListEntry, region: string, since: number): Observed<Detail> {
  const name = secret.Name ?? "";
  const lastSign = secret.LastAccessedDate ?? secret.CreatedDate;
  return {
    nativeId: name,
    arn: secret.ARN ?? "",
    name,
    type: secret.OwningService ? `of ${secret.OwningService}` : "secret",
    tags: toTags(secret.Tags),
    detail: {
      owner: secret.OwningService ?? null,
      unused: lastSign !== undefined && lastSign.getTime() < since,
      rotates: secret.RotationEnabled ?? false,
      copyOf: secret.PrimaryRegion && secret.PrimaryRegion !== region ? secret.PrimaryRegion : null,
      accessedAt: secret.LastAccessedDate?.toISOString() ?? null,
      createdAt: secret.CreatedDate?.toISOString() ?? null,
    },
  };
}
