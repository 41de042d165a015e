import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere, defineDescribed } from "../described";
import { unpriced } from "../listing";

const detail = z.strictObject({
  instanceType: z.string(),
  /** ON_DEMAND, SPOT. */
  market: z.string(),
  /** Over all its locations; null: AWS does not tell. */
  machines: z.number().nullable(),
  locations: z.array(z.string()),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "Its machines bill by the hour, with players or without. AWS can scale a fleet to none, which Standby does not do yet",
  remedy:
    "Suspend its scaling policies and set least and wanted machines of every location to 0, or delete the fleet where no build of it is played",
};

const location = z.object({
  Location: z.string().optional(),
  LocationCapacity: z.object({ DesiredEC2Instances: z.number().optional() }).optional(),
});
const properties = z.object({
  Name: z.string().optional(),
  ComputeType: z.string().optional(),
  EC2InstanceType: z.string().optional(),
  FleetType: z.string().optional(),
  DesiredEC2Instances: z.number().optional(),
  Locations: z.array(location).optional(),
});
type Properties = z.infer<typeof properties>;

/** Fleets of machines that AWS keeps for games. An Anywhere fleet has the account's own: it bills by use alone. */
export const gameliftFleet = defineDescribed({
  kind: "gamelift.fleet",
  title: "Game server fleet",
  plural: "Game server fleets",
  billedAs: "Amazon GameLift",
  terraform: ["aws_gamelift_fleet"],
  about,
  type: "AWS::GameLift::Fleet",
  properties,
  read: [
    "gamelift:DescribeEC2InstanceLimits",
    "gamelift:DescribeFleetAttributes",
    "gamelift:DescribeFleetCapacity",
    "gamelift:DescribeFleetEvents",
    "gamelift:DescribeFleetLocationAttributes",
    "gamelift:DescribeFleetPortSettings",
    "gamelift:DescribeFleetUtilization",
    "gamelift:DescribeRuntimeConfiguration",
    "gamelift:DescribeScalingPolicies",
    "gamelift:ListFleets",
    "sts:GetCallerIdentity",
  ],
  detail,
  advise: ({ detail: { machines } }) => ({ saw: machines === 0 ? "no machine wanted" : "there", ...about }),
  price,
  tagsApart: true,
  bills: ({ ComputeType }) => ComputeType !== "ANYWHERE",
  idle: {
    signals: [
      {
        label: "idle machines at least",
        unit: "%",
        namespace: "AWS/GameLift",
        metric: "PercentIdleInstances",
        statistic: "Minimum",
        idleWhen: { atLeast: 100 },
        quietMeansIdle: false,
        dimensions: ({ nativeId, detail: { machines } }) => (machines === 0 ? [] : [{ FleetId: nativeId }]),
      },
    ],
  },
  observe: async (told, id, aws) => ({
    arn: await arnHere(aws, "gamelift", `fleet/${id}`),
    name: told.Name ?? id,
    type: told.EC2InstanceType ?? "unknown type",
    tags: {},
    detail: {
      instanceType: told.EC2InstanceType ?? "unknown type",
      // "If empty, the default is ON_DEMAND" (the type's schema).
      market: told.FleetType ?? "ON_DEMAND",
      machines: machinesOf(told),
      locations: (told.Locations ?? []).flatMap(({ Location }) => Location ?? []),
    },
  }),
});

/** By location where each tells; of a fleet in one place, as it says of itself. A location that does not tell may have some. */
function machinesOf({ Locations = [], DesiredEC2Instances }: Properties): number | null {
  const wanted = Locations.map(({ LocationCapacity }) => LocationCapacity?.DesiredEC2Instances ?? null);
  if (wanted.length > 0 && !wanted.includes(null)) return wanted.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return wanted.length > 1 ? null : (DesiredEC2Instances ?? null);
}

function price({ detail: { instanceType, market, machines } }: Observed<Detail>): readonly CostLine[] {
  if (machines === 0) return [];
  const count = machines === null ? instanceType : `${machines} × ${instanceType}`;
  return [unpriced("Machines", `${count}, ${market}; not in the catalogue`, "hour")];
}
