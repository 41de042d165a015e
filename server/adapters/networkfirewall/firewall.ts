import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";

const detail = z.strictObject({
  vpcId: z.string(),
  /** One endpoint in each, and each bills. */
  zones: z.number(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A firewall has no stop: each of its endpoints bills by the hour, and all traffic goes through them",
  remedy: "Where nothing needs it at night, route past it and delete it; it takes its rules from a policy that stays",
};

const properties = z.object({
  FirewallName: z.string().optional(),
  FirewallArn: z.string().optional(),
  VpcId: z.string().optional(),
  SubnetMappings: z.array(z.object({ SubnetId: z.string() })).optional(),
  Tags: describedTags,
});

export const networkFirewall = defineDescribed({
  kind: "networkfirewall.firewall",
  title: "Network firewall",
  plural: "Network firewalls",
  billedAs: "AWS Network Firewall",
  terraform: ["aws_networkfirewall_firewall"],
  about,
  type: "AWS::NetworkFirewall::Firewall",
  properties,
  read: ["network-firewall:DescribeFirewall", "network-firewall:ListFirewalls"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ FirewallName, FirewallArn, VpcId, SubnetMappings: zones = [], Tags: tags }, id) => ({
    arn: FirewallArn ?? id,
    name: FirewallName ?? id,
    type: `${zones.length} ${zones.length === 1 ? "endpoint" : "endpoints"}`,
    tags,
    detail: { vpcId: VpcId ?? "", zones: zones.length },
  }),
});

function price({ detail: { zones } }: Observed<Detail>): readonly CostLine[] {
  return [unpriced("Endpoints", `${zones}, one in each zone; not in the catalogue`, "hour")];
}
