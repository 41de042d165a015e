import { NeptuneGraphClient, StartGraphCommand, StopGraphCommand } from "@aws-sdk/client-neptune-graph";
import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Hazard } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { defineAdapter } from "../contract";
import { cpu, databaseCpuAtMost, noneOf } from "../idle";
import { keysIn } from "../keys";
import { unpriced } from "../listing";
import { oneByOne } from "../one-by-one";
import { type Advice, switchOf } from "../switch";
import { discover, type GraphConfiguration, type GraphDetail, graphConfiguration, graphDetail } from "./graph-detail";

const saved = z.strictObject({ state: z.literal("AVAILABLE"), configuration: graphConfiguration });

type Op = "stop" | "start";
type Seen = Observed<GraphDetail>;

const graph = switchOf<GraphDetail, GraphConfiguration, "AVAILABLE", Op>({
  thing: "graph",
  on: ["AVAILABLE"],
  off: ["STOPPED"],
  whyNot: ({ detail: { state, reason } }) => (state === "FAILED" ? failed(reason) : null),
  broken: (state) => (state === "FAILED" ? failed(null) : null),
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards,
});

const byGraph = ({ nativeId }: { readonly nativeId: string }) => [{ GraphIdentifier: nativeId }];

/**
 * Graphs of Neptune Analytics: stopped and started (Neptune Analytics User Guide, "Stopping a Neptune Analytics graph" and
 * "Starting a …"). Data, identifiers and endpoint stay. The guide knows no limit to how long one stays stopped.
 */
export const neptunegraphGraph = defineAdapter<GraphDetail, z.infer<typeof saved>, Op, object>({
  kind: "neptunegraph.graph",
  title: "Neptune Analytics graph",
  plural: "Neptune Analytics graphs",
  billedAs: "Amazon Neptune",
  about: {
    pause: "Stops the graph. Its data, its id and its endpoint stay.",
    resume: "Starts it and waits until it is available.",
    saves: "The configuration: memory, replicas, network, vector index, encryption and protection. It is compared.",
    stillCosts: "A tenth of its memory and replicas, and its snapshots.",
    hazards: [
      "It comes back with the newest version of the engine, which cannot be chosen.",
      "It answers no queries while it is stopped.",
      "With a KMS key of the account it comes back only while that key is enabled.",
    ],
  },
  waveTitle: "Databases",
  restore: "exact",
  wave: 100,
  iam: {
    read: ["neptune-graph:GetGraph", "neptune-graph:ListGraphs", "neptune-graph:ListTagsForResource"],
    pause: ["neptune-graph:StopGraph"],
    resume: ["neptune-graph:StartGraph"],
  },
  // Whether it runs is no attribute of it in Terraform, nor is its build.
  terraform: { aws_neptunegraph_graph: { drift: () => [] } },
  detail: graphDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS's own waiters look every 20 seconds at first. They name no bound; the hour is this product's own.
  timing: { pollSeconds: 20, giveUpSeconds: 3600, expectSeconds: { pause: 300, resume: 600 } },
  batch: { stop: 1, start: 1 },
  ...graph,
  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.kmsKeyId),
  // A start asks for no grant (Service Authorization Reference): Neptune got it when the graph was made.
  grantsVia: null,
  price,
  idle: {
    signals: [
      noneOf(
        {
          label: "queries a second at most",
          namespace: "AWS/Neptune",
          metric: "NumOpenCypherRequestsPerSec",
          statistic: "Maximum",
          quietMeansIdle: false,
        },
        byGraph,
      ),
      cpu("AWS/Neptune", databaseCpuAtMost, byGraph),
    ],
  },
  discover,
  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId: graphIdentifier }) =>
      op === "stop"
        ? aws.act(NeptuneGraphClient, new StopGraphCommand({ graphIdentifier }))
        : aws.act(NeptuneGraphClient, new StartGraphCommand({ graphIdentifier })),
    ),
});

function failed(reason: string | null): Advice {
  return {
    reason: `Neptune reports it as FAILED${reason ? `: ${reason}` : ""}`,
    remedy: "Restore it from a snapshot under another name, then delete it",
  };
}

/** A replica has the memory of the graph, and bills like it. Stopped, all of it bills at a tenth ("Stopping a … graph"). */
function price({ detail: { configuration } }: Seen): readonly CostLine[] {
  const { memory, replicas } = configuration;
  const units = memory === null || replicas === null ? null : memory * (1 + replicas);
  const size = units === null ? "AWS does not tell how many m-NCUs" : `${units} m-NCUs`;
  const line = (label: string, part: string, share: number): CostLine => ({
    ...unpriced(label, `${size}, ${part}; not in the catalogue`, "hour"),
    ...(units !== null && { quantity: Math.round(units * share * 10) / 10 }),
  });
  return [
    { ...line("m-NCU hours", "nine tenths of the rate end with a stop", 0.9), stopsWhenPaused: true },
    line("m-NCU hours, kept", "a tenth of the rate bills while it is stopped", 0.1),
  ];
}

function hazards({ build, configuration: { kmsKeyId } }: GraphDetail): (Hazard | false)[] {
  return [
    {
      level: "warning",
      code: "newest-version",
      title: "It comes back with the newest engine version",
      detail: `${build === null ? "Neptune" : `Its build is ${build} now. Neptune`} starts a graph with the newest one, and there is no way back.`,
    },
    kmsKeyId !== null && {
      level: "note",
      code: "account-kms-key",
      title: "Encrypted with a key of the account",
      detail: "It starts only while its KMS key is enabled.",
    },
  ];
}
