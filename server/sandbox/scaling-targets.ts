import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { ScalableTarget, TagMap } from "./world";

/** Scaling targets of services that the world has nothing else of, and the tags of targets. */

interface State {
  /** By what is scaled; a target that is not here has none. */
  tags: Record<string, TagMap>;
}

const name = "scalingTargets";
const empty = (): State => ({ tags: {} });

export const scalingTargets = defineCorner<State>({
  name,
  empty,
  services: { "application-autoscaling": { ListTagsForResource: read(listTagsForResource) } },
  seed,
  dues: () => [],
  finish: () => undefined,
});

/** The ARN ends in what the sandbox makes of the resource's id. */
function listTagsForResource(
  { ResourceARN = "" }: ListTagsForResourceCommandInput,
  at: Moment,
): Answer<ListTagsForResourceCommandOutput> {
  const target = at.region.scalableTargets.find((one) => ResourceARN.endsWith(`scalable-target/${endOf(one)}`));
  if (!target) throw awsError("ResourceNotFoundException", `The resource ${ResourceARN} does not exist.`);
  return { Tags: stateOf({ name, empty }, at.region).tags[target.resourceId] ?? {} };
}

function endOf({ resourceId }: ScalableTarget): string {
  return Buffer.from(resourceId).toString("hex").slice(-16);
}

interface Row extends Pick<ScalableTarget, "namespace" | "resourceId" | "dimension" | "min" | "max"> {
  readonly region: RegionKey;
  readonly scheduledOff?: true;
}

/** The last one cannot be paused: it keeps the disks of brokers from running full. */
const rows: readonly Row[] = [
  {
    region: "eu",
    namespace: "custom-resource",
    resourceId: "https://7f3k2m9q1x.execute-api.eu-central-1.amazonaws.com/prod/scalableTargetDimensions/render-farm",
    dimension: "custom-resource:ResourceType:Property",
    min: 1,
    max: 12,
    scheduledOff: true,
  },
  {
    region: "eu",
    namespace: "appstream",
    resourceId: "fleet/lab-desktops",
    dimension: "appstream:fleet:DesiredCapacity",
    min: 2,
    max: 10,
  },
  {
    region: "us",
    namespace: "cassandra",
    resourceId: "keyspace/lab/table/clicks",
    dimension: "cassandra:table:WriteCapacityUnits",
    min: 5,
    max: 400,
  },
  {
    region: "eu",
    namespace: "kafka",
    resourceId: "arn:aws:kafka:eu-central-1:111122223333:cluster/lab-events/1b2c3d4e-5f60-4718-a9b0-c1d2e3f40516-3",
    dimension: "kafka:broker-storage:VolumeSize",
    min: 1,
    max: 500,
  },
];

function seed(story: Seed): void {
  for (const { region: key, scheduledOff = false, ...row } of rows) {
    const region = regionOf(story, key);
    region.scalableTargets.push({
      ...row,
      suspended: { in: false, out: false, scheduled: scheduledOff },
      policies: [],
      scheduledActions: [],
      createdAt: daysAgo(story, 60),
    });
    stateOf({ name, empty }, region).tags[row.resourceId] = tagsOf("lab", "data");
  }
}
