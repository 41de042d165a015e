import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import { cloudControlReads, readDescribed } from "../../aws/reads/cloud-control";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { toTags, unpriced } from "../listing";
import { defineReport } from "../report";

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

/** What CloudFormation tells of AWS::NetworkFirewall::Firewall (its resource reference). */
const described = z.object({
  FirewallName: z.string().optional(),
  FirewallArn: z.string().optional(),
  VpcId: z.string().optional(),
  SubnetMappings: z.array(z.object({ SubnetId: z.string() })).optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});

export const networkFirewall = defineReport<Detail>({
  kind: "networkfirewall.firewall",
  title: "Network firewall",
  plural: "Network firewalls",
  billedAs: "AWS Network Firewall",
  terraform: ["aws_networkfirewall_firewall"],
  about,
  read: [...cloudControlReads, "network-firewall:DescribeFirewall", "network-firewall:ListFirewalls"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  discover,
});

function price({ detail: { zones } }: Observed<Detail>): readonly CostLine[] {
  return [unpriced("Endpoints", `${zones}, one in each zone; not in the catalogue`, "hour")];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  for await (const { id, properties } of readDescribed(aws, "AWS::NetworkFirewall::Firewall", only)) {
    const found = described.parse(properties);
    const zones = found.SubnetMappings?.length ?? 0;
    yield {
      nativeId: id,
      arn: found.FirewallArn ?? id,
      name: found.FirewallName ?? id,
      type: `${zones} ${zones === 1 ? "endpoint" : "endpoints"}`,
      tags: toTags(found.Tags),
      detail: { vpcId: found.VpcId ?? "", zones },
    };
  }
}
