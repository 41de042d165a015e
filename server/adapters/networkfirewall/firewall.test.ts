import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { networkFirewall } from "./firewall";

const seen = (properties: object) =>
  collect(
    networkFirewall.discover(
      recordingDoor({
        ListResources: () => ({
          ResourceDescriptions: [{ Identifier: "arn:aws:network-firewall:eu-central-1:1:firewall/lab" }],
        }),
        GetResource: () => ({
          ResourceDescription: {
            Identifier: "arn:aws:network-firewall:eu-central-1:1:firewall/lab",
            Properties: JSON.stringify(properties),
          },
        }),
      }),
    ),
  );

test("a firewall is listed with one endpoint for each zone, and their charge is counted as unpriced", async () => {
  const SubnetMappings = [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }];
  const [one] = await seen({ FirewallName: "lab", SubnetMappings, Tags: [{ Key: "Team", Value: "net" }] });
  if (!one) throw new Error("it is not listed");
  expect(one).toMatchObject({ name: "lab", type: "2 endpoints", tags: { Team: "net" } });
  expect(one.arn).toBe(one.nativeId);
  expect(networkFirewall.price(one)).toMatchObject([
    { note: "2, one in each zone; not in the catalogue", price: null },
  ]);
});
