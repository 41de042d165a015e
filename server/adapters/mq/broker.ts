import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { type IdleSignal, noneOf } from "../idle";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** ActiveMQ, RabbitMQ. */
  engine: z.string(),
  version: z.string(),
  instanceType: z.string(),
  /** SINGLE_INSTANCE, ACTIVE_STANDBY_MULTI_AZ, CLUSTER_MULTI_AZ. */
  mode: z.string(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A broker cannot be stopped: each of its machines bills by the hour, with messages or without",
  remedy:
    "Let its queues run empty, keep its users and definitions, delete it, and make it again; or take a smaller type, or a single machine where nobody waits for it",
};

const properties = z.object({
  Arn: z.string().optional(),
  BrokerName: z.string().optional(),
  EngineType: z.string().optional(),
  EngineVersionCurrent: z.string().optional(),
  HostInstanceType: z.string().optional(),
  DeploymentMode: z.string().optional(),
  Tags: describedTags,
});

/** A pair has one machine at work and one that waits; a cluster of RabbitMQ has three (Amazon MQ Developer Guide). */
const modes: Readonly<Record<string, { readonly machines: number; readonly zones: "singleAz" | "multiAz" }>> = {
  SINGLE_INSTANCE: { machines: 1, zones: "singleAz" },
  ACTIVE_STANDBY_MULTI_AZ: { machines: 2, zones: "multiAz" },
  CLUSTER_MULTI_AZ: { machines: 3, zones: "multiAz" },
};

/** AWS takes its words in any case. */
const modeOf = ({ detail: { mode } }: Observed<Detail>) => modes[mode.toUpperCase()];
const isEngine = ({ detail: { engine } }: Observed<Detail>, name: string) => engine.toLowerCase() === name;

const connections = { label: "connections at most", namespace: "AWS/AmazonMQ", statistic: "Maximum" } as const;

/** ActiveMQ's metrics are by machine, those of RabbitMQ by broker (Amazon MQ Developer Guide, "CloudWatch metrics"). */
const signals: readonly IdleSignal<Detail>[] = [
  noneOf({ ...connections, metric: "CurrentConnectionsCount", quietMeansIdle: false }, (seen) => {
    const machines = isEngine(seen, "activemq") ? (modeOf(seen)?.machines ?? 0) : 0;
    return Array.from({ length: machines }, (_, index) => ({ Broker: `${seen.name}-${index + 1}` }));
  }),
  noneOf({ ...connections, metric: "ConnectionCount", quietMeansIdle: false }, (seen) =>
    isEngine(seen, "rabbitmq") ? [{ Broker: seen.name }] : [],
  ),
];

/** Message brokers. Whether one runs just now its description does not tell. */
export const mqBroker = defineDescribed({
  kind: "mq.broker",
  title: "Message broker",
  plural: "Message brokers",
  billedAs: "Amazon MQ",
  terraform: ["aws_mq_broker"],
  about,
  type: "AWS::AmazonMQ::Broker",
  properties,
  read: ["mq:DescribeBroker", "mq:DescribeSharedResources", "mq:ListBrokers"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  idle: { signals },
  observe: ({ BrokerName, Arn, HostInstanceType: instanceType = "unknown type", ...told }, id) => ({
    arn: Arn ?? "",
    name: BrokerName ?? id,
    type: instanceType,
    tags: told.Tags,
    detail: {
      engine: told.EngineType ?? "unknown engine",
      version: told.EngineVersionCurrent ?? "",
      instanceType,
      mode: told.DeploymentMode ?? "unknown mode",
    },
  }),
});

function price(seen: Observed<Detail>): readonly CostLine[] {
  const { engine, instanceType } = seen.detail;
  const mode = modeOf(seen);
  return [
    mode
      ? {
          label: "Broker",
          note: `${mode.machines} × ${instanceType}, ${engine}`,
          price: { table: "mq.broker", key: `${engine.toLowerCase()}:${instanceType}:${mode.zones}` },
          quantity: 1,
          unit: "hour",
          stopsWhenPaused: false,
        }
      : unpriced("Broker", `${instanceType}, ${engine}; AWS does not tell how many machines`, "hour"),
    metered("Storage", "by the GB, of each machine that keeps it"),
  ];
}
