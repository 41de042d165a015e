import type {
  GetResourceCommandInput,
  GetResourceCommandOutput,
  ListResourcesCommandInput,
  ListResourcesCommandOutput,
} from "@aws-sdk/client-cloudcontrol";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";

/** Cloud Control: what CloudFormation's types describe that has no corner of its own. */

interface Thing {
  type: string;
  id: string;
  /** By CloudFormation's property names; ARNs are written when it is told. */
  properties: Record<string, unknown>;
  arn: { property: string; path: string };
}

interface State {
  things: Thing[];
}

const own = { name: "cloud-control", empty: (): State => ({ things: [] }) };

export const cloudControl = defineCorner<State>({
  ...own,
  services: { cloudformation: { ListResources: read(listResources), GetResource: read(getResource) } },
  seed,
  dues: () => [],
  finish: () => {},
});

function idOf(thing: Thing, at: Moment): string {
  return thing.arn.property === "FirewallArn" ? arnOf(thing, at) : thing.id;
}

function arnOf({ arn, id }: Thing, { regionName, world }: Moment): string {
  return `arn:aws:${arn.path.replace("@", `${regionName}:${world.accountId}`)}${id}`;
}

/** A list tells the ids only, as most types do. */
function listResources(
  { TypeName, MaxResults: size = 100, NextToken: token }: ListResourcesCommandInput,
  at: Moment,
): Answer<ListResourcesCommandOutput> {
  const found = stateOf(own, at.region).things.filter(({ type }) => type === TypeName);
  const invalidToken = () => awsError("InvalidRequestException", "The next token is not valid.");
  const { items, next } = page({ items: found, size, token, invalidToken });
  return {
    TypeName,
    ResourceDescriptions: items.map((each) => ({ Identifier: idOf(each, at), Properties: "{}" })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function getResource({ TypeName, Identifier }: GetResourceCommandInput, at: Moment): Answer<GetResourceCommandOutput> {
  const found = stateOf(own, at.region).things.find((each) => each.type === TypeName && idOf(each, at) === Identifier);
  if (!found) throw awsError("ResourceNotFoundException", `Resource of type '${TypeName}' was not found.`);
  const Properties = JSON.stringify({ ...found.properties, [found.arn.property]: arnOf(found, at) });
  return { TypeName, ResourceDescription: { Identifier, Properties } };
}

const team = tagsOf("lab", "data");
const tagList = Object.entries(team).map(([Key, Value]) => ({ Key, Value }));

const rows: readonly { readonly key: RegionKey; readonly thing: Thing }[] = [
  {
    key: "eu",
    thing: {
      type: "AWS::MWAA::Environment",
      id: "lab-airflow",
      arn: { property: "Arn", path: "airflow:@:environment/" },
      properties: {
        Name: "lab-airflow",
        EnvironmentClass: "mw1.small",
        AirflowVersion: "2.10.3",
        Schedulers: 2,
        MinWorkers: 1,
        MaxWorkers: 5,
        Tags: team,
      },
    },
  },
  {
    key: "eu",
    thing: {
      type: "AWS::MemoryDB::Cluster",
      id: "lab-features",
      arn: { property: "ARN", path: "memorydb:@:cluster/" },
      properties: {
        ClusterName: "lab-features",
        Status: "available",
        NodeType: "db.t4g.small",
        NumShards: 2,
        NumReplicasPerShard: 1,
        Tags: tagList,
      },
    },
  },
  {
    key: "us",
    thing: {
      type: "AWS::NetworkFirewall::Firewall",
      id: "lab-egress",
      arn: { property: "FirewallArn", path: "network-firewall:@:firewall/" },
      properties: {
        FirewallName: "lab-egress",
        VpcId: "vpc-0a1b2c3d",
        SubnetMappings: [{ SubnetId: "subnet-0a1b2c01" }, { SubnetId: "subnet-0a1b2c02" }],
        Tags: tagList,
      },
    },
  },
];

function seed(seed: Seed): void {
  for (const { key, thing } of rows) stateOf(own, regionOf(seed, key)).things.push(structuredClone(thing));
}
