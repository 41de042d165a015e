import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";

const detail = z.strictObject({
  /** MCUs of one worker; null: AWS does not tell. */
  mcusEach: z.number().nullable(),
  workers: z.number().nullable(),
  /** Scaled by AWS: workers are then the least of them. */
  maxWorkers: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A connector has no stop: its workers bill by the hour, with anything to carry or without",
  remedy:
    "Keep its configuration and its offsets, and delete it while there is nothing to carry; or take fewer or smaller workers",
};

const capacity = z.object({
  AutoScaling: z
    .object({
      McuCount: z.number().optional(),
      MinWorkerCount: z.number().optional(),
      MaxWorkerCount: z.number().optional(),
    })
    .optional(),
  ProvisionedCapacity: z.object({ McuCount: z.number().optional(), WorkerCount: z.number().optional() }).optional(),
});

const properties = z.object({
  ConnectorName: z.string().optional(),
  ConnectorArn: z.string().optional(),
  Capacity: capacity.optional(),
  Tags: describedTags,
});

/** Connectors of MSK Connect. */
export const kafkaconnectConnector = defineDescribed({
  kind: "kafkaconnect.connector",
  title: "MSK Connect connector",
  plural: "MSK Connect connectors",
  billedAs: "Amazon Managed Streaming for Apache Kafka",
  terraform: ["aws_mskconnect_connector"],
  about,
  type: "AWS::KafkaConnect::Connector",
  properties,
  read: ["kafkaconnect:DescribeConnector", "kafkaconnect:ListConnectors", "kafkaconnect:ListTagsForResource"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  idle: {
    untold:
      "Which of its rates tells whether it carries anything depends on its plugin, which may take or bring records",
  },
  observe: ({ ConnectorName, ConnectorArn, Capacity, Tags }, id) => ({
    arn: ConnectorArn ?? id,
    name: ConnectorName ?? id,
    ...sized(Capacity),
    tags: Tags,
  }),
});

function sized({ AutoScaling: scaled, ProvisionedCapacity: fixed }: z.infer<typeof capacity> = {}) {
  const mcusEach = scaled?.McuCount ?? fixed?.McuCount ?? null;
  const workers = scaled?.MinWorkerCount ?? fixed?.WorkerCount ?? null;
  const type = workers === null ? "connector" : `${workers} × ${mcusEach ?? "?"} MCU`;
  return { type, detail: { mcusEach, workers, maxWorkers: scaled?.MaxWorkerCount ?? null } };
}

function price({ detail: { mcusEach, workers, maxWorkers } }: Observed<Detail>): readonly CostLine[] {
  const label = "MCU hours";
  if (mcusEach === null || workers === null) return [unpriced(label, "AWS does not tell its workers", "hour")];
  const least = maxWorkers === null ? "" : ` at least, ${maxWorkers * mcusEach} at most`;
  const mcus = mcusEach * workers;
  return [
    {
      label,
      note: `${mcus} MCUs${least}`,
      price: { table: "msk.connect", key: "mcuHour" },
      quantity: mcus,
      unit: "hour",
      stopsWhenPaused: false,
    },
  ];
}
