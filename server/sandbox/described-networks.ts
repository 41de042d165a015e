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
  {
    at: "eu",
    type: "AWS::Route53Resolver::ResolverEndpoint",
    id: "rslvr-out-3f8c1d7a94e24b60b",
    arn: { property: "Arn", path: "route53resolver:@:resolver-endpoint/" },
    properties: {
      ResolverEndpointId: "rslvr-out-3f8c1d7a94e24b60b",
      Name: "lab-to-office",
      Direction: "OUTBOUND",
      HostVPCId: "vpc-0a1b2c3d",
      IpAddressCount: "2",
      IpAddresses: [{ SubnetId: "subnet-0a1b2c01" }, { SubnetId: "subnet-0a1b2c02" }],
      Tags: labTagList,
    },
  },
  {
    at: "eu",
    type: "AWS::WAFv2::WebACL",
    id: "lab-edge|5c0e7a19-42b8-4f6d-9d31-7ae8c2b0f654|REGIONAL",
    arn: { property: "Arn", path: "wafv2:@:regional/webacl/" },
    properties: {
      ...webAcl("lab-edge", "REGIONAL"),
      Rules: [
        { Name: "common", Statement: managed("AWSManagedRulesCommonRuleSet") },
        { Name: "rate", Statement: { RateBasedStatement: { Limit: 1000, AggregateKeyType: "IP" } } },
      ],
    },
  },
  {
    at: "us",
    type: "AWS::WAFv2::WebACL",
    id: "lab-site|e81b3f07-96d5-4c2a-8b74-0fd2a5c719e3|CLOUDFRONT",
    arn: { property: "Arn", path: "wafv2:@:global/webacl/" },
    properties: {
      ...webAcl("lab-site", "CLOUDFRONT"),
      Rules: [{ Name: "bots", Statement: managed("AWSManagedRulesBotControlRuleSet") }],
    },
  },
  {
    at: "us",
    type: "AWS::GlobalAccelerator::Accelerator",
    id: "7b4f02d9-81ce-4a36-b5f0-2d96e83ac174",
    arn: { property: "AcceleratorArn", path: "globalaccelerator::@:accelerator/" },
    isNamedByArn: true,
    properties: { Name: "lab-edge", Enabled: false, IpAddressType: "IPV4", Tags: labTagList },
  },
];

function webAcl(Name: string, Scope: string) {
  const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: Name };
  return { Name, Scope, DefaultAction: { Allow: {} }, VisibilityConfig, Tags: labTagList };
}

function managed(Name: string) {
  return { ManagedRuleGroupStatement: { VendorName: "AWS", Name } };
}
