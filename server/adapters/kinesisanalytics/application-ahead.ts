import {
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  type SnapshotDetails,
} from "@aws-sdk/client-kinesis-analytics-v2";
import { pages, type ReadDoor } from "../../aws/door";
import type { Hazard } from "../../core/plan";
import type { Finding, LookAhead } from "../contract";
import { type FlinkDetail, isNotebook } from "./application-detail";

/**
 * Which snapshot a start would go on from: the newest, which is older than the pause where somebody stopped it by force.
 * Only a person can tell whether it is the right one.
 */
export const applicationAhead: LookAhead<FlinkDetail> = {
  iam: ["kinesisanalytics:ListApplicationSnapshots"],
  async look(aws, action, seen) {
    const asked = seen.filter(
      ({ detail: { state, configuration } }) =>
        action === "resume" && state === "READY" && configuration.snapshots === true && !isNotebook(configuration),
    );
    const found = await Promise.all(
      asked.map(async ({ nativeId }): Promise<[string, Finding]> => {
        const newest = await newestOf(aws, nativeId);
        return [nativeId, { refused: null, hazards: [newest ? goesOnFrom(newest) : noSnapshot] }];
      }),
    );
    return new Map(found);
  },
};

async function newestOf(aws: ReadDoor, ApplicationName: string): Promise<SnapshotDetails | null> {
  const list = pages(
    (token) =>
      aws.read(
        KinesisAnalyticsV2Client,
        new ListApplicationSnapshotsCommand({ ApplicationName, Limit: 50, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  let newest: SnapshotDetails | null = null;
  for await (const { SnapshotSummaries = [] } of list) {
    for (const one of SnapshotSummaries) {
      if (one.SnapshotStatus === "READY" && (newest === null || takenAt(one) > takenAt(newest))) newest = one;
    }
  }
  return newest;
}

function takenAt({ SnapshotCreationTimestamp: at }: SnapshotDetails): number {
  return at?.getTime() ?? 0;
}

function goesOnFrom({ SnapshotName, SnapshotCreationTimestamp: at }: SnapshotDetails): Hazard {
  const when = at ? `of ${at.toISOString().slice(0, 16).replace("T", " ")} UTC` : "of an unknown time";
  return {
    level: "note",
    code: "goes-on-from-snapshot",
    title: "It goes on from its newest snapshot",
    detail: `${SnapshotName} ${when}. Where that is older than the pause, somebody stopped it by force.`,
  };
}

/** Snapshots that are resources of their own (enhanced snapshots) are in another list. */
const noSnapshot: Hazard = {
  level: "warning",
  code: "no-snapshot-listed",
  title: "AWS lists no snapshot to go on from",
  detail: "Unless it uses enhanced snapshots, which are listed apart, it starts empty: look at its snapshots first.",
};
