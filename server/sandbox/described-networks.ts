import { type DescribedThing, labTagList } from "./described-thing";

/** What stands in a network and bills by the hour. */
export const describedNetworks: readonly DescribedThing[] = [
  {
    at: "us",
    type: "AWS::NetworkFirewall::Firewall",
    id: "lab-egress",
    arn: { property: "FirewallArn", path: "network-firewall:@:firewall/" },
    isNamedByArn: true,
    properties: {
      FirewallName: "lab-egress",
      VpcId: "vpc-0a1b2c3d",
      SubnetMappings: [{ SubnetId: "subnet-0a1b2c01" }, { SubnetId: "subnet-0a1b2c02" }],
      Tags: labTagList,
    },
  },
];
