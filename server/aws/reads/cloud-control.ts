import { CloudControlClient, GetResourceCommand, ListResourcesCommand } from "@aws-sdk/client-cloudcontrol";
import { FaultError } from "../../core/fault";
import { pages, type ReadDoor } from "../door";

/** The permissions of Cloud Control itself; it reads with those of the service, in the caller's name. */
export const cloudControlReads = ["cloudformation:ListResources", "cloudformation:GetResource"] as const;

/** A resource as CloudFormation describes it, by its own property names. */
export interface Described {
  readonly id: string;
  readonly properties: unknown;
}

/** Properties that a list of the type asks for: `{ Scope: "REGIONAL" }`. */
export type ResourceModel = Readonly<Record<string, string>>;

/**
 * Every resource of a CloudFormation type in the region, or those named: one way for services of which only a list is
 * wanted. A list may tell no more than the ids, so each is asked for (Cloud Control API User Guide, "Listing resources").
 */
export async function* readDescribed(
  aws: ReadDoor,
  TypeName: string,
  only?: readonly string[],
  models: readonly (ResourceModel | null)[] = [null],
): AsyncGenerator<Described> {
  const all = async () => (await Promise.all(models.map((model) => idsOf(aws, TypeName, model)))).flat();
  for (const id of only ?? (await all())) {
    const found = await describe(aws, TypeName, id);
    if (found) yield found;
  }
}

async function idsOf(aws: ReadDoor, TypeName: string, model: ResourceModel | null): Promise<readonly string[]> {
  const asked = { TypeName, MaxResults: 100, ...(model && { ResourceModel: JSON.stringify(model) }) };
  const ids: string[] = [];
  const list = pages(
    (token) => aws.read(CloudControlClient, new ListResourcesCommand({ ...asked, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  try {
    for await (const { ResourceDescriptions = [] } of list)
      ids.push(...ResourceDescriptions.flatMap(({ Identifier }) => Identifier ?? []));
  } catch (error) {
    // A region without the service does not know the type: nobody can have made one there.
    if (!(error instanceof FaultError) || error.fault.awsError !== "TypeNotFoundException") throw error;
  }
  return ids;
}

async function describe(aws: ReadDoor, TypeName: string, Identifier: string): Promise<Described | null> {
  try {
    const { ResourceDescription } = await aws.read(
      CloudControlClient,
      new GetResourceCommand({ TypeName, Identifier }),
    );
    return { id: Identifier, properties: JSON.parse(ResourceDescription?.Properties ?? "{}") };
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === "gone") return null;
    throw error;
  }
}
