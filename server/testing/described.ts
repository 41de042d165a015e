import type { Adapter } from "../adapters/contract";
import type { Observed } from "../core/resource";
import { collect, recordingDoor } from "./recording-door";

/** What a kind lists of one resource that Cloud Control describes so. Tags that are asked for apart are the second argument's. */
export function described<Detail>(
  adapter: Adapter<Detail, null, never, object>,
  Identifier: string,
  properties: object,
  tags: readonly { readonly arn: string; readonly Key: string; readonly Value: string }[] = [],
): Promise<readonly Observed<Detail>[]> {
  const ResourceDescription = { Identifier, Properties: JSON.stringify(properties) };
  return collect(
    adapter.discover(
      recordingDoor({
        ListResources: () => ({ ResourceDescriptions: [{ Identifier }] }),
        GetResource: () => ({ ResourceDescription }),
        GetCallerIdentity: () => ({ Account: "111122223333" }),
        GetResources: () => ({
          ResourceTagMappingList: tags.map(({ arn, ...tag }) => ({ ResourceARN: arn, Tags: [tag] })),
        }),
      }),
    ),
  );
}
