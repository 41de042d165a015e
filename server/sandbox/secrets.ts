import type {
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  ListKeysCommandInput,
  ListKeysCommandOutput,
} from "@aws-sdk/client-kms";
import type { ListSecretsCommandInput, ListSecretsCommandOutput } from "@aws-sdk/client-secrets-manager";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import { tagList } from "./tags";
import { newHex, newUuid, type TagMap } from "./world";

/** Secrets and keys. What a key is told to be stands in permissions.ts: all of them are enabled. */

interface Secret {
  name: string;
  suffix: string;
  owner: string | null;
  accessedAt: number;
  createdAt: number;
  tags: TagMap;
}

interface Key {
  id: string;
  alias: string;
  tags: TagMap;
}

interface State {
  secrets: Secret[];
  keys: Key[];
}

const own = { name: "secrets", empty: (): State => ({ secrets: [], keys: [] }) };

export const secrets = defineCorner<State>({
  ...own,
  services: {
    secretsmanager: { ListSecrets: read(listSecrets) },
    kms: { ListKeys: read(listKeys), ListAliases: read(listAliases) },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ secrets: all, keys }, at) => [
    ...all.map((each) => ({ type: "secretsmanager:secret", arn: secretArn(each, at), tags: each.tags })),
    ...keys.map((each) => ({ type: "kms:key", arn: keyArn(each, at), tags: each.tags })),
  ],
});

function secretArn({ name, suffix }: Secret, { regionName, world }: Moment): string {
  return `arn:aws:secretsmanager:${regionName}:${world.accountId}:secret:${name}-${suffix}`;
}

function keyArn({ id }: Key, { regionName, world }: Moment): string {
  return `arn:aws:kms:${regionName}:${world.accountId}:key/${id}`;
}

function listSecrets(
  { MaxResults: size = 100, NextToken: token }: ListSecretsCommandInput,
  at: Moment,
): Answer<ListSecretsCommandOutput> {
  const invalidToken = () => awsError("InvalidNextTokenException", "Invalid pagination token");
  const { items, next } = page({ items: stateOf(own, at.region).secrets, size, token, invalidToken });
  const SecretList = items.map((each) => ({
    Name: each.name,
    ARN: secretArn(each, at),
    LastAccessedDate: new Date(each.accessedAt),
    CreatedDate: new Date(each.createdAt),
    ...(each.owner !== null && { OwningService: each.owner }),
    Tags: tagList(each.tags),
  }));
  return { SecretList, ...(next !== undefined && { NextToken: next }) };
}

const invalidMarker = () => awsError("InvalidMarkerException", "The marker is not valid");

function listKeys(
  { Limit: size = 100, Marker: token }: ListKeysCommandInput,
  at: Moment,
): Answer<ListKeysCommandOutput> {
  const { items, next } = page({ items: stateOf(own, at.region).keys, size, token, invalidToken: invalidMarker });
  return {
    Keys: items.map((each) => ({ KeyId: each.id, KeyArn: keyArn(each, at) })),
    Truncated: next !== undefined,
    ...(next !== undefined && { NextMarker: next }),
  };
}

function listAliases(
  { Limit: size = 50, Marker: token }: ListAliasesCommandInput,
  at: Moment,
): Answer<ListAliasesCommandOutput> {
  const { items, next } = page({ items: stateOf(own, at.region).keys, size, token, invalidToken: invalidMarker });
  return {
    Aliases: items.map((each) => ({ AliasName: `alias/${each.alias}`, TargetKeyId: each.id })),
    Truncated: next !== undefined,
    ...(next !== undefined && { NextMarker: next }),
  };
}

const secretRows: readonly { key: RegionKey; name: string; owner: string | null; days: number }[] = [
  { key: "eu", name: "lab/warehouse", owner: null, days: 1 },
  { key: "eu", name: "lab/old-partner-api", owner: null, days: 260 },
  { key: "eu", name: "events!connection/lab-hook", owner: "events", days: 3 },
  { key: "us", name: "lab/labeling", owner: null, days: 12 },
];

/** The first one is AWS's own: free, so nobody is told of it. */
const keyRows: readonly { key: RegionKey; alias: string }[] = [
  { key: "eu", alias: "aws/ebs" },
  { key: "eu", alias: "lab-data" },
  { key: "eu", alias: "lab-exports" },
  { key: "us", alias: "lab-data" },
];

function seed(seed: Seed): void {
  const { world } = seed;
  const tags = tagsOf("lab", "data");
  for (const { key, name, owner, days } of secretRows) {
    stateOf(own, regionOf(seed, key)).secrets.push({
      name,
      suffix: newHex(world, 6),
      owner,
      accessedAt: daysAgo(seed, days),
      createdAt: daysAgo(seed, 400),
      tags,
    });
  }
  for (const { key, alias } of keyRows) {
    stateOf(own, regionOf(seed, key)).keys.push({ id: newUuid(world), alias, tags });
  }
}
