import type {
  GetResourceCommandInput,
  GetResourceCommandOutput,
  ListResourcesCommandInput,
  ListResourcesCommandOutput,
} from "@aws-sdk/client-cloudcontrol";
import { defineCorner, stateOf } from "./corner";
import { describedApps } from "./described-apps";
import { describedDatabases } from "./described-databases";
import { describedNetworks } from "./described-networks";
import type { DescribedThing } from "./described-thing";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf, type Seed } from "./seed-story";

/** Cloud Control: what CloudFormation's types describe that has no corner of its own. */

type Thing = Omit<DescribedThing, "at">;

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
  return thing.isNamedByArn ? arnOf(thing, at) : thing.id;
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

function seed(seed: Seed): void {
  for (const { at, ...thing } of [...describedNetworks, ...describedDatabases, ...describedApps]) {
    stateOf(own, regionOf(seed, at)).things.push(structuredClone(thing));
  }
}
