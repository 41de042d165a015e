import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { LogExport } from "../../server/core/log-export";
import { awsConfig } from "./estate";
import { wireSuite } from "./suite";
import { changing } from "./wire";

/** Guarantee: an export of a log group reaches CloudWatch Logs as it was asked for, and is found again by its name. */

const region = "eu-central-1";
const suite = wireSuite({ regions: [region] });

function exportOf(accountId: string, bucket: string): LogExport {
  return {
    id: "lex_1",
    accountId,
    region,
    resourceId: "res_1",
    name: "/app",
    bucket,
    prefix: "standby/app",
    from: new Date("2026-11-01T00:00:00Z"),
    to: new Date("2026-11-20T00:00:00Z"),
    state: "running",
    taskId: null,
    fault: null,
    askedAt: new Date(),
    askedBy: "Ana",
    startedAt: null,
    endedAt: null,
  };
}

test("an export is sent once, and found by its id and by its name", async () => {
  const { standby, wire } = suite;
  const config = awsConfig(wire.direct, region);
  await new CloudWatchLogsClient(config).send(new CreateLogGroupCommand({ logGroupName: "/app" }));
  const LocationConstraint = region;
  const CreateBucketConfiguration = { LocationConstraint } as const;
  await new S3Client({ ...config, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: "archive", CreateBucketConfiguration }),
  );
  const { logExporter } = standby.app.deps;
  const one = exportOf(standby.accountId, "archive");
  await wire.clearCalls();
  expect(await logExporter.isFree(one.accountId, region)).toBe(true);
  expect(await logExporter.find(one)).toBeNull();
  const taskId = await logExporter.start(one);
  expect(await logExporter.find(one)).toMatchObject({ taskId });
  expect(await logExporter.find({ ...one, taskId })).toMatchObject({ taskId });
  expect(changing(await wire.calls()).map(({ operation }) => operation)).toEqual(["CreateExportTask"]);
});

test("a bucket that is not there is AWS's refusal, in its own words", async () => {
  const { standby, wire } = suite;
  await new CloudWatchLogsClient(awsConfig(wire.direct, region)).send(
    new CreateLogGroupCommand({ logGroupName: "/app" }),
  );
  const start = standby.app.deps.logExporter.start(exportOf(standby.accountId, "nobodys"));
  await expect(start).rejects.toMatchObject({ fault: { code: expect.stringMatching(/refused|gone/) } });
});
