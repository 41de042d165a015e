import type {
  Connection,
  DescribeConnectionsCommandInput,
  DescribeConnectionsCommandOutput,
} from "@aws-sdk/client-direct-connect";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Lines of Direct Connect: one of its own, a part of a partner's port, one that was ordered and one that is gone. */

interface Line extends Pick<Connection, "bandwidth" | "connectionState" | "location" | "partnerName" | "vlan"> {
  id: string;
  name: string;
  tags: TagMap;
}

const corner: Corner<{ lines: Line[] }> = {
  name: "direct-connect",
  empty: () => ({ lines: [] }),
  services: { directconnect: { DescribeConnections: read(describeConnections) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ lines }, { regionName, world }) =>
    lines.map(({ id, tags }) => ({
      type: "directconnect:dxcon",
      arn: `arn:aws:directconnect:${regionName}:${world.accountId}:dxcon/${id}`,
      tags,
    })),
};
export const directConnect = defineCorner(corner);

function describeConnections(
  input: DescribeConnectionsCommandInput,
  at: Moment,
): Answer<DescribeConnectionsCommandOutput> {
  const { lines } = stateOf(corner, at.region);
  const { connectionId: only, maxResults: size = 100, nextToken: token } = input;
  const found = lines.filter(({ id }) => only === undefined || id === only);
  if (only !== undefined && found.length === 0) {
    throw awsError("DirectConnectClientException", `Connection ${only} does not exist.`);
  }
  const invalidToken = () => awsError("DirectConnectClientException", "Invalid nextToken.");
  const { items, next } = page({ items: found, size, token, invalidToken });
  const connections = items.map(
    ({ id, name, tags, ...told }): Connection => ({
      ownerAccount: at.world.accountId,
      connectionId: id,
      connectionName: name,
      region: at.regionName,
      ...told,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    }),
  );
  return { connections, ...(next !== undefined && { nextToken: next }) };
}

function seed(seed: Seed): void {
  for (const none of ["us", "ie"] as const) stateOf(corner, regionOf(seed, none));
  const { lines } = stateOf(corner, regionOf(seed, "eu"));
  const tags = tagsOf("prod", "platform");
  lines.push(
    {
      id: "dxcon-fg7t02ka",
      name: "office-frankfurt",
      connectionState: "available",
      bandwidth: "1Gbps",
      location: "EqFA5",
      tags,
    },
    {
      id: "dxcon-ffq9m1zx",
      name: "warehouse",
      connectionState: "available",
      bandwidth: "200Mbps",
      location: "TelFR",
      partnerName: "Harbour Telecom",
      vlan: 312,
      tags,
    },
    {
      id: "dxcon-fh3n8wp5",
      name: "office-second",
      connectionState: "requested",
      bandwidth: "1Gbps",
      location: "EqFA5",
      tags: tagsOf("none", "platform"),
    },
    {
      id: "dxcon-fe0c6rjd",
      name: "office-old",
      connectionState: "deleted",
      bandwidth: "1Gbps",
      location: "EqFA5",
      tags: {},
    },
  );
}
