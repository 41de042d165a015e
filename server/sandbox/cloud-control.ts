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
  tagged: ({ things }, at) =>
    things.flatMap((thing) =>
      thing.tags ? [{ type: thing.type.toLowerCase(), arn: arnOf(thing, at), tags: thing.tags }] : [],
    ),
});

function idOf(thing: Thing, at: Moment): string {
  return thing.isNamedByArn ? arnOf(thing, at) : thing.id;
}

function arnOf({ arn, id }: Thing, { regionName, world }: Moment): string {
  const path = arn.path.replace("::@", `::${world.accountId}`).replace("@", `${regionName}:${world.accountId}`);
  return `arn:aws:${path}${id}`;
}

/** A list tells the ids only, as most types do. */
function listResources(
  { TypeName, ResourceModel, MaxResults: size = 100, NextToken: token }: ListResourcesCommandInput,
  at: Moment,
): Answer<ListResourcesCommandOutput> {
  const all = stateOf(own, at.region).things.filter(({ type }) => type === TypeName);
  const found = TypeName === "AWS::WAFv2::WebACL" ? ofScope(all, ResourceModel) : all;
  const invalidToken = () => awsError("InvalidRequestException", "The next token is not valid.");
  const { items, next } = page({ items: found, size, token, invalidToken });
  return {
    TypeName,
    ResourceDescriptions: items.map((each) => ({ Identifier: idOf(each, at), Properties: "{}" })),
    ...(next !== undefined && { NextToken: next }),
  };
}

/** A list of web ACLs must say whose: those of the region, or those of CloudFront. */
function ofScope(things: readonly Thing[], ResourceModel = "{}"): readonly Thing[] {
  const { Scope }: { Scope?: unknown } = JSON.parse(ResourceModel);
  if (Scope === undefined) {
    throw awsError(
      "InvalidRequestException",
      "Missing or invalid ResourceModel property in AWS::WAFv2::WebACL list handler request input. Required property: [Scope]",
    );
  }
  return things.filter(({ properties }) => properties.Scope === Scope);
}

function getResource({ TypeName, Identifier }: GetResourceCommandInput, at: Moment): Answer<GetResourceCommandOutput> {
  const found = stateOf(own, at.region).things.find((each) => each.type === TypeName && idOf(each, at) === Identifier);
  if (!found) throw awsError("ResourceNotFoundException", `Resource of type '${TypeName}' was not found.`);
  const { property } = found.arn;
  const Properties = JSON.stringify({ ...found.properties, ...(property && { [property]: arnOf(found, at) }) });
  return { TypeName, ResourceDescription: { Identifier, Properties } };
}

function seed(seed: Seed): void {
  for (const { at, ...thing } of [...describedNetworks, ...describedDatabases, ...describedApps]) {
    stateOf(own, regionOf(seed, at)).things.push(structuredClone(thing));
  }
}
